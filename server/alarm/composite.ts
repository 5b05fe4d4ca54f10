/** Alarms over alarms: AND, OR and NOT over how others stand, as CloudWatch writes them. */
import { err, ok, type Result } from '../../shared/result.ts';
import type { AlarmStateName } from './evaluate-points.ts';

/** A condition over the states of other alarms, by name. */
export type Expression =
  | { readonly kind: 'state'; readonly state: AlarmStateName; readonly alarm: string }
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression };

export interface ExpressionProblem {
  readonly message: string;
  /** Where in the text, from 0. */
  readonly index: number;
}

const ELEMENTS_MAX = 500;
const CHILDREN_MAX = 100;
const DEPTH_MAX = 50;
const TOKEN =
  /\s*(?:(AND|OR|NOT|TRUE|FALSE|ALARM|OK|INSUFFICIENT_DATA)\b|([()])|"((?:[^"\\]|\\.)*)")/y;

interface Token {
  readonly text: string;
  /** The name between quotes; null for all else. */
  readonly name: string | null;
  readonly index: number;
}

/**
 * Reads a condition such as `ALARM("Throttle rate") AND NOT (ALARM("Maintenance") OR OK("Lag"))`.
 *
 * NOT binds closest, then AND, then OR. Names stand in double quotes, `\"` and `\\` within.
 *
 * @returns the condition, or what is wrong and where. Never throws.
 * @source "Create a composite alarm" in the CloudWatch User Guide, with its limits.
 */
export function parseExpression(text: string): Result<Expression, ExpressionProblem> {
  const tokens = tokensOf(text);
  if (!tokens.ok) return tokens;
  if (tokens.value.length > ELEMENTS_MAX) {
    return err({ message: `has more than ${ELEMENTS_MAX} elements`, index: 0 });
  }
  const reader = new Reader(tokens.value, text.length);
  const expression = reader.either(0);
  if (!expression.ok) return expression;
  const rest = reader.next();
  if (rest) return err({ message: `expected AND or OR, not ${rest.text}`, index: rest.index });
  if (new Set(childrenOf(expression.value)).size > CHILDREN_MAX) {
    return err({ message: `names more than ${CHILDREN_MAX} alarms`, index: 0 });
  }
  return expression;
}

function tokensOf(text: string): Result<readonly Token[], ExpressionProblem> {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  while (text.slice(pattern.lastIndex).trim() !== '') {
    const fromIndex = pattern.lastIndex;
    const match = pattern.exec(text);
    const index = fromIndex + (/\S/.exec(text.slice(fromIndex))?.index ?? 0);
    if (!match) return err({ message: 'expected a state, a name in double quotes or (', index });
    const [, word, paren, name] = match;
    const isName = name !== undefined;
    tokens.push({
      text: word ?? paren ?? `"${name}"`,
      name: isName ? name.replaceAll(/\\(.)/g, '$1') : null,
      index,
    });
  }
  return ok(tokens);
}

type Parsed = Result<Expression, ExpressionProblem>;

/** Reads tokens from left to right. */
class Reader {
  readonly #tokens: readonly Token[];
  readonly #endIndex: number;
  #at = 0;

  constructor(tokens: readonly Token[], endIndex: number) {
    this.#tokens = tokens;
    this.#endIndex = endIndex;
  }

  next(): Token | null {
    return this.#tokens[this.#at] ?? null;
  }

  either(depth: number): Parsed {
    return this.#chain('OR', 'or', () => this.#chain('AND', 'and', () => this.#unary(depth)));
  }

  #chain(word: string, kind: 'and' | 'or', part: () => Parsed): Parsed {
    let left = part();
    while (left.ok && this.#takes(word)) {
      const right = part();
      if (!right.ok) return right;
      left = ok({ kind, left: left.value, right: right.value });
    }
    return left;
  }

  #unary(depth: number): Parsed {
    if (depth > DEPTH_MAX) return this.#problem('is nested too deep');
    if (this.#takes('NOT')) {
      const of = this.#unary(depth + 1);
      return of.ok ? ok({ kind: 'not', of: of.value }) : of;
    }
    if (this.#takes('TRUE')) return ok({ kind: 'constant', value: true });
    if (this.#takes('FALSE')) return ok({ kind: 'constant', value: false });
    if (!this.#takes('(')) return this.#state();
    const inner = this.either(depth + 1);
    if (!inner.ok) return inner;
    return this.#takes(')') ? inner : this.#problem('expected )');
  }

  #state(): Parsed {
    for (const state of ['ALARM', 'OK', 'INSUFFICIENT_DATA'] as const) {
      if (!this.#takes(state)) continue;
      if (!this.#takes('(')) return this.#problem(`expected ( after ${state}`);
      const alarm = this.next()?.name ?? null;
      if (alarm === null) return this.#problem('expected a name in double quotes');
      this.#at += 1;
      return this.#takes(')') ? ok({ kind: 'state', state, alarm }) : this.#problem('expected )');
    }
    return this.#problem('expected ALARM("name") or another condition');
  }

  #takes(text: string): boolean {
    const token = this.next();
    if (token?.text !== text || token.name !== null) return false;
    this.#at += 1;
    return true;
  }

  #problem(message: string): Parsed {
    return err({ message, index: this.next()?.index ?? this.#endIndex });
  }
}

/** Names of the alarms that a condition asks, in order, each as often as it stands there. */
export function childrenOf(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'state':
      return [expression.alarm];
    case 'constant':
      return [];
    case 'not':
      return childrenOf(expression.of);
    case 'and':
    case 'or':
      return [...childrenOf(expression.left), ...childrenOf(expression.right)];
  }
}

/**
 * Whether a condition holds.
 *
 * @param stateOf how an alarm stands; INSUFFICIENT_DATA for one that was never evaluated.
 */
export function holds(expression: Expression, stateOf: (alarm: string) => AlarmStateName): boolean {
  switch (expression.kind) {
    case 'state':
      return stateOf(expression.alarm) === expression.state;
    case 'constant':
      return expression.value;
    case 'not':
      return !holds(expression.of, stateOf);
    case 'and':
      return holds(expression.left, stateOf) && holds(expression.right, stateOf);
    case 'or':
      return holds(expression.left, stateOf) || holds(expression.right, stateOf);
  }
}
