/** Tags of the demo's IAM roles and users: those of a company that grants access by tags. */
import type { IamName } from './aws-world.ts';

const TAGS: Readonly<Record<IamName['kind'], Readonly<Record<string, Record<string, string>>>>> = {
  role: {
    AcmeApi: { team: 'storefront', 'cost-center': '4711' },
    AcmeJobs: { team: 'storefront', 'cost-center': '4711' },
    GlobexAgents: { team: 'agents', 'cost-center': '4720' },
    GlobexSupport: { team: 'support', 'cost-center': '4720' },
    AWSReservedSSO_DataScience_0a1b2c3d4e5f6071: { team: 'data-science', 'cost-center': '4800' },
  },
  user: {
    notebook: { team: 'research', 'cost-center': '4800' },
  },
};

/** Every caller of the demo exists; most have no tags. */
export function demoIdentityTags(
  _account: string,
  { kind, name }: IamName,
): ReadonlyMap<string, string> {
  return new Map(Object.entries(TAGS[kind][name] ?? {}));
}
