/** The document of the API, as the page about it reads it. */
import { API } from '../../shared/contract.ts';
import type { Schema } from '../../shared/schema-text.ts';
import { call } from './call.ts';

export interface ApiContent {
  readonly schema: Schema;
  readonly example?: unknown;
}

export interface ApiOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly 'x-access': string;
  readonly parameters: readonly {
    readonly name: string;
    readonly required: boolean;
    readonly description: string;
    readonly schema: Schema;
    readonly example?: string | readonly string[];
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, ApiContent>> };
  readonly responses: Readonly<
    Record<string, { readonly content: Readonly<Record<string, ApiContent>> }>
  >;
}

interface ApiErrorText {
  readonly code: string;
  readonly status: number;
  readonly meaning: string;
  readonly mend: string;
}

export interface ApiDocument {
  readonly info: { readonly version: string };
  /** Every code of an answer that is an error. */
  readonly 'x-errors': readonly ApiErrorText[];
  readonly paths: Readonly<Record<string, Readonly<Partial<Record<'get' | 'post', ApiOperation>>>>>;
}

export function askApiDocument(signal: AbortSignal): Promise<ApiDocument> {
  return call<ApiDocument>(API.openApi, [], signal);
}
