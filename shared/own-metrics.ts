/** Metrics of Outcrop itself: how far its sources are behind, and whether people are told. */
import { own } from './metric.ts';

export const OWN_METRICS = {
  sourceLagMs: own(
    'Lag of log sources',
    'SourceLag',
    'ms',
    'Age of the newest instant to which all log sources are read; knows account and region only.',
  ),
  failingSources: own(
    'Failing log sources',
    'FailingSources',
    'count',
    'Log sources whose last pass ended with an error; knows account and region only.',
  ),
  failingChannels: own(
    'Failing channels',
    'FailingChannels',
    'count',
    'Channels that are on and whose last message did not arrive; knows no group and no filter.',
  ),
  storeTroubles: own(
    'Nothing is stored',
    'StoreTroubles',
    'count',
    '1 while the disk or the file lets no call be stored; knows no group and no filter.',
  ),
  differingDays: own(
    'Days that differ',
    'DifferingDays',
    'count',
    'Closed days that the nightly check found changed; knows no group and no filter.',
  ),
  disabledChannels: own(
    'Channels switched off',
    'DisabledChannels',
    'count',
    'Channels whose receiver wants no more messages (410); knows no group and no filter.',
  ),
} as const;
