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

/** One attempt to hand a message to a channel. */
export interface AttemptReply {
  readonly attempt: number;
  readonly at: string;
  readonly tookMs: number;
  readonly outcome: 'delivered' | 'retry' | 'disabled' | 'dead';
  readonly status: number | null;
  readonly detail: string;
  /** What the receiver said, short and without secrets. */
  readonly reply: string;
  readonly next: string | null;
}

/** A message that is owed, has arrived, or was given up. */
export interface DeliveryReply {
  readonly id: string;
  readonly channel: string;
  readonly type: string;
  readonly alarm: string;
  readonly group: Readonly<Record<string, string>>;
  readonly state: 'held' | 'pending' | 'sending' | 'delivered' | 'dead' | 'merged';
  readonly owedSince: string;
  /** What came of the last attempt, or why there was none; '' before it. */
  readonly detail: string;
  /** When it is tried next, or may be; null for what is settled. */
  readonly next: string | null;
  readonly attempts: readonly AttemptReply[];
}

/** Reply of `GET /api/v1/deliveries?failed=1&limit=50`, the newest first. */
export interface DeliveriesReply {
  readonly deliveries: readonly DeliveryReply[];
}

/** Reply of `POST /api/v1/deliveries/replay`. */
export interface ReplayReply {
  readonly replayed: readonly string[];
}

/** A channel without anything secret of it. */
export interface ChannelReply {
  readonly name: string;
  readonly kind: string;
  readonly to: string;
  /** unused: nothing was ever sent. off: its receiver wants no more, and nothing is sent to it. */
  readonly state: 'unused' | 'ok' | 'failing' | 'off';
  /** Since when it fails or is switched off. */
  readonly since: string | null;
  /** What came of the last attempt; '' before the first. */
  readonly detail: string;
  /** Messages that are owed to it and due, or on their way. */
  readonly waiting: number;
}

/** Reply of `GET /api/v1/channels`. */
export interface ChannelsReply {
  readonly channels: readonly ChannelReply[];
}

/** Reply of `POST /api/v1/channels/test`: the firing, then the resolved. */
export interface ChannelTestReply {
  readonly attempts: readonly AttemptReply[];
}

/** Reply of `GET /api/v1/journal?limit=50`: what people did by hand, the newest first. */
export interface JournalReply {
  readonly notes: readonly {
    readonly at: string;
    readonly by: string;
    readonly action: string;
    readonly subject: string;
    readonly detail: string;
  }[];
}

/** Reply of `GET /api/v1/alarms/rules` and of what makes or ends an alarm. */
export interface AlarmRulesReply {
  readonly rules: readonly {
    /** Those of the config are changed there. */
    readonly origin: 'config' | 'page';
    /** As it stands, or would stand, in the config. */
    readonly text: unknown;
  }[];
}

/** Reply of `GET /api/v1/alarms/test?alarm={..}&from=..&to=..`: when it would have stood. */
export interface AlarmTestReply {
  readonly from: string;
  readonly to: string;
  readonly spans: readonly {
    readonly group: Readonly<Record<string, string>>;
    readonly from: string;
    /** Null where it still stood at the end. */
    readonly to: string | null;
    readonly value: string | number | null;
    readonly reason: string;
  }[];
  /** Thresholds from history, with how often each would have fired. */
  readonly suggestions: readonly { readonly threshold: string; readonly spans: number }[];
}

/** Reply of `GET /api/v1/alarms/bars?name=..`: an alarm's last 60 periods against its own past. */
export interface AlarmBarsReply {
  /** Start of the first period. */
  readonly from: string;
  readonly periodSeconds: number;
  readonly groups: readonly {
    readonly group: Readonly<Record<string, string>>;
    readonly values: readonly (number | null)[];
    readonly usual: readonly (number | null)[];
    readonly bars: readonly (number | null)[];
  }[];
}
