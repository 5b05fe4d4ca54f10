/** What an account's Bedrock inventory tells: which model and tags stand behind an ARN. */

/** An application inference profile, or another ARN that hides its model. */
export interface ProfileFact {
  readonly arn: string;
  readonly name: string;
  /** ARNs or ids of the models behind it, as GetInferenceProfile gives them; one per Region. */
  readonly modelArns: readonly string[];
  readonly tags: ReadonlyMap<string, string>;
}

/** Facts by ARN; an ARN that is not here cannot be resolved and stays unpriced. */
export interface Inventory {
  readonly profiles: ReadonlyMap<string, ProfileFact>;
}
