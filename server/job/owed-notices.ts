/** What is owed to channels for a transition: who drove it, where to read on, one message each. */
import type { AlarmTransition } from '../alarm/evaluate-alarm.ts';
import { noticesFor, type NoticeSubject } from '../alarm/notices.ts';
import { outboxEntryOf, type OutboxEntry } from '../notify/outbox.ts';
import type { PriceBook } from '../price/price-book.ts';
import type { Store } from '../store/store.ts';
import { alarmDrivers } from './alarm-drivers.ts';

/** Who is told, and what their messages are made from. */
export interface NoticeContext {
  readonly store: Store;
  readonly book: PriceBook;
  /** Receivers that are told of everything. */
  readonly endpoints: readonly { readonly id: string }[];
  /** Where the page of this instance is, for links in messages. */
  readonly pageUrl: string;
  readonly nowMs: number;
}

/** @returns none when nobody is to be told. */
export function owedFor(
  transition: AlarmTransition,
  told: Pick<NoticeSubject, 'rule' | 'group' | 'composite'>,
  context: NoticeContext,
): readonly OutboxEntry[] {
  if (transition.notice === null) return [];
  const links = { alarms: new URL('/?view=alarms', context.pageUrl).href };
  const isComposite = told.composite !== undefined;
  const contributors = isComposite ? [] : alarmDrivers(told, transition.window, context);
  const notices = noticesFor(transition, { ...told, links, contributors }, context.endpoints);
  return notices.map((notice) => outboxEntryOf(notice, context.nowMs));
}
