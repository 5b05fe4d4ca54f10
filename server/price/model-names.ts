/** All names of a model: its base id, what AWS calls it in price lists, and other ids of it. */
import models from './bundled/models.json' with { type: 'json' };

interface ModelName {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
}

const MODELS: readonly ModelName[] = models;
const MODEL_OF = new Map(
  MODELS.flatMap((model) => [model.id, model.name, ...model.aliases].map((name) => [name, model])),
);

/**
 * Finds the base model id that a name stands for.
 *
 * @param name base id, another id of the same model, or a display name such as `Claude Sonnet 4.5`.
 * @returns null for a name that the project does not know. Never throws.
 */
export function modelIdOf(name: string): string | null {
  return MODEL_OF.get(name)?.id ?? null;
}

/**
 * Finds the base model id behind a name as price lists and bills spell it.
 *
 * @param name `NovaMicro`, `Claude4.6Sonnet`, `Claude Sonnet 4.6 (Amazon Bedrock Edition)`,
 *   `zai.glm5`: letters and digits count, and nothing else does.
 * @returns null for a name that is unknown, or that two models share. Never throws.
 */
export function modelIdOfBillingName(name: string): string | null {
  const edition = / \(Amazon Bedrock Edition\)$/;
  return MODEL_OF_LETTERS.get(lettersOf(name.replace(edition, ''))) ?? null;
}

const MODEL_OF_LETTERS = modelsByLetters();

function modelsByLetters(): ReadonlyMap<string, string | null> {
  const found = new Map<string, string | null>();
  for (const { id, name, aliases } of MODELS) {
    for (const spelling of [id, name, ...aliases].flatMap(spellingsOf)) {
      const letters = lettersOf(spelling);
      const known = found.get(letters);
      found.set(letters, known === undefined || known === id ? id : null);
    }
  }
  return found;
}

/** Ids stand with and without their maker; Claude's generation before and after its size. */
function spellingsOf(name: string): readonly string[] {
  const claude = /^Claude (\S+) (\S+)$/.exec(name);
  return [
    name,
    name.replace(/^[a-z\d]+\./, ''),
    ...(claude ? [`Claude ${claude[2]} ${claude[1]}`] : []),
  ];
}

function lettersOf(name: string): string {
  const plain = name.toLowerCase().replaceAll('+', 'plus');
  return plain.replace(/^amazon /, '').replaceAll(/[^a-z\d]/g, '');
}

/** The name that people read, such as `Claude Sonnet 4.5`; null for an unknown model. */
export function modelDisplayName(model: string): string | null {
  return MODEL_OF.get(model)?.name ?? null;
}

/** Base ids to try for a model besides its own; at most one, empty for most. */
export function aliasesOf(model: string): readonly string[] {
  const id = modelIdOf(model);
  return id === null || id === model ? [] : [id];
}

/** Base ids of all models that the project knows. */
export function knownModelIds(): readonly string[] {
  return MODELS.map(({ id }) => id);
}
