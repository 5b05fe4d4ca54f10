/** A page that nobody watches but by asking it: what follows each request slows a browser down. */
import type { Browser, CDPSession } from 'playwright-core';

const SIZE = { width: 1440, height: 900 };

interface Told {
  readonly id?: number;
  readonly result?: { readonly result?: { readonly value?: unknown } };
  readonly error?: { readonly message: string };
}

/** Playwright's own pages have each request and each of its bytes reported, by a fifth of a core. */
export class BarePage {
  readonly #session: CDPSession;
  readonly #sessionId: string;
  readonly #contextId: string;
  readonly #waiting = new Map<number, (told: Told) => void>();
  #lastId = 0;

  private constructor(session: CDPSession, sessionId: string, contextId: string) {
    this.#session = session;
    this.#sessionId = sessionId;
    this.#contextId = contextId;
    session.on('Target.receivedMessageFromTarget', ({ message }) => {
      const told = JSON.parse(message) as Told; // What the protocol says of an answer.
      this.#waiting.get(told.id ?? 0)?.(told);
    });
  }

  /** Opens one in a profile of its own, without a cache. */
  static async open(browser: Browser): Promise<BarePage> {
    const session = await browser.newBrowserCDPSession();
    const { browserContextId } = await session.send('Target.createBrowserContext');
    const target = { url: 'about:blank', browserContextId, ...SIZE };
    const { targetId } = await session.send('Target.createTarget', target);
    const { sessionId } = await session.send('Target.attachToTarget', { targetId });
    return new BarePage(session, sessionId, browserContextId);
  }

  async goto(url: string): Promise<void> {
    await this.#send('Page.navigate', { url });
  }

  /** Value of an expression in the page, of its promise where it is one. */
  async evaluate(expression: string): Promise<unknown> {
    const params = { expression, awaitPromise: true, returnByValue: true };
    const { result } = await this.#send('Runtime.evaluate', params);
    return result?.result?.value;
  }

  async close(): Promise<void> {
    await this.#session.send('Target.disposeBrowserContext', { browserContextId: this.#contextId });
    await this.#session.detach();
  }

  #send(method: string, params: Readonly<Record<string, unknown>>): Promise<Told> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, (told) => {
        this.#waiting.delete(id);
        resolve(told);
      });
      const message = JSON.stringify({ id, method, params });
      const sent = { sessionId: this.#sessionId, message };
      this.#session.send('Target.sendMessageToTarget', sent).catch(reject);
    });
  }
}
