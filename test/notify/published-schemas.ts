/** What each service publishes of the messages that it takes, with the source named. */
import { z } from 'zod';

/** Bytes of a whole request: Teams says 28 kB, and some have met 21; SNS takes 256 KiB. */
export const BODY_BYTES = {
  slack: 100_000,
  teams: 21_000,
  pagerDuty: 512_000,
  opsgenie: 100_000,
  alertmanager: 100_000,
  sns: 262_144,
} as const;

/**
 * Slack: blocks and their limits, docs.slack.dev/reference/block-kit; that all blocks together may
 * have some 13,000 characters stands in no reference, and is told in slackapi/bolt-js issue 2509.
 */
const plain = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(max) });
const markdown = (max: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: z.string().min(1).max(max) });
export const Slack = z.strictObject({
  text: z.string().min(1),
  blocks: z
    .array(
      z.union([
        z.strictObject({ type: z.literal('header'), text: plain(150) }),
        z.strictObject({ type: z.literal('section'), text: markdown(3000) }),
        z.strictObject({
          type: z.literal('section'),
          fields: z.array(markdown(2000)).min(1).max(10),
        }),
        z.strictObject({
          type: z.literal('actions'),
          elements: z
            .array(
              z.strictObject({
                type: z.literal('button'),
                text: plain(75),
                url: z.url().max(3000),
              }),
            )
            .max(25),
        }),
      ]),
    )
    .max(50)
    .refine((blocks) => JSON.stringify(blocks).length <= 13_000, 'some 13,000 characters in all'),
});

/**
 * Teams: a workflow that posts an Adaptive Card 1.4, whose elements have no other keys than those
 * of microsoft/AdaptiveCards schemas/1.4.0/adaptive-card.json; `msteams` is Teams' own.
 */
export const Teams = z.strictObject({
  type: z.literal('message'),
  attachments: z.tuple([
    z.strictObject({
      contentType: z.literal('application/vnd.microsoft.card.adaptive'),
      contentUrl: z.null(),
      content: z.strictObject({
        $schema: z.literal('http://adaptivecards.io/schemas/adaptive-card.json'),
        type: z.literal('AdaptiveCard'),
        version: z.literal('1.4'),
        msteams: z.strictObject({ width: z.literal('Full') }),
        body: z.array(
          z.union([
            z.strictObject({
              type: z.literal('TextBlock'),
              text: z.string(),
              wrap: z.literal(true),
              size: z.enum(['Default', 'Small', 'Medium', 'Large', 'ExtraLarge']).optional(),
              weight: z.enum(['Default', 'Lighter', 'Bolder']).optional(),
              color: z.enum(['Default', 'Good', 'Warning', 'Attention']).optional(),
            }),
            z.strictObject({
              type: z.literal('FactSet'),
              facts: z.array(z.strictObject({ title: z.string(), value: z.string() })),
            }),
          ]),
        ),
        actions: z.array(
          z.strictObject({ type: z.literal('Action.OpenUrl'), title: z.string(), url: z.url() }),
        ),
      }),
    }),
  ]),
});

/**
 * PagerDuty: Events API v2, PagerDuty/api-schema reference/events-v2/openapiv3.json; lengths as in
 * its developer docs.
 */
export const PagerDuty = z.strictObject({
  routing_key: z.string().min(1),
  event_action: z.enum(['trigger', 'acknowledge', 'resolve']),
  dedup_key: z.string().max(255),
  client: z.string(),
  client_url: z.url().optional(),
  links: z.array(z.strictObject({ href: z.url(), text: z.string() })),
  payload: z.strictObject({
    summary: z.string().min(1).max(1024),
    source: z.string().min(1),
    severity: z.enum(['critical', 'error', 'warning', 'info']),
    timestamp: z.iso.datetime(),
    component: z.string(),
    class: z.string(),
    custom_details: z.looseObject({}),
  }),
});

/**
 * Opsgenie: opening and closing, in the definitions of opsgenie/opsgenie-oas; lengths as in its API
 * reference.
 */
export const Opsgenie = z.strictObject({
  message: z.string().min(1).max(130),
  alias: z.string().max(512),
  description: z.string().max(15_000),
  priority: z.enum(['P1', 'P2', 'P3', 'P4', 'P5']),
  source: z.string().max(100),
  entity: z.string().max(512),
  tags: z.array(z.string().max(50)).max(20),
  details: z
    .record(z.string(), z.string())
    .refine((all) => Object.entries(all).flat().join('').length <= 8000, '8000 characters in all'),
});

export const OpsgenieClose = z.strictObject({
  source: z.string().max(100),
  note: z.string().max(25_000),
});

/** Alertmanager: `webhook_config` in prometheus/alertmanager docs/configuration.md, version 4. */
const texts = z.record(z.string().regex(/^[a-zA-Z_]\w*$/), z.string());
export const Alertmanager = z.strictObject({
  version: z.literal('4'),
  groupKey: z.string(),
  truncatedAlerts: z.int(),
  status: z.enum(['firing', 'resolved']),
  receiver: z.string(),
  groupLabels: texts,
  commonLabels: texts,
  commonAnnotations: texts,
  externalURL: z.string(),
  alerts: z
    .array(
      z.strictObject({
        status: z.enum(['firing', 'resolved']),
        labels: texts,
        annotations: texts,
        startsAt: z.iso.datetime(),
        endsAt: z.iso.datetime(),
        generatorURL: z.string(),
        fingerprint: z.string().regex(/^[0-9a-f]{16}$/),
      }),
    )
    .length(1),
});

/** SNS: Publish of its API reference. */
export const SnsTopic = z.object({
  subject: z.string().regex(/^[\x21-\x7e][\x20-\x7e]{0,99}$/),
  attributes: z.record(z.string().max(256), z.string().min(1)),
});
