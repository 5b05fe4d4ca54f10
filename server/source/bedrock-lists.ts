/** The lists of Bedrock's control plane, each of their rows as one fact without tags. */
import {
  ListCustomModelDeploymentsCommand,
  ListCustomModelsCommand,
  ListImportedModelsCommand,
  ListInferenceProfilesCommand,
  ListModelCustomizationJobsCommand,
  ListModelImportJobsCommand,
  ListModelInvocationJobsCommand,
  ListProvisionedModelThroughputsCommand,
  type BedrockClient,
  type ModelInvocationJobSummary,
  type ProvisionedModelSummary,
} from '@aws-sdk/client-bedrock';
import type { JobRecords, ResourceFact, BedrockKind } from './inventory.ts';

export type UntaggedFact = Omit<ResourceFact, 'tags'>;

/** One page of a list. */
export interface FactPage {
  readonly facts: readonly UntaggedFact[];
  readonly nextToken: string | undefined;
}

/** What a page is asked by: the token of the last one, and how old a job may be. */
export interface ListQuestion {
  readonly nextToken?: string;
  readonly sinceMs: number;
}

export type ListPage = (client: BedrockClient, question: ListQuestion) => Promise<FactPage>;

/** How each kind is listed. */
export const LISTS: Readonly<Record<BedrockKind, ListPage>> = {
  applicationProfile: listProfiles,
  provisionedModel: listProvisioned,
  customModel: listCustomModels,
  customModelDeployment: listDeployments,
  importedModel: listImported,
  customizationJob: listCustomizationJobs,
  importJob: listImportJobs,
  batchJob: listBatchJobs,
};

async function listProfiles(client: BedrockClient, question: ListQuestion): Promise<FactPage> {
  const input = { typeEquals: 'APPLICATION', ...tokenOf(question) } as const;
  const reply = await client.send(new ListInferenceProfilesCommand(input));
  const facts = (reply.inferenceProfileSummaries ?? []).map((one) =>
    factOf('applicationProfile', {
      arn: one.inferenceProfileArn ?? '',
      name: one.inferenceProfileName ?? '',
      modelArns: (one.models ?? []).flatMap(({ modelArn }) => modelArn ?? []),
      createdAtMs: msOf(one.createdAt),
      updatedAtMs: msOf(one.updatedAt),
    }),
  );
  return { facts, nextToken: reply.nextToken };
}

async function listProvisioned(client: BedrockClient, question: ListQuestion): Promise<FactPage> {
  const command = new ListProvisionedModelThroughputsCommand(tokenOf(question));
  const reply = await client.send(command);
  const facts = (reply.provisionedModelSummaries ?? []).map(provisionedFact);
  return { facts, nextToken: reply.nextToken };
}

function provisionedFact(one: ProvisionedModelSummary): UntaggedFact {
  return factOf('provisionedModel', {
    arn: one.provisionedModelArn ?? '',
    name: one.provisionedModelName ?? '',
    modelArns: some(one.foundationModelArn ?? one.modelArn),
    status: one.status ?? null,
    createdAtMs: msOf(one.creationTime),
    updatedAtMs: msOf(one.lastModifiedTime),
    units: one.modelUnits ?? null,
    commitment: one.commitmentDuration ?? null,
    commitmentEndsAtMs: msOf(one.commitmentExpirationTime),
  });
}

async function listCustomModels(client: BedrockClient, question: ListQuestion): Promise<FactPage> {
  const reply = await client.send(new ListCustomModelsCommand(tokenOf(question)));
  const facts = (reply.modelSummaries ?? []).map((one) =>
    factOf('customModel', {
      arn: one.modelArn ?? '',
      name: one.modelName ?? '',
      modelArns: some(one.baseModelArn),
      status: one.modelStatus ?? null,
      createdAtMs: msOf(one.creationTime),
    }),
  );
  return { facts, nextToken: reply.nextToken };
}

async function listDeployments(client: BedrockClient, question: ListQuestion): Promise<FactPage> {
  const reply = await client.send(new ListCustomModelDeploymentsCommand(tokenOf(question)));
  const facts = (reply.modelDeploymentSummaries ?? []).map((one) =>
    factOf('customModelDeployment', {
      arn: one.customModelDeploymentArn ?? '',
      name: one.customModelDeploymentName ?? '',
      modelArns: some(one.modelArn),
      status: one.status ?? null,
      createdAtMs: msOf(one.createdAt),
      updatedAtMs: msOf(one.lastUpdatedAt),
    }),
  );
  return { facts, nextToken: reply.nextToken };
}

async function listImported(client: BedrockClient, question: ListQuestion): Promise<FactPage> {
  const reply = await client.send(new ListImportedModelsCommand(tokenOf(question)));
  const facts = (reply.modelSummaries ?? []).map((one) =>
    factOf('importedModel', {
      arn: one.modelArn ?? '',
      name: one.modelName ?? '',
      createdAtMs: msOf(one.creationTime),
    }),
  );
  return { facts, nextToken: reply.nextToken };
}

async function listCustomizationJobs(
  client: BedrockClient,
  question: ListQuestion,
): Promise<FactPage> {
  const input = { ...tokenOf(question), creationTimeAfter: new Date(question.sinceMs) };
  const reply = await client.send(new ListModelCustomizationJobsCommand(input));
  const facts = (reply.modelCustomizationJobSummaries ?? []).map((one) =>
    factOf('customizationJob', {
      arn: one.jobArn ?? '',
      name: one.jobName ?? '',
      modelArns: some(one.baseModelArn),
      status: one.status ?? null,
      createdAtMs: msOf(one.creationTime),
      updatedAtMs: msOf(one.lastModifiedTime),
      endedAtMs: msOf(one.endTime),
    }),
  );
  return { facts, nextToken: reply.nextToken };
}

async function listImportJobs(client: BedrockClient, question: ListQuestion): Promise<FactPage> {
  const input = { ...tokenOf(question), creationTimeAfter: new Date(question.sinceMs) };
  const reply = await client.send(new ListModelImportJobsCommand(input));
  const facts = (reply.modelImportJobSummaries ?? []).map((one) =>
    factOf('importJob', {
      arn: one.jobArn ?? '',
      name: one.jobName ?? '',
      modelArns: some(one.importedModelArn),
      status: one.status ?? null,
      createdAtMs: msOf(one.creationTime),
      updatedAtMs: msOf(one.lastModifiedTime),
      endedAtMs: msOf(one.endTime),
    }),
  );
  return { facts, nextToken: reply.nextToken };
}

async function listBatchJobs(client: BedrockClient, question: ListQuestion): Promise<FactPage> {
  const input = { ...tokenOf(question), submitTimeAfter: new Date(question.sinceMs) };
  const reply = await client.send(new ListModelInvocationJobsCommand(input));
  const facts = (reply.invocationJobSummaries ?? []).map((one) =>
    factOf('batchJob', {
      arn: one.jobArn ?? '',
      name: one.jobName ?? '',
      modelArns: some(one.modelId),
      status: one.status ?? null,
      createdAtMs: msOf(one.submitTime),
      updatedAtMs: msOf(one.lastModifiedTime),
      endedAtMs: msOf(one.endTime),
      records: recordsOf(one),
      outputUri: one.outputDataConfig?.s3OutputDataConfig?.s3Uri ?? null,
    }),
  );
  return { facts, nextToken: reply.nextToken };
}

function recordsOf(job: ModelInvocationJobSummary): JobRecords | null {
  const { totalRecordCount, processedRecordCount, successRecordCount, errorRecordCount } = job;
  if (totalRecordCount === undefined) return null;
  return {
    total: totalRecordCount,
    processed: processedRecordCount ?? 0,
    succeeded: successRecordCount ?? 0,
    failed: errorRecordCount ?? 0,
  };
}

type Known = Partial<UntaggedFact> & Pick<UntaggedFact, 'arn' | 'name'>;

function factOf(kind: BedrockKind, known: Known): UntaggedFact {
  return { kind, ...NOTHING_KNOWN, ...known };
}

const NOTHING_KNOWN = {
  modelArns: [],
  status: null,
  createdAtMs: null,
  updatedAtMs: null,
  endedAtMs: null,
  units: null,
  unitsVersion: null,
  commitment: null,
  commitmentEndsAtMs: null,
  records: null,
  outputUri: null,
};

function tokenOf({ nextToken }: ListQuestion): { readonly nextToken?: string } {
  return nextToken === undefined ? {} : { nextToken };
}

function msOf(date: Date | undefined): number | null {
  return date === undefined ? null : date.getTime();
}

function some(arn: string | undefined): readonly string[] {
  return arn ? [arn] : [];
}
