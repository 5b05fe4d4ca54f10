/** Facts of tenants from the config, or from the table that it names. */
import { z } from 'zod';
import { indexOfCycle, type TenantFact } from '../../shared/tenants.ts';
import { parseLookupTable, type LookupTable } from '../attribute/lookup-table.ts';
import type { ReadText } from './read-text.ts';
import type { Problem, Report } from './yaml-text.ts';

const text = z.string().min(1).max(256);

/** A tenant as people write it. */
export const TenantText = z.strictObject({
  tenant: text.describe('Id as attribution gives it, or as others name it as parent.'),
  name: text.optional(),
  parent: text.optional().describe('Team or business unit that it belongs to.'),
  owner: text.optional(),
  budgetOwner: text.optional(),
  contact: text.optional(),
});

interface TenantSettings {
  readonly tenants: readonly z.output<typeof TenantText>[];
  readonly tenantsFile?: string | undefined;
}

const COLUMNS = ['name', 'parent', 'owner', 'budgetOwner', 'contact'] as const;

/** Facts of tenants; with a mistake in them it is told. */
export function toTenants(
  { tenants, tenantsFile }: TenantSettings,
  readText: ReadText,
  { report, add }: { readonly report: Report; readonly add: (problems: Problem[]) => void },
): readonly TenantFact[] {
  if (tenantsFile === undefined) return checked(tenants.map(toFact), report);
  if (tenants.length > 0) {
    report(['tenantsFile'], 'tenants stand in the config or in a file of their own, not in both');
    return [];
  }
  const content = readText(tenantsFile);
  if (!content.ok) {
    report(['tenantsFile'], content.problem);
    return [];
  }
  const table = parseLookupTable(content.value, 'tenant');
  if (!table.ok) {
    add([{ file: tenantsFile, path: '', ...table.problem }]);
    return [];
  }
  const facts = factsOf(table.value);
  const index = indexOfCycle(facts);
  if (index >= 0) report(['tenantsFile'], aboveItself(facts[index]?.tenant ?? ''));
  return index < 0 ? facts : [];
}

function toFact(told: z.output<typeof TenantText>): TenantFact {
  const { tenant, name, parent, owner, budgetOwner, contact } = told;
  return {
    tenant,
    name: name ?? null,
    parent: parent ?? null,
    owner: owner ?? null,
    budgetOwner: budgetOwner ?? null,
    contact: contact ?? null,
  };
}

function checked(facts: readonly TenantFact[], report: Report): readonly TenantFact[] {
  const seen = new Set<string>();
  for (const [index, { tenant }] of facts.entries()) {
    if (seen.has(tenant)) report(['tenants', index, 'tenant'], 'stands twice');
    seen.add(tenant);
  }
  const index = indexOfCycle(facts);
  if (index >= 0) report(['tenants', index, 'parent'], aboveItself(facts[index]?.tenant ?? ''));
  return facts;
}

function aboveItself(tenant: string): string {
  return `${tenant} would stand above itself`;
}

/** Columns that are not there, and empty cells, say nothing. */
function factsOf({ columns, rows }: LookupTable): readonly TenantFact[] {
  return [...rows].map(([tenant, cells]) => {
    const [name, parent, owner, budgetOwner, contact] = COLUMNS.map((column) => {
      const cell = cells[columns.indexOf(column)] ?? '';
      return cell === '' ? null : cell;
    });
    return toFact({
      tenant,
      ...(name && { name }),
      ...(parent && { parent }),
      ...(owner && { owner }),
      ...(budgetOwner && { budgetOwner }),
      ...(contact && { contact }),
    });
  });
}
