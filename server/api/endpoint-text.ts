/** How an endpoint is described for machines. */
import type { z } from 'zod';
import type { AccessWord } from '../../shared/access.ts';

interface Parameter {
  readonly name: string;
  readonly help: string;
  readonly isList?: boolean;
  readonly isRequired?: boolean;
  readonly isNumber?: boolean;
  /** The only values that it takes. */
  readonly values?: readonly string[];
}

export interface EndpointText {
  /** `get` where it is left out. */
  readonly method?: 'post';
  readonly path: string;
  /** Who may ask: `whole` for a new question, `edit` for what changes something. */
  readonly access: AccessWord;
  readonly summary: string;
  readonly parameters: readonly Parameter[];
  /** What is sent to it, as JSON. */
  readonly body?: z.ZodType;
  readonly reply: z.ZodType;
  /** Its reply is a file, not JSON. */
  readonly isFile?: true;
}
