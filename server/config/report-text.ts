/** The sections `report` and `reports` of the config: what is made when, of what, for whom. */
import { z } from 'zod';
import { isDimension, type Dimension } from '../../shared/dimensions.ts';
import { EMPTY_FILTER, formatFilter, parseFilter, type Filter } from '../../shared/filter.ts';
import {
  BY_HAND,
  FORMATS_OF,
  NIGHTLY_SECTIONS,
  REPORT_FORMATS,
  REPORT_KINDS,
  type NightlySectionName,
  type ReportFormat,
  type ReportKind,
} from '../../shared/report-contract.ts';
import { isTimeZone } from '../../shared/window.ts';
import type { Channel } from '../notify/channel.ts';
import type { ReportDefinition } from './config.ts';
import type { Report } from './yaml-text.ts';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time such as 02:00');
const waitMinutes = z
  .int()
  .min(0)
  .max(24 * 60)
  .default(360)
  .describe('How long after its time a report waits for logs that are not read yet.');
const names = z.array(z.string().min(1)).max(20);

/** The short form: one nightly report of everything. */
export const ReportText = z.strictObject({
  nightlyAt: time,
  directory: z.string().min(1),
  formats: z.array(z.enum(REPORT_FORMATS)).min(1).default(['html', 'csv', 'json']),
  waitMinutes,
  mailTo: names.default([]).describe('Names of channels of type email that get each report.'),
});

/** One definition as people write it. */
export const DefinitionText = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'write small letters, digits and dashes')
    .refine((name) => !name.endsWith(BY_HAND), `no name ends in ${BY_HAND}`),
  kind: z.enum(REPORT_KINDS).default('nightly'),
  at: time,
  timeZone: z
    .string()
    .refine(isTimeZone, 'write a zone such as Europe/Berlin or UTC')
    .optional()
    .describe('Zone in which its days begin; that of the config when left out.'),
  filter: z.string().max(4096).optional().describe('Whose usage, such as `tenant=acme`.'),
  tenants: z.array(z.string().min(1).max(256)).min(1).max(200).optional(),
  groupBy: z.array(z.string().min(1)).min(1).max(10).optional(),
  sections: z.array(z.enum(NIGHTLY_SECTIONS)).max(NIGHTLY_SECTIONS.length).optional(),
  formats: z.array(z.enum(REPORT_FORMATS)).min(1).optional(),
  waitMinutes,
  directory: z.string().min(1).optional(),
  s3: z
    .strictObject({
      bucket: z.string().min(3).max(63),
      prefix: z
        .string()
        .max(512)
        .regex(/^([^/].*\/)?$/, 'end a prefix with /, and begin it without')
        .default(''),
      region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'write a Region such as us-east-1'),
      endpoint: z.url({ protocol: /^https?$/ }).optional(),
    })
    .optional()
    .describe('Bucket for its files.'),
  channels: names.default([]).describe('Names of channels of type email or webhook.'),
});

export interface ReportTexts {
  readonly report: z.output<typeof ReportText> | null;
  readonly reports: readonly z.output<typeof DefinitionText>[];
  readonly timeZone: string;
}

/** What a nightly report of some usage leaves out, as it tells of all: unless it is asked for. */
const OF_ALL: readonly NightlySectionName[] = ['budgets', 'alarms'];
/** Channels that a report can be sent to. */
const CARRIERS: readonly Channel['kind'][] = ['email', 'webhook'];

/** @returns all definitions; mistakes in them are told. */
export function toReports(
  { report: short, reports, timeZone }: ReportTexts,
  channels: readonly Channel[],
  tell: Report,
): readonly ReportDefinition[] {
  const taken = new Set<string>();
  const nightly = short ? [shortForm(short, timeZone)] : [];
  short?.mailTo.forEach((name, index) => {
    checkChannel(name, { channels, kinds: ['email'] }, (text) =>
      tell(['report', 'mailTo', index], text),
    );
  });
  for (const { name } of nightly) taken.add(name);
  const listed = reports.map((text, index) => {
    const refuse: Refuse = (key, message) => tell(['reports', index, key], message);
    if (taken.has(text.name)) refuse('name', 'stands twice');
    taken.add(text.name);
    for (const name of text.channels) {
      checkChannel(name, { channels, kinds: CARRIERS }, (message) => refuse('channels', message));
    }
    return toDefinition(text, timeZone, refuse);
  });
  return [...nightly, ...listed];
}

type Refuse = (key: string, message: string) => void;

function shortForm(text: z.output<typeof ReportText>, timeZone: string): ReportDefinition {
  const { directory, formats, mailTo } = text;
  return {
    name: 'nightly',
    kind: 'nightly',
    filter: EMPTY_FILTER,
    groupBy: null,
    sections: NIGHTLY_SECTIONS,
    timeZone,
    atMinutes: minutesOf(text.nightlyAt),
    waitMinutes: text.waitMinutes,
    formats,
    directory,
    bucket: null,
    channels: mailTo,
  };
}

function toDefinition(
  text: z.output<typeof DefinitionText>,
  timeZone: string,
  refuse: Refuse,
): ReportDefinition {
  const { name, kind, directory = null, s3, channels, waitMinutes: wait } = text;
  const filter = filterOf(text, refuse);
  const isOfAll = formatFilter(filter) === '';
  const usual = NIGHTLY_SECTIONS.filter((one) => isOfAll || !OF_ALL.includes(one));
  if (directory === null && !s3 && channels.length === 0) {
    refuse('name', 'goes nowhere: name a directory, s3 or channels');
  }
  return {
    name,
    kind,
    filter,
    groupBy: groupsOf(text, refuse),
    sections: text.sections ?? usual,
    timeZone: text.timeZone ?? timeZone,
    atMinutes: minutesOf(text.at),
    waitMinutes: wait,
    formats: formatsOf(kind, text.formats, refuse),
    directory,
    bucket: s3 ? { ...s3, endpoint: s3.endpoint ?? null } : null,
    channels,
  };
}

/** The filter, and the tenants as one more term of it. */
function filterOf(
  { kind, filter = '', tenants }: z.output<typeof DefinitionText>,
  refuse: Refuse,
): Filter {
  const parsed = parseFilter(filter);
  if (!parsed.ok) {
    const { message, index } = parsed.problem;
    refuse('filter', `${message} Look at character ${index + 1}.`);
    return EMPTY_FILTER;
  }
  const { terms } = parsed.value;
  if (kind === 'statement' && terms.some(({ dimension }) => dimension !== 'tenant')) {
    refuse('filter', 'a statement is of whole tenants: only `tenant` can be filtered by');
  }
  if (!tenants) return parsed.value;
  return { terms: [...terms, { dimension: 'tenant', negated: false, values: tenants }] };
}

function groupsOf(
  { kind, groupBy }: z.output<typeof DefinitionText>,
  refuse: Refuse,
): readonly Dimension[] | null {
  if (!groupBy) return null;
  if (kind !== 'nightly') refuse('groupBy', 'only a nightly report is split by groups');
  return groupBy.flatMap((name) => {
    if (isDimension(name)) return [name];
    refuse('groupBy', `there is no dimension ${name}; a tag is tag.KEY`);
    return [];
  });
}

function formatsOf(
  kind: ReportKind,
  asked: readonly ReportFormat[] | undefined,
  refuse: Refuse,
): readonly ReportFormat[] {
  const known: readonly ReportFormat[] = FORMATS_OF[kind];
  const strange = asked?.find((format) => !known.includes(format));
  if (strange !== undefined) {
    refuse('formats', `there is no ${strange} of this kind; use ${known.join(', ')}`);
  }
  return asked ?? known.slice(0, 2);
}

/** Mail carries the files; a report to any other channel but those named is a mistake. */
function checkChannel(
  name: string,
  { channels, kinds }: { readonly channels: readonly Channel[]; readonly kinds: typeof CARRIERS },
  refuse: (message: string) => void,
): void {
  const isThere = channels.some((one) => one.id === name && kinds.includes(one.kind));
  if (!isThere) refuse(`no channel of type ${kinds.join(' or ')} is called ${name}`);
}

function minutesOf(clock: string): number {
  const [hours = '0', minutes = '0'] = clock.split(':');
  return Number(hours) * 60 + Number(minutes);
}
