/** The files for running Outcrop elsewhere ask for what the house needs, and for no more. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments, type ScalarTag } from 'yaml';
import { parseConfig } from '../../server/config/parse-config.ts';
import { metricsText } from '../../server/api/metrics-text.ts';
import { ROUTES } from '../../server/api/route-access.ts';
import { usageFamilies } from '../../server/api/usage-families.ts';
import { statusReply } from '../../server/api/status-reply.ts';
import { readPolicy, type IamPolicy } from '../../server/source/iam-policy.ts';
import { appParts } from '../api/rig.ts';
import { call, HAND_BOOK, storeOf } from '../query/ask.ts';
import { ROOT } from './sources.ts';

const read = (name: string): string => readFileSync(path.join(ROOT, 'docs/deploy', name), 'utf8');

/** CloudFormation's short functions, read as their text. */
const FUNCTIONS = ['!Ref', '!Sub', '!GetAtt'].map((tag): ScalarTag => ({
  tag,
  resolve: (text: string) => `${tag} ${text}`,
}));

/** Every action of an account with all that is read by default. */
function neededActions(): readonly string[] {
  const text = `
accounts:
  - id: "111122223333"
    regions: [us-east-1]
    cloudWatchLogs: {logGroup: /bedrock/invocations, largeDataBucket: logs}
    s3: {bucket: logs, region: us-east-1}`;
  const config = parseConfig(text, {});
  const [account] = config.ok ? config.value.accounts : [];
  if (!account) throw new Error('the account is not read');
  return actionsOf(readPolicy(account, null));
}

function actionsOf({ Statement }: Pick<IamPolicy, 'Statement'>): readonly string[] {
  return [...new Set(Statement.flatMap(({ Action }) => Action))].toSorted(compare);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

interface Template {
  readonly Resources: Readonly<
    Record<string, { readonly Properties: { readonly Policies?: readonly Policy[] } }>
  >;
}
interface Policy {
  readonly PolicyDocument: Pick<IamPolicy, 'Statement'>;
}

describe('the role for reading', () => {
  test('of CloudFormation allows what is read, and nothing else', () => {
    // The guarantee: what the file holds is what the next lines look at.
    const template = parse(read('cloudformation.yaml'), { customTags: FUNCTIONS }) as Template;
    const [policy] = template.Resources['ReaderRole']?.Properties.Policies ?? [];
    expect(policy && actionsOf(policy.PolicyDocument)).toEqual(neededActions());
  });

  test('of Terraform allows what is read, and nothing else', () => {
    const [, document = ''] =
      /"aws_iam_policy_document" "reader" \{([\s\S]*?)\n\}/.exec(read('terraform/main.tf')) ?? [];
    const actions = [...document.matchAll(/"([a-z0-9]+:[A-Z][A-Za-z]+)"/g)].map(
      ([, one = '']) => one,
    );
    expect([...new Set(actions)].toSorted(compare)).toEqual(neededActions());
  });
});

interface Pod {
  readonly kind: string;
  readonly spec: {
    readonly replicas: number;
    readonly strategy: { readonly type: string };
    readonly template: { readonly spec: PodSpec };
  };
}
interface PodSpec {
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly containers: readonly {
    readonly livenessProbe: { readonly httpGet: { readonly path: string } };
    readonly readinessProbe: { readonly httpGet: { readonly path: string } };
    readonly securityContext: Readonly<Record<string, unknown>>;
  }[];
}

describe('the manifest of Kubernetes', () => {
  const documents = parseAllDocuments(read('kubernetes.yaml')).map((one) => one.toJS() as Pod);
  const pod = documents.find(({ kind }) => kind === 'Deployment');

  test('runs one writer, which ends before the next begins', () => {
    expect(pod?.spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
  });

  test('C3: gives the process no rights and nothing to write but its data', () => {
    const spec = pod?.spec.template.spec;
    expect(spec?.securityContext).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(spec?.containers[0]?.securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  test('asks routes that there are, which anyone may ask', () => {
    const [container] = pod?.spec.template.spec.containers ?? [];
    const paths = [container?.livenessProbe.httpGet.path, container?.readinessProbe.httpGet.path];
    const open = ROUTES.filter(({ access }) => access === 'anyone').map((one) => one.path);
    expect(open).toEqual(expect.arrayContaining(paths));
  });
});

describe('the container', () => {
  test('C3: is another user than root, with a read-only root in compose', () => {
    expect(read('Dockerfile')).toMatch(/^USER node$/m);
    const compose = parse(read('compose.yaml')) as {
      readonly services: { readonly outcrop: Readonly<Record<string, unknown>> };
    };
    expect(compose.services.outcrop).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      ports: ['127.0.0.1:4680:4680'],
    });
  });
});

describe('the unit of systemd', () => {
  test('reloads by the signal that the server takes, and stops within its time', () => {
    const unit = read('outcrop.service');
    expect(unit).toContain('ExecReload=/bin/kill -HUP $MAINPID');
    expect(unit).toMatch(/^TimeoutStopSec=15$/m);
    expect(unit).toMatch(/^ProtectSystem=strict$/m);
  });
});

interface Dashboard {
  readonly panels: readonly { readonly targets: readonly { readonly expr: string }[] }[];
}

describe('the dashboard of Grafana', () => {
  test('asks for metrics that there are', () => {
    const store = storeOf([call(1, 0)]);
    const parts = appParts({ store });
    const usage = usageFamilies({ nowMs: parts.nowMs(), timeZone: 'UTC' }, store, HAND_BOOK);
    const text = metricsText(statusReply(parts), usage);
    const told = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name);
    const dashboard = JSON.parse(read('grafana.json')) as Dashboard;
    const asked = dashboard.panels.flatMap(({ targets }) =>
      targets.flatMap(({ expr }) => expr.match(/\b(outcrop|gen_ai_client)_\w+/g) ?? []),
    );
    expect(asked.length).toBeGreaterThan(9);
    // Families of which a store without sources knows nothing have no line.
    const silent = [
      'outcrop_source_lag_seconds',
      'outcrop_source_up',
      'outcrop_log_coverage_ratio',
    ];
    const names = [...new Set(asked.map((name) => name.replace(/_(bucket|sum|count)$/, '')))];
    expect(names.filter((name) => !told.includes(name) && !silent.includes(name))).toEqual([]);
  });
});
