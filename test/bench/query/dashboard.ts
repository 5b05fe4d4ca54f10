/** Every question that the page asks, over ranges and zones, from its address to its bytes. */
import { isoTime } from '../../../shared/window.ts';
import type { Store } from '../../../server/store/store.ts';
import { addressOf, askedShapes, scopeAt } from './asked.ts';
import { monthApi, type Ask } from './month-api.ts';

const FROM = ['now-1h', 'now-6h', 'now-24h', 'now-7d', 'now-30d', 'now-90d'] as const;
/** By the hour, in summer time too, and off the hour. */
const ZONES = ['UTC', 'Europe/Berlin', 'Asia/Kathmandu'] as const;
/** Answered beside the questions, by what holds no calls. */
const ELSEWHERE = /^\/api\/v1\/(events|attribution\/rules|channels|deliveries|journal|silences)/;

export interface PageQuestion {
  readonly address: string;
  readonly from: string;
  readonly timeZone: string;
}

/** @param part of them: 1 for all, 20 for every twentieth. */
export function pageQuestions(part = 1): readonly PageQuestion[] {
  const shapes = askedShapes().filter((shape) => !ELSEWHERE.test(shape));
  const ranges = ZONES.flatMap((timeZone) => FROM.map((from) => ({ from, timeZone })));
  // By address: some questions look back by a span of their own.
  const found = new Map<string, PageQuestion>();
  for (const range of ranges) {
    const scope = scopeAt(range);
    const addresses = shapes.map((shape) => addressOf(shape, scope));
    for (const address of addresses) found.set(address, { address, ...range });
  }
  return [...found.values()].filter((_, index) => index % part === 0);
}

export interface Asked extends PageQuestion {
  readonly status: number;
  readonly bytes: number;
  /** CPU time of this process, and the time that went by, of each turn. */
  readonly cpuMs: readonly number[];
  readonly wallMs: readonly number[];
}

/** Asks each question some times, the first of which does not count. */
export async function askAll(
  store: Store,
  questions: readonly PageQuestion[],
  times: number,
): Promise<readonly Asked[]> {
  const ask = monthApi(store);
  const asked: Asked[] = [];
  for (const question of questions) asked.push(await askOne(ask, question, times));
  return asked;
}

async function askOne(ask: Ask, question: PageQuestion, times: number): Promise<Asked> {
  const { status, body } = await ask(question.address);
  const cpuMs: number[] = [];
  const wallMs: number[] = [];
  for (let turn = 0; turn < times; turn += 1) {
    const startMs = performance.now();
    const before = process.cpuUsage();
    await ask(question.address);
    const { user, system } = process.cpuUsage(before);
    wallMs.push(performance.now() - startMs);
    cpuMs.push((user + system) / 1000);
  }
  return { ...question, status, bytes: body.length, cpuMs, wallMs };
}

/** A question in few words: its route, metrics, groups and range. */
export function wordsOf({ address, from, timeZone }: PageQuestion): string {
  const { pathname, searchParams } = new URL(address, 'http://page');
  const [first, ...more] = searchParams.getAll('metric');
  const parts = [
    pathname.replace('/api/v1/', ''),
    first && (more.length > 0 ? `${first} +${more.length}` : first),
    searchParams.get('groupBy') && `by ${searchParams.get('groupBy')}`,
    searchParams.get('filter') && `of ${searchParams.get('filter')?.slice(0, 24)}`,
    searchParams.get('step') && `step ${searchParams.get('step')}`,
    searchParams.get('from') === isoTime(scopeAt({ from, timeZone }).previous.startMs) && 'before',
    from,
    timeZone,
  ];
  return parts.filter((part) => part).join(', ');
}
