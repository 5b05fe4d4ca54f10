/** What the API tells of people being told: silences, deliveries, channels, and changes by hand. */

/** A time in which nobody is told of an alarm; `acknowledged` ends with the alarm itself. */
export interface SilenceReply {
  readonly id: string;
  readonly kind: 'silence' | 'acknowledged';
  readonly alarm: string;
  readonly group: Readonly<Record<string, string>>;
  readonly from: string;
  readonly to: string;
  readonly by: string;
  readonly comment: string;
}

/** Reply of `GET /api/v1/silences` and of what sets or ends one: those concerned. */
export interface SilencesReply {
  readonly silences: readonly SilenceReply[];
}
