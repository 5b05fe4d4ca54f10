/** What a guardrail did in a call: whether it stopped it, and the units that it bills. */
import type { AnswerBody } from './answer-body.ts';
import { asList, asObject, at, naturalAt, objectAt, textAt, type JsonObject } from './json.ts';

export interface GuardrailFacts {
  /** True when the answer was withheld; masking lets it through. */
  readonly isBlocked: boolean;
  readonly units: ReadonlyMap<string, number>;
}

/** `automatedReasoningPolicies` counts policies, so it bears no unit and costs nothing. */
const UNIT_NAME = /^[A-Za-z]{1,60}Units$/;
/** Far past what a text of 16 MB can hold; keeps sums exact. */
const UNITS_MAX = 1e9;

const NONE: ReadonlyMap<string, number> = new Map();

/** Reads the traces of Converse and of InvokeModel; a record without one has run no guardrail. */
export function readGuardrail(body: AnswerBody): GuardrailFacts {
  const traces = tracesOf(body);
  const assessments = traces.flatMap(assessmentsOf);
  return {
    isBlocked: isIntervened(body) && !isOnlyMasked(traces, assessments),
    units: assessments.length === 0 ? NONE : sumUnits(assessments),
  };
}

function tracesOf({ parts }: AnswerBody): readonly JsonObject[] {
  const traces: JsonObject[] = [];
  for (const part of parts) {
    for (const key of ['trace', 'amazon-bedrock-trace']) {
      const trace = objectAt(part, key, 'guardrail');
      if (trace) traces.push(trace);
    }
  }
  return traces;
}

/** Assessments stand by guardrail id: one object for the input, a list or an object for outputs. */
function assessmentsOf(trace: JsonObject): readonly JsonObject[] {
  const inputs = [at(trace, 'inputAssessment'), at(trace, 'input')];
  const byId = at(trace, 'outputAssessments');
  const lists = Object.values(asObject(byId) ?? {}).flatMap(asList);
  const outputs = [...asList(byId), ...asList(at(trace, 'outputs'))];
  const holders = [...inputs, ...outputs, ...lists.map((one) => ({ one }))];
  return holders.flatMap((holder) =>
    Object.values(asObject(holder) ?? {})
      .map(asObject)
      .filter((one) => one !== null),
  );
}

function isIntervened({ parts }: AnswerBody): boolean {
  return parts.some((part) => {
    if (textAt(part, 'amazon-bedrock-guardrailAction') === 'INTERVENED') return true;
    const reason = textAt(part, 'stopReason') ?? textAt(part, 'stop_reason');
    return reason === 'guardrail_intervened';
  });
}

/** A call whose answer was only masked ends with the same stop reason as one that was stopped. */
function isOnlyMasked(traces: readonly JsonObject[], assessments: readonly JsonObject[]): boolean {
  const actions = assessments.flatMap(actionsOf);
  if (actions.includes('BLOCKED')) return false;
  const reasons = traces.map((trace) => textAt(trace, 'actionReason') ?? '').join(' ');
  if (/blocked/i.test(reasons)) return false;
  return actions.includes('ANONYMIZED') || /masked/i.test(reasons);
}

/** Actions of all policies of an assessment: `{policy: {filters|topics|...: [{action}]}}`. */
function actionsOf(assessment: JsonObject): readonly string[] {
  return Object.values(assessment).flatMap((policy) =>
    Object.values(asObject(policy) ?? {}).flatMap((items) =>
      asList(items).flatMap((item) => textAt(item, 'action') ?? []),
    ),
  );
}

function sumUnits(assessments: readonly JsonObject[]): ReadonlyMap<string, number> {
  const units = new Map<string, number>();
  for (const assessment of assessments) {
    const usage = objectAt(assessment, 'invocationMetrics', 'usage') ?? {};
    for (const name of Object.keys(usage)) {
      const count = naturalAt(usage, name) ?? 0;
      if (count === 0 || count > UNITS_MAX || !UNIT_NAME.test(name)) continue;
      units.set(name, (units.get(name) ?? 0) + count);
    }
  }
  return units;
}
