/** The endpoints about people being told, described for machines. */
import { API } from '../../shared/contract.ts';
import { AlarmBody, DeleteBody } from './alarm-routes.ts';
import { ReplayBody, TestBody } from './delivery-routes.ts';
import type { EndpointText } from './endpoint-text.ts';
import { EndBody, HushBody } from './hush-routes.ts';
import * as replies from './notify-schemas.ts';

export const NOTIFY_ENDPOINTS: readonly EndpointText[] = [
  {
    path: API.silences,
    access: 'whole',
    summary: 'Silences and acknowledgements that have not ended.',
    parameters: [],
    reply: replies.silencesReply,
  },
  {
    method: 'post',
    path: API.silences,
    access: 'edit',
    summary: 'Tell nobody of alarms for a while; they are evaluated all the same.',
    parameters: [],
    body: HushBody,
    reply: replies.silencesReply,
  },
  {
    method: 'post',
    path: API.acknowledge,
    access: 'edit',
    summary: 'Say that somebody looks after what stands now.',
    parameters: [],
    body: HushBody,
    reply: replies.silencesReply,
  },
  {
    method: 'post',
    path: API.endSilence,
    access: 'edit',
    summary: 'End a silence or an acknowledgement now.',
    parameters: [],
    body: EndBody,
    reply: replies.silencesReply,
  },
  {
    path: API.deliveries,
    access: 'whole',
    summary: 'Messages to channels with every attempt, the newest first.',
    parameters: [
      { name: 'failed', help: '`1` for only what failed and has not arrived.' },
      { name: 'limit', isNumber: true, help: 'At most this many, 1 to 500; 50 when left out.' },
    ],
    reply: replies.deliveriesReply,
  },
  {
    method: 'post',
    path: API.replay,
    access: 'edit',
    summary: 'Send again what was given up: one message, or all.',
    parameters: [],
    body: ReplayBody,
    reply: replies.replayReply,
  },
  {
    path: API.channels,
    access: 'whole',
    summary: 'Channels of the config, without anything secret.',
    parameters: [],
    reply: replies.channelsReply,
  },
  {
    method: 'post',
    path: API.testChannel,
    access: 'edit',
    summary: 'Send a sample that fires and one that is resolved to a channel.',
    parameters: [],
    body: TestBody,
    reply: replies.channelTestReply,
  },
  {
    path: API.journal,
    access: 'whole',
    summary: 'What people did by hand, the newest first.',
    parameters: [
      { name: 'limit', isNumber: true, help: 'At most this many, 1 to 500; 50 when left out.' },
    ],
    reply: replies.journalReply,
  },
  {
    path: API.alarmRules,
    access: 'whole',
    summary: 'Alarms as they are written: those of the config, and those made on the page.',
    parameters: [],
    reply: replies.alarmRulesReply,
  },
  {
    path: API.testAlarm,
    access: 'scoped',
    summary: 'When an alarm would have stood over the past, and thresholds from history.',
    parameters: [
      { name: 'alarm', help: 'The alarm as JSON, as it would stand in the config.' },
      { name: 'from', help: 'Start; seven days ago when left out.' },
      { name: 'to', help: 'End, exclusive; now when left out.' },
    ],
    reply: replies.alarmTestReply,
  },
  {
    path: API.alarmBars,
    access: 'whole',
    summary: 'The last 60 periods of an alarm with a baseline: values, the usual, and the bar.',
    parameters: [{ name: 'name', help: 'Name of an alarm of the config or of the page.' }],
    reply: replies.alarmBarsReply,
  },
  {
    method: 'post',
    path: API.alarms,
    access: 'edit',
    summary: 'Make an alarm on the page, or change one that was made there.',
    parameters: [],
    body: AlarmBody,
    reply: replies.alarmRulesReply,
  },
  {
    method: 'post',
    path: API.deleteAlarm,
    access: 'edit',
    summary: 'End an alarm that was made on the page.',
    parameters: [],
    body: DeleteBody,
    reply: replies.alarmRulesReply,
  },
];
