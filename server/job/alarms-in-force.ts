/** Alarms of the config and those that people made on the page: one list, checked by one parser. */
import { parseAlarmRule, type AlarmRule, type AlarmRuleProblem } from '../alarm/alarm-rule.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Store } from '../store/store.ts';

/** All alarms that are evaluated; where two have one name, that of the config is meant. */
export function alarmsInForce(
  ofConfig: readonly AlarmRule[],
  store: Pick<Store, 'notices'>,
): readonly AlarmRule[] {
  const names = new Set(ofConfig.map(({ name }) => name));
  const ofPage = store.notices.pageAlarms().flatMap(({ text }) => {
    const rule = parseAlarmRule(text);
    return rule.ok && !names.has(rule.value.name) ? [rule.value] : [];
  });
  return [...ofConfig, ...ofPage];
}

export interface AlarmChange {
  /** As it would stand in the config. */
  readonly text: unknown;
  readonly by: string;
  /** Whether an alarm of this name is to be there already. */
  readonly kind: 'create' | 'update';
}

interface Parts {
  readonly store: Store;
  /** Alarms of the config, which only the config changes. */
  readonly ofConfig: readonly AlarmRule[];
  readonly nowMs: number;
}

/** Why an alarm is not changed: `conflict` with what is there, `notFound`, or a wrong rule. */
export type ChangeProblem = AlarmRuleProblem & {
  readonly code: 'wrong' | 'ofConfig' | 'exists' | 'notFound';
};

/** Reads an alarm that is not trusted, by the parser of the config. Never throws. */
export function readAlarmText(text: unknown): Result<AlarmRule, AlarmRuleProblem> {
  return parseAlarmRule(text);
}

/** Writes an alarm of the page, and who did it. @throws StoreError */
export function saveAlarm(change: AlarmChange, parts: Parts): Result<AlarmRule, ChangeProblem> {
  const { store, ofConfig, nowMs } = parts;
  const { text, by, kind } = change;
  const rule = parseAlarmRule(text);
  if (!rule.ok) return err({ ...rule.problem, code: 'wrong' });
  const { name } = rule.value;
  const isThere = store.notices.pageAlarms().some((one) => one.name === name);
  if (ofConfig.some((one) => one.name === name)) return err(ofConfigProblem(name));
  if (kind === 'create' && isThere) {
    return err({ code: 'exists', path: 'name', message: `there is an alarm ${name} already` });
  }
  if (kind === 'update' && !isThere) return err(notFound(name));
  const action = kind === 'create' ? 'createAlarm' : 'updateAlarm';
  const detail = JSON.stringify(text);
  store.notices.savePageAlarm({ name, text }, { atMs: nowMs, by, action, subject: name, detail });
  return ok(rule.value);
}

/** Ends an alarm of the page: it is evaluated no more. @throws StoreError */
export function deleteAlarm(
  { name, by }: { readonly name: string; readonly by: string },
  { store, ofConfig, nowMs }: Parts,
): Result<string, ChangeProblem> {
  if (ofConfig.some((one) => one.name === name)) return err(ofConfigProblem(name));
  const found = store.notices.pageAlarms().find((one) => one.name === name);
  if (!found) return err(notFound(name));
  const detail = JSON.stringify(found.text);
  const note = { atMs: nowMs, by, action: 'deleteAlarm', subject: name, detail } as const;
  store.notices.removePageAlarm(name, note);
  return ok(name);
}

function ofConfigProblem(name: string): ChangeProblem {
  const message = `${name} stands in the config: change it there, and start again`;
  return { code: 'ofConfig', path: 'name', message };
}

function notFound(name: string): ChangeProblem {
  return { code: 'notFound', path: 'name', message: `there is no alarm ${name} made on the page` };
}
