/** Events of a server as they come: the text of a stream, an event at a time. */

export interface ServerEvent {
  readonly event: string;
  readonly data: unknown;
}

/** Ends when the server ends the stream. @throws what the stream fails with; SyntaxError. */
export async function* serverEvents(response: Response): AsyncGenerator<ServerEvent, void> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) return;
  let rest = '';
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const blocks = (rest + part.value).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) yield* eventOf(block);
    }
  } finally {
    await reader.cancel().catch(() => undefined); // It may have failed already.
  }
}

/** A block without data is a sign of life. */
function eventOf(block: string): readonly ServerEvent[] {
  const lines = block.split('\n');
  const valueOf = (name: string): string | undefined =>
    lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
  const data = valueOf('data');
  return data === undefined ? [] : [{ event: valueOf('event') ?? '', data: JSON.parse(data) }];
}
