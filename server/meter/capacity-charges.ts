/** Capacity and models as charges by the hour: how many units AWS bills in each, and as what. */
import { matchesPattern } from '../../shared/filter.ts';
import { quantityScaleOf } from '../../shared/usage-dimension.ts';
import { HOUR_MS, MINUTE_MS, type Window } from '../../shared/window.ts';
import type {
  CapacityResource,
  CapacityVersion,
  ReservedCapacity,
  TrainingAmount,
} from './capacity.ts';
import { chargeType, type Charge } from './charge.ts';
import { detailText } from './detail.ts';

/** How many five-minute windows of an hour had a call, by resource and start of the hour. */
export type ActiveWindows = (arn: string, hourMs: number) => number;

export interface ChargeFacts {
  readonly resources: readonly CapacityResource[];
  readonly reserved: readonly ReservedCapacity[];
  readonly training: readonly TrainingAmount[];
  readonly activeWindows: ActiveWindows;
}

/**
 * Lists all charges whose hour begins in a window.
 *
 * @param window both ends lie on an hour.
 * @returns quantities above zero, by hour; the same facts give the same charges, whatever the
 *   window: charges of parts are those of the whole. Never throws.
 */
export function capacityCharges(window: Window, facts: ChargeFacts): readonly Charge[] {
  const charges: Charge[] = [];
  for (let hourMs = window.startMs; hourMs < window.endMs; hourMs += HOUR_MS) {
    for (const resource of facts.resources) charges.push(...chargesOf(resource, hourMs, facts));
    for (const bought of facts.reserved) charges.push(...reservedCharges(bought, hourMs));
  }
  return charges.filter(({ quantity }) => quantity > 0);
}

function chargesOf(resource: CapacityResource, hourMs: number, facts: ChargeFacts) {
  switch (resource.kind) {
    case 'provisionedModel':
      return provisionedCharges(resource, hourMs);
    case 'customModel':
      return storageCharges(resource, hourMs);
    case 'importedModel':
      return [
        ...storageCharges(resource, hourMs),
        ...importedCharges(resource, hourMs, facts.activeWindows(resource.arn, hourMs)),
      ];
    case 'customizationJob':
      return trainingCharges(resource, hourMs, facts.training);
  }
}

/**
 * Model units of provisioned throughput: AWS bills each hour that was begun, counted from its
 * start. An hour that begins at 10:40 counts into the clock hour of 10:00, with all its units.
 */
function provisionedCharges(resource: CapacityResource, hourMs: number): readonly Charge[] {
  const first = resource.versions.find(({ isBilled }) => isBilled);
  if (!first) return [];
  const beginMs = first.fromMs + Math.ceil((hourMs - first.fromMs) / HOUR_MS) * HOUR_MS;
  if (beginMs < first.fromMs || beginMs >= hourMs + HOUR_MS) return [];
  const version = versionAt(resource, beginMs) ?? committedAt(resource, beginMs);
  if (!version?.isBilled) return [];
  const { commitmentEndsAtMs } = version;
  const isOver = commitmentEndsAtMs !== null && beginMs >= commitmentEndsAtMs;
  const detail = `commitment=${isOver ? 'none' : version.commitment}`;
  const axes = { variant: 'provisioned', detail } as const;
  const quantity = unitsIn(version.units, 'model_unit_hours');
  return [chargeOf(resource, hourMs, 'ProvisionedThroughput', { quantity, axes })];
}

/** A commitment is owed to its end, though the resource be gone before. */
function committedAt({ versions }: CapacityResource, atMs: number): CapacityVersion | null {
  const last = versions.at(-1);
  if (!last || last.toMs === null || atMs < last.toMs) return null;
  const endMs = last.commitment === 'none' ? null : last.commitmentEndsAtMs;
  return endMs !== null && atMs < endMs ? last : null;
}

function versionAt({ versions }: CapacityResource, atMs: number): CapacityVersion | null {
  const found = versions.find(
    ({ fromMs, toMs }) => atMs >= fromMs && (toMs === null || atMs < toMs),
  );
  return found ?? null;
}

/** A stored model costs by the month: each hour that it was there for a moment is its part. */
function storageCharges(resource: CapacityResource, hourMs: number): readonly Charge[] {
  const version = resource.versions.find(({ fromMs, toMs, isBilled }) => {
    return isBilled && fromMs < hourMs + HOUR_MS && (toMs === null || toMs > hourMs);
  });
  if (!version) return [];
  const isImported = resource.kind === 'importedModel';
  const part = monthPart(hourMs, quantityScaleOf('model_storage_months'));
  if (!isImported) {
    const axes = { variant: 'custom' } as const;
    const amount = { quantity: { dimension: 'model_storage_months', amount: part }, axes } as const;
    return [chargeOf(resource, hourMs, 'ModelStorage', amount)];
  }
  const stored = unitsIn(version.units, 'custom_model_unit_storage_months', part);
  return [
    chargeOf(resource, hourMs, 'ModelStorage', { quantity: stored, axes: imported(version) }),
  ];
}

/** The hours of a month in UTC share it out so that they add up to the whole of it. */
function monthPart(hourMs: number, whole: number): number {
  const at = new Date(hourMs);
  const startMs = Date.UTC(at.getUTCFullYear(), at.getUTCMonth());
  const hours = (Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1) - startMs) / HOUR_MS;
  const index = Math.floor((hourMs - startMs) / HOUR_MS);
  return Math.floor((whole * (index + 1)) / hours) - Math.floor((whole * index) / hours);
}

const WINDOW_MINUTES = 5;

/** A copy of an imported model is billed by windows of five minutes in which it was called. */
function importedCharges(
  resource: CapacityResource,
  hourMs: number,
  windows: number,
): readonly Charge[] {
  if (windows === 0) return [];
  const version = versionAt(resource, hourMs) ?? resource.versions.at(-1);
  if (!version) return [];
  const minutes = windows * WINDOW_MINUTES * quantityScaleOf('custom_model_unit_minutes');
  const quantity = unitsIn(version.units, 'custom_model_unit_minutes', minutes);
  return [chargeOf(resource, hourMs, 'ImportedModel', { quantity, axes: imported(version) })];
}

/** Each version of custom model units has its own price. */
function imported({ unitsVersion }: CapacityVersion) {
  const version = unitsVersion === null ? null : `v${unitsVersion.replace(/^v/, '')}`;
  return { variant: 'imported', detail: detailText({ version }) } as const;
}

/** Training counts into the hour in which its job was done. */
function trainingCharges(
  resource: CapacityResource,
  hourMs: number,
  training: readonly TrainingAmount[],
): readonly Charge[] {
  const { completedAtMs, arn } = resource;
  if (completedAtMs === null || completedAtMs < hourMs) return [];
  if (completedAtMs >= hourMs + HOUR_MS) return [];
  const told = training.find(({ job }) => matchesPattern(job, arn));
  const quantity = told ? { dimension: told.dimension, amount: told.quantity } : NOT_TOLD;
  return [chargeOf(resource, hourMs, 'ModelTraining', { quantity, axes: { variant: 'custom' } })];
}

/** Reserved capacity, by the part of the hour in which it was there. */
function reservedCharges(bought: ReservedCapacity, hourMs: number): readonly Charge[] {
  const endMs = Math.min(bought.toMs ?? Number.POSITIVE_INFINITY, hourMs + HOUR_MS);
  const coveredMs = endMs - Math.max(bought.fromMs, hourMs);
  if (coveredMs <= 0) return [];
  const { routing, commitment } = bought;
  const axes = { tier: 'reserved', routing, detail: `commitment=${commitment}` } as const;
  const sides = [
    ['reserved_input_1k_tpm_hours', bought.inputKtpm],
    ['reserved_output_1k_tpm_hours', bought.outputKtpm],
  ] as const;
  const place = { ...bought, arn: bought.name };
  return sides.map(([dimension, ktpm]) => {
    const amount = Math.round((ktpm * quantityScaleOf(dimension) * coveredMs) / HOUR_MS);
    return chargeOf(place, hourMs, 'ReservedCapacity', { quantity: { dimension, amount }, axes });
  });
}

type Quantity = {
  readonly dimension: Charge['type']['dimension'];
  readonly amount: number;
};

/** What AWS does not tell is one unmetered thing, which no rate covers: never nothing. */
const NOT_TOLD: Quantity = { dimension: 'unmetered_calls', amount: 1 };

function unitsIn(
  units: number | null,
  dimension: Quantity['dimension'],
  each = quantityScaleOf(dimension) as number,
): Quantity {
  return units === null ? NOT_TOLD : { dimension, amount: units * each };
}

interface ChargedPlace {
  readonly account: string;
  readonly region: string;
  readonly model: string;
  readonly arn: string;
}

function chargeOf(
  place: ChargedPlace,
  hourMs: number,
  operation: Charge['operation'],
  { quantity, axes }: { readonly quantity: Quantity; readonly axes: Partial<Charge['type']> },
): Charge {
  return {
    hourMs,
    account: place.account,
    region: place.region,
    resource: place.arn,
    operation,
    type: chargeType(place, quantity.dimension, axes),
    quantity: quantity.amount,
  };
}

/** The start of the five-minute window, as AWS cuts them from the hour here. */
export const ACTIVE_WINDOW_MS = WINDOW_MINUTES * MINUTE_MS;
