/** Reads what an account has in Bedrock: profiles, bought capacity, own models, jobs; with tags. */
import {
  GetImportedModelCommand,
  ListTagsForResourceCommand,
  type BedrockClient,
} from '@aws-sdk/client-bedrock';
import pLimit from 'p-limit';
import { nameOf, toSourceError } from './aws-error.ts';
import { LISTS, type UntaggedFact } from './bedrock-lists.ts';
import { JOB_KINDS, BEDROCK_KINDS, type ResourceFact, type BedrockKind } from './inventory.ts';
import { tokenPages } from './token-pages.ts';

/** The control plane allows few calls a second. */
const CALLS_AT_ONCE = 4;

export interface InventoryQuestion {
  /** Jobs that were created before are not asked for. */
  readonly jobsSinceMs: number;
  /** What is known already: of a job that has ended nothing changes, not even its tags. */
  readonly known: ReadonlyMap<string, ResourceFact>;
}

export interface InventoryAnswer {
  /** Kinds whose whole list could be read; others were denied, or have only their younger part. */
  readonly complete: readonly BedrockKind[];
  /** Sorted by ARN. */
  readonly facts: readonly ResourceFact[];
}

/**
 * All that the client's account and Region has.
 *
 * @throws SourceError; but what may not be listed, other than profiles, is only left out.
 */
export async function readInventory(
  client: BedrockClient,
  question: InventoryQuestion,
): Promise<InventoryAnswer> {
  try {
    const complete: BedrockKind[] = [];
    const found: UntaggedFact[] = [];
    for (const kind of BEDROCK_KINDS) {
      const facts = await listAllowed(client, kind, question.jobsSinceMs);
      if (!facts) continue;
      if (!JOB_KINDS.has(kind)) complete.push(kind);
      found.push(...facts.filter(({ arn }) => arn !== ''));
    }
    const limit = pLimit(CALLS_AT_ONCE);
    const known = (arn: string): ResourceFact | undefined => question.known.get(arn);
    const facts = await Promise.all(
      found.map((fact) => limit(() => completed(client, fact, known(fact.arn)))),
    );
    return { complete, facts: facts.sort((a, b) => (a.arn < b.arn ? -1 : 1)) };
  } catch (error) {
    throw toSourceError(error, 'read the inventory of Bedrock');
  }
}

/** Few accounts have anything but profiles: who may not list the rest still gets those. */
async function listAllowed(
  client: BedrockClient,
  kind: BedrockKind,
  sinceMs: number,
): Promise<readonly UntaggedFact[] | null> {
  try {
    const facts: UntaggedFact[] = [];
    const ask = ({ token }: { readonly token?: string }) =>
      LISTS[kind](client, { sinceMs, ...(token && { nextToken: token }) });
    for await (const page of tokenPages(ask, (reply) => reply.nextToken)) facts.push(...page.facts);
    return facts;
  } catch (error) {
    if (kind !== 'applicationProfile' && isLeftOut(error)) return null;
    throw error;
  }
}

/** Denied, or unknown to this Region: the lists are not everywhere. */
function isLeftOut(error: unknown): boolean {
  const { code } = toSourceError(error, 'list');
  return code === 'denied' || code === 'notFound' || UNKNOWN_HERE.has(nameOf(error));
}

const UNKNOWN_HERE = new Set(['UnknownOperationException', 'ValidationException']);

/** A fact with what its list does not tell. */
async function completed(
  client: BedrockClient,
  fact: UntaggedFact,
  known: ResourceFact | undefined,
): Promise<ResourceFact> {
  const isEnded = fact.endedAtMs !== null && fact.endedAtMs === known?.endedAtMs;
  const tags = isEnded ? known.tags : await readTags(client, fact.arn);
  if (fact.kind !== 'importedModel') return { ...fact, tags };
  // Settled by the import, so that it is asked for once.
  const isKnown = known && known.units !== null && known.unitsVersion !== null;
  return { ...fact, tags, ...(isKnown ? unitsOf(known) : await readUnits(client, fact.arn)) };
}

type Units = Pick<ResourceFact, 'units' | 'unitsVersion'>;

function unitsOf({ units, unitsVersion }: ResourceFact): Units {
  return { units, unitsVersion };
}

async function readTags(client: BedrockClient, arn: string): Promise<ReadonlyMap<string, string>> {
  try {
    const reply = await client.send(new ListTagsForResourceCommand({ resourceARN: arn }));
    return new Map((reply.tags ?? []).map(({ key, value }) => [key ?? '', value ?? '']));
  } catch (error) {
    if (nameOf(error) !== 'ResourceNotFoundException') throw error;
    return new Map(); // Deleted since it was listed.
  }
}

/** Custom model units that one copy of an imported model takes; null where that is not told. */
async function readUnits(client: BedrockClient, modelIdentifier: string): Promise<Units> {
  try {
    const reply = await client.send(new GetImportedModelCommand({ modelIdentifier }));
    const { customModelUnits } = reply;
    return {
      units: customModelUnits?.customModelUnitsPerModelCopy ?? null,
      unitsVersion: customModelUnits?.customModelUnitsVersion ?? null,
    };
  } catch (error) {
    if (isLeftOut(error)) return { units: null, unitsVersion: null };
    throw error;
  }
}
