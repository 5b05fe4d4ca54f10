/** The bodies of one call as its log record carries them. */
import type { JsonObject } from './json-params.ts';

export interface CallBodies {
  readonly input: JsonObject;
  /** Null when the answer does not stand in the record. */
  readonly output: JsonObject | readonly JsonObject[] | null;
  readonly video?: JsonObject;
}
