/** The endpoints about reports, and the shapes of their replies, for machines. */
import { z } from 'zod';
import { API } from '../../shared/contract.ts';
import { REPORT_FORMATS, REPORT_KINDS, type ReportsReply } from '../../shared/report-contract.ts';
import type { EndpointText } from './endpoint-text.ts';
import { MakeBody, ResendBody } from './report-routes.ts';

const time = z.string().describe('UTC, ISO 8601.');
const kind = z.enum(REPORT_KINDS);
const delivery = z.enum(['pending', 'delivered', 'dead']);

export const reportsReply = z.object({
  definitions: z.array(
    z.object({
      name: z.string(),
      kind,
      at: z.string().describe('Time of day in its zone, after the end of its day or month.'),
      timeZone: z.string(),
      filter: z.string(),
      formats: z.array(z.enum(REPORT_FORMATS)),
      to: z.array(z.object({ target: z.string(), words: z.string() })),
      next: time,
    }),
  ),
  reports: z.array(
    z.object({
      kind,
      name: z.string(),
      date: z.string().describe('Day, month or span that it is of.'),
      revision: z.int(),
      state: z.enum(['preliminary', 'final']),
      summary: z.string().describe('What it says, in a sentence.'),
      madeAt: time,
      isReplaced: z.boolean(),
      files: z.array(z.object({ name: z.string(), contentType: z.string(), bytes: z.int() })),
      deliveries: z.array(
        z.object({
          target: z.string(),
          state: delivery,
          next: time.nullable(),
          attempts: z.array(
            z.object({
              attempt: z.int(),
              at: time,
              tookMs: z.number(),
              state: delivery,
              detail: z.string(),
            }),
          ),
        }),
      ),
    }),
  ),
  making: z.array(
    z.object({
      id: z.string(),
      kind,
      date: z.string(),
      state: z.enum(['waiting', 'running', 'done', 'failed']),
      done: z.int(),
      total: z.int(),
      problem: z.object({ message: z.string(), hint: z.string() }).nullable(),
    }),
  ),
}) satisfies z.ZodType<ReportsReply>;

export const REPORT_ENDPOINTS: readonly EndpointText[] = [
  {
    path: API.reports,
    access: 'whole',
    summary: 'Reports that were made with their files and deliveries, and what is made when.',
    parameters: [],
    reply: reportsReply,
  },
  {
    path: API.reportFile,
    access: 'whole',
    summary: 'The bytes of one file of a report, as they were made.',
    parameters: [
      { name: 'name', help: 'Of the report.', isRequired: true },
      { name: 'date', help: 'Day, month or span that it is of.', isRequired: true },
      { name: 'revision', isNumber: true, help: 'From 1 on.', isRequired: true },
      { name: 'file', help: 'One of its files.', isRequired: true },
      { name: 'view', help: '`1` to look at HTML instead of saving it.' },
    ],
    reply: z.string(),
    isFile: true,
  },
  {
    method: 'post',
    path: API.makeReport,
    access: 'edit',
    summary: 'Make a report now; the reply tells how far it is, as the list does.',
    parameters: [],
    body: MakeBody,
    reply: reportsReply,
  },
  {
    method: 'post',
    path: API.resendReport,
    access: 'edit',
    summary: 'Send a report to where its delivery was given up, with the bytes that were made.',
    parameters: [],
    body: ResendBody,
    reply: reportsReply,
  },
];
