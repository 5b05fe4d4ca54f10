/** Queues of the local endpoint: what was sent, who holds it, until when. */
import { createHash } from 'node:crypto';

export interface HeldMessage {
  readonly id: string;
  readonly handle: string;
  readonly body: string;
  readonly md5: string;
}

interface Waiting {
  readonly id: string;
  readonly body: string;
  visibleAtMs: number;
  receives: number;
}

export interface ReceiveQuestion {
  readonly most: number;
  readonly nowMs: number;
  readonly visibilityMs: number;
}

/** Standard queues by name; a name that nothing was sent to is an empty queue. */
export class LocalQueues {
  readonly #queues = new Map<string, Map<string, Waiting>>();
  #sent = 0;

  send(queue: string, body: string): void {
    this.#sent += 1;
    const id = String(this.#sent);
    const messages = this.#queues.get(queue) ?? new Map<string, Waiting>();
    messages.set(id, { id, body, visibleAtMs: 0, receives: 0 });
    this.#queues.set(queue, messages);
  }

  receive(queue: string, { most, nowMs, visibilityMs }: ReceiveQuestion): readonly HeldMessage[] {
    const visible = [...(this.#queues.get(queue)?.values() ?? [])].filter(
      (message) => message.visibleAtMs <= nowMs,
    );
    return visible.slice(0, most).map((message) => {
      message.visibleAtMs = nowMs + visibilityMs;
      message.receives += 1;
      const { id, body } = message;
      const md5 = createHash('md5').update(body).digest('hex');
      return { id, handle: `${id}/${message.receives}`, body, md5 };
    });
  }

  delete(queue: string, handle: string): void {
    this.#queues.get(queue)?.delete(handle.split('/')[0] ?? '');
  }

  /** How many messages are there, held or not. */
  size(queue: string): number {
    return this.#queues.get(queue)?.size ?? 0;
  }
}
