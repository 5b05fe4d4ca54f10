/** A request to the API as a command of curl, ready to be pasted. */

export interface ExampleCall {
  readonly method: string;
  readonly path: string;
  /** Values of the query string, in their order. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
  /** What is sent as JSON; undefined for nothing. */
  readonly body: unknown;
}

/** @param origin where the server is, such as `https://outcrop.example.com`. */
export function curlText({ method, path, parameters, body }: ExampleCall, origin: string): string {
  const who = `-H "authorization: Bearer $OUTCROP_TOKEN"`;
  const lines = [`curl ${who}`];
  if (method === 'post') {
    lines.push(`-H 'content-type: application/json'`, `-d ${quoted(JSON.stringify(body ?? {}))}`);
  } else if (parameters.length > 0) {
    const asked = parameters.map(
      ([name, value]) => `--data-urlencode ${quoted(`${name}=${value}`)}`,
    );
    lines.push('-G', ...asked);
  }
  return [...lines, quoted(`${origin}${path}`)].join(' \\\n  ');
}

/** As a shell reads it back to the letter. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
