/** What the main thread and its readers of objects say to each other. */
import type { SentRules } from '../attribute/sent-rules.ts';
import type { ResourceVersion } from '../source/inventory.ts';
import type { ObjectProblemCode } from '../source/object-problems.ts';
import type { ObjectToRead } from '../source/source.ts';
import type { RowPart } from './record-reader.ts';
import type { SentBlock } from './sent-block.ts';

/** Parts of an object that a reader sends ahead of being asked for more. */
export const PARTS_AHEAD = 2;

/** A reading context in a form that crosses threads. */
export interface SentContext {
  readonly nowMs: number;
  readonly resources: readonly ResourceVersion[];
  readonly rules: SentRules;
  readonly awaitsBodies: boolean;
}

export type ToReader =
  | { readonly kind: 'context'; readonly contextId: number; readonly context: SentContext }
  | { readonly kind: 'forget'; readonly contextId: number }
  | {
      readonly kind: 'read';
      readonly readId: number;
      readonly contextId: number;
      readonly object: ObjectToRead;
    }
  | { readonly kind: 'more' | 'cancel'; readonly readId: number };

/** How a read failed: by what the object is, or by the disk. */
export type SentFailure =
  | { readonly kind: 'object'; readonly code: ObjectProblemCode; readonly hint: string }
  | { readonly kind: 'other'; readonly code: string; readonly message: string };

/** Blocks of a reader come in the order in which it sends them, whatever they were read for. */
export interface SentPart extends Omit<RowPart, 'block'> {
  readonly block: SentBlock;
}

export type FromReader =
  | { readonly kind: 'part'; readonly readId: number; readonly part: SentPart }
  | { readonly kind: 'end'; readonly readId: number }
  | { readonly kind: 'failed'; readonly readId: number; readonly failure: SentFailure };
