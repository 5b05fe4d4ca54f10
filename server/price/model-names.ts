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
