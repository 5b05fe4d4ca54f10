/** Reads what stands behind ARNs that hide their model: profiles and provisioned models. */
import {
  ListInferenceProfilesCommand,
  ListProvisionedModelThroughputsCommand,
  ListTagsForResourceCommand,
  type BedrockClient,
} from '@aws-sdk/client-bedrock';
import pLimit from 'p-limit';
import { nameOf, toSourceError } from './aws-error.ts';
import type { ProfileFact } from './inventory.ts';
import { tokenPages } from './token-pages.ts';

type Untagged = Omit<ProfileFact, 'tags'>;

/** The control plane allows few calls a second. */
const CALLS_AT_ONCE = 4;

/**
 * All application inference profiles and provisioned models of the client's account and Region.
 *
 * @returns facts sorted by ARN.
 * @throws SourceError
 */
export async function readInventory(client: BedrockClient): Promise<readonly ProfileFact[]> {
  try {
    const found = [...(await listProfiles(client)), ...(await listAllowed(client))];
    const limit = pLimit(CALLS_AT_ONCE);
    const facts = found.map((fact) =>
      limit(async () => {
        return { ...fact, tags: await readTags(client, fact.arn) };
      }),
    );
    return (await Promise.all(facts)).sort((a, b) => (a.arn < b.arn ? -1 : 1));
  } catch (error) {
    throw toSourceError(error, 'read the inventory of Bedrock');
  }
}

async function listProfiles(client: BedrockClient): Promise<readonly Untagged[]> {
  const facts: Untagged[] = [];
  const ask = ({ token }: Token) =>
    client.send(
      new ListInferenceProfilesCommand({
        typeEquals: 'APPLICATION',
        ...(token && { nextToken: token }),
      }),
    );
  for await (const page of tokenPages(ask, (reply) => reply.nextToken)) {
    for (const profile of page.inferenceProfileSummaries ?? []) {
      const modelArns = (profile.models ?? []).flatMap(({ modelArn }) => modelArn ?? []);
      const { inferenceProfileArn: arn = '', inferenceProfileName: name = '' } = profile;
      facts.push({ arn, name, modelArns });
    }
  }
  return facts;
}

/** Few accounts have provisioned models: who may not list them still gets the profiles. */
async function listAllowed(client: BedrockClient): Promise<readonly Untagged[]> {
  try {
    return await listProvisioned(client);
  } catch (error) {
    if (toSourceError(error, 'list provisioned models').code !== 'denied') throw error;
    return []; // Their calls show as unpriced, which tells the operator.
  }
}

async function listProvisioned(client: BedrockClient): Promise<readonly Untagged[]> {
  const facts: Untagged[] = [];
  const ask = ({ token }: Token) =>
    client.send(new ListProvisionedModelThroughputsCommand({ ...(token && { nextToken: token }) }));
  for await (const page of tokenPages(ask, (reply) => reply.nextToken)) {
    for (const model of page.provisionedModelSummaries ?? []) {
      const { provisionedModelArn: arn = '', provisionedModelName: name = '' } = model;
      const modelArn = model.foundationModelArn ?? model.modelArn;
      facts.push({ arn, name, modelArns: modelArn ? [modelArn] : [] });
    }
  }
  return facts;
}

interface Token {
  readonly token?: string;
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
