/** What rules look at, of a call that is stored: as it was read then, and tags that came since. */
import { NONE, type Dimension } from '../../shared/dimensions.ts';
import type { Tag, TagSource } from '../attribute/attribution.ts';
import type { AttributionInput } from '../attribute/rule-field.ts';
import type { Store } from '../store/store.ts';
import { historyOf } from '../record/inventory-history.ts';
import { parsePrincipal } from '../record/principal.ts';
import type { ProfileFact } from '../source/inventory.ts';

/** The part of a stored call that rules can look at. */
export interface StoredFacts {
  readonly valueOf: (dimension: Dimension) => string;
  readonly tags: readonly Tag[];
}

/** What is known now of profiles and principals, by ARN. */
export interface KnownFacts {
  readonly profiles: ReadonlyMap<string, ProfileFact>;
  readonly principalTags: Pick<ReadonlyMap<string, ReadonlyMap<string, string>>, 'get'>;
}

/**
 * Tags that a call was stored with stay as they were; keys that it did not have come from what is
 * known now. So a tag that is added today reaches the past, and one that is moved does not.
 */
export function inputOfStored({ valueOf, tags }: StoredFacts, known: KnownFacts): AttributionInput {
  const profileName = orNull(valueOf('profile'));
  const arn = valueOf('principal');
  const profile = profileName === null ? null : (known.profiles.get(profileName) ?? null);
  const profileTags = tagsFrom(tags, 'profile', profile?.tags);
  const principalTags = tagsFrom(tags, 'principal', known.principalTags.get(arn));
  const hasProfile = profile !== null || profileTags.size > 0;
  return {
    invocation: {
      accountId: valueOf('account'),
      region: valueOf('region'),
      operation: valueOf('operation'),
      modelReference: { profile: profileName },
      principal: {
        ...parsePrincipal(arn === NONE ? null : arn),
        session: orNull(valueOf('session')),
      },
      requestMetadata: tagsFrom(tags, 'metadata', undefined),
    },
    model: valueOf('model'),
    profile: hasProfile ? { name: profile?.name ?? '', tags: profileTags } : null,
    principalTags: principalTags.size > 0 ? principalTags : null,
  };
}

function orNull(value: string): string | null {
  return value === NONE ? null : value;
}

function tagsFrom(
  tags: readonly Tag[],
  source: TagSource,
  now: ReadonlyMap<string, string> | undefined,
): ReadonlyMap<string, string> {
  const then = tags.filter((tag) => tag.source === source);
  return new Map([...(now ?? []), ...then.map(({ key, value }) => [key, value] as const)]);
}

/** What the store knows at an instant. */
export function knownFacts(store: Pick<Store, 'resources'>, atMs: number): KnownFacts {
  const history = historyOf(store.resources());
  const { profiles } = history.at(atMs);
  const get = (arn: string) => history.principalTags(arn, atMs) ?? undefined;
  return { profiles, principalTags: { get } };
}
