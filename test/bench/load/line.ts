/** The open line of one viewer: the events that the server tells, as the page hears them. */
import type { Client } from 'undici';
import { API } from '../../../shared/contract.ts';
import type { LiveMessage } from '../../../shared/live.ts';

/** Listens until the signal says otherwise. @throws Error for a line that was not opened. */
export async function listen(
  connection: Client,
  headers: Readonly<Record<string, string>>,
  { signal, take }: { readonly signal: AbortSignal; readonly take: (one: LiveMessage) => void },
): Promise<void> {
  const { statusCode, body } = await connection.request({
    method: 'GET',
    path: API.events,
    headers,
  });
  if (signal.aborted) return void body.destroy();
  if (statusCode !== 200) throw new Error(`${statusCode} ${API.events}`);
  signal.addEventListener('abort', () => body.destroy(), { once: true });
  let text = '';
  try {
    for await (const chunk of body) {
      text += String(chunk);
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const message of events.flatMap(messageOf)) take(message);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function messageOf(text: string): LiveMessage[] {
  const [, event, data] = /^event: (\w+)\ndata: (.*)$/.exec(text) ?? [];
  // The guarantee: the server writes the type of the event by this name.
  return event && data ? [{ event, data: JSON.parse(data) } as LiveMessage] : [];
}
