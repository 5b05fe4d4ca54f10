/** Makes one attempt to hand a message to a channel, and says what came of it. */
import { alertmanagerRequest } from './alertmanager.ts';
import type { DirectChannel, EmailChannel } from './channel.ts';
import { sendEmail } from './email.ts';
import type { OwedMessage } from './message.ts';
import { opsgenieRequest } from './opsgenie.ts';
import { pagerDutyRequest } from './pager-duty.ts';
import {
  failed,
  post,
  type DeliveryOptions,
  type DeliveryOutcome,
  type HttpMessage,
} from './post.ts';
import { redactUrl } from './redact-url.ts';
import { replyText, secretsOf } from './reply-text.ts';
import { slackRequest } from './slack.ts';
import { teamsRequest } from './teams.ts';
import { webhookRequest } from './webhook.ts';

/** Sends a message once. Rejects only when one of our own promises is broken. */
export async function deliver(
  channel: DirectChannel,
  owed: OwedMessage,
  options: DeliveryOptions,
): Promise<DeliveryOutcome> {
  if (channel.kind === 'email') return sendEmail(channel, owed, options);
  if (channel.kind === 'webhook' && channel.secrets.length === 0) {
    return failed('dead', `${redactUrl(channel.url)} has no secret to sign with.`);
  }
  const outcome = await post(requestOf(channel, owed, options.nowMs), options);
  return { ...outcome, reply: replyText(outcome.reply, secretsOf(channel)) };
}

function requestOf(
  channel: Exclude<DirectChannel, EmailChannel>,
  owed: OwedMessage,
  nowMs: number,
): HttpMessage {
  switch (channel.kind) {
    case 'webhook':
      return webhookRequest(channel, owed, nowMs);
    case 'slack':
      return slackRequest(channel, owed);
    case 'teams':
      return teamsRequest(channel, owed);
    case 'pagerDuty':
      return pagerDutyRequest(channel, owed);
    case 'opsgenie':
      return opsgenieRequest(channel, owed);
    case 'alertmanager':
      return alertmanagerRequest(channel, owed);
  }
}
