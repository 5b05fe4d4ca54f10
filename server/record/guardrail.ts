/** What a guardrail did in a call: whether it stopped it, and the units that it bills. */
import type { AnswerBody } from './answer-body.ts';
import { asList, asObject, at, numberAt, objectAt, textAt, type JsonObject } from './json.ts';

export interface GuardrailFacts {
  /** True when the answer was withheld; masking lets it through. */
  readonly isBlocked: boolean;
  readonly units: ReadonlyMap<string, number>;
}

const UNIT_NAME = /^[A-Za-z]{1,60}Units$/;

/** Reads the traces of Converse and of InvokeModel; a record without one has run no guardrail. */
export function readGuardrail(body: AnswerBody): GuardrailFacts {
  const traces = body.parts.flatMap((part) => [
    objectAt(part, 'trace', 'guardrail') ?? [],
    objectAt(part, 'amazon-bedrock-trace', 'guardrail') ?? [],
  ]);
  const assessments = traces.flat().flatMap(assessmentsOf);
  return { isBlocked: isBlocked(body, assessments), units: sumUnits(assessments) };
}

/** Assessments stand by guardrail id: one object for the input, a list or an object for outputs. */
function assessmentsOf(trace: JsonObject): readonly JsonObject[] {
  const inputs = [objectAt(trace, 'inputAssessment'), objectAt(trace, 'input')];
  const byId = at(trace, 'outputAssessments');
  const outputs = [
    ...asList(byId),
    ...Object.values(asObject(byId) ?? {})
      .flatMap(asList)
      .map((one) => ({ one })),
    ...asList(at(trace, 'outputs')),
  ];
  return [...inputs, ...outputs].flatMap((holder) =>
    Object.values(asObject(holder) ?? {})
      .map(asObject)
      .filter((one) => one !== null),
  );
}

function isBlocked(body: AnswerBody, assessments: readonly JsonObject[]): boolean {
  const has = (key: string, value: string): boolean =>
    body.parts.some((part) => textAt(part, key) === value);
  const intervened =
    has('amazon-bedrock-guardrailAction', 'INTERVENED') ||
    has('stopReason', 'guardrail_intervened') ||
    has('stop_reason', 'guardrail_intervened');
  if (!intervened) return false;
  const actions = assessments.flatMap(actionsOf);
  return actions.includes('BLOCKED') || !actions.includes('ANONYMIZED');
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
      const count = numberAt(usage, name);
      if (!UNIT_NAME.test(name) || count === null || !Number.isSafeInteger(count)) continue;
      if (count > 0) units.set(name, (units.get(name) ?? 0) + count);
    }
  }
  return units;
}
