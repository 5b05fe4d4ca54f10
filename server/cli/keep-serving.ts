/** A server that runs until it is stopped, and begins anew with a config that has changed. */

export interface RunningServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** `Settings` are what a server is started with: the config in some form. */
export interface ServingParts<Settings> {
  /** Reads the config; throws where it is wrong, before anything is stopped. */
  readonly read: () => Settings;
  readonly start: (settings: Settings) => Promise<RunningServer>;
  /** Told of each server that has begun. */
  readonly onStart: (server: RunningServer) => void;
  /** Told why the server went on, or went back to, the config that it had. */
  readonly onRefused: (reason: unknown) => void;
}

/** Words of the operating system, which tests say themselves. */
export interface Signals {
  on(name: 'SIGHUP' | 'SIGINT' | 'SIGTERM', told: () => void): unknown;
  off(name: 'SIGHUP' | 'SIGINT' | 'SIGTERM', told: () => void): unknown;
}

/**
 * Serves until SIGINT or SIGTERM. On SIGHUP the config is read again: one with a mistake is refused
 * and nothing changes; with a right one all passes end after their batch and begin anew.
 *
 * @throws what `read` and `start` throw at first, and when not even the config before starts anew.
 */
export async function keepServing<Settings>(
  parts: ServingParts<Settings>,
  signals: Signals = process,
): Promise<void> {
  const serving = new Serving(parts);
  await serving.begin();
  const reload = (): void => void serving.reload();
  signals.on('SIGHUP', reload);
  try {
    await Promise.race([toldToStop(signals), serving.failed]);
  } finally {
    signals.off('SIGHUP', reload);
    await serving.end();
  }
}

/** Stops a server at SIGINT or SIGTERM. */
export async function untilStopped(server: RunningServer): Promise<void> {
  await toldToStop(process);
  await server.stop();
}

function toldToStop(signals: Signals): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      signals.off('SIGINT', stop);
      signals.off('SIGTERM', stop);
      resolve();
    };
    signals.on('SIGINT', stop);
    signals.on('SIGTERM', stop);
  });
}

/** The server at hand, and the config that it runs by. */
class Serving<Settings> {
  readonly #parts: ServingParts<Settings>;
  #settings: Settings | null = null;
  #server: RunningServer | null = null;
  /** Changes come one after the other, however fast the signals do. */
  #changes: Promise<void> = Promise.resolve();
  #fail: (error: unknown) => void = () => undefined;
  /** Rejects when no server could be started again. */
  readonly failed = new Promise<never>((_, reject) => (this.#fail = reject));

  constructor(parts: ServingParts<Settings>) {
    this.#parts = parts;
    this.failed.catch(() => undefined); // Whoever waits for it is told.
  }

  async begin(): Promise<void> {
    await this.#start(this.#parts.read());
  }

  reload(): Promise<void> {
    this.#changes = this.#changes.then(() => this.#reload()).catch(this.#fail);
    return this.#changes;
  }

  async end(): Promise<void> {
    await this.#changes;
    await this.#server?.stop();
  }

  async #reload(): Promise<void> {
    const before = this.#settings;
    let next: Settings;
    try {
      next = this.#parts.read();
    } catch (error) {
      this.#parts.onRefused(error);
      return;
    }
    await this.#server?.stop();
    this.#server = null;
    try {
      await this.#start(next);
    } catch (error) {
      this.#parts.onRefused(error);
      if (before !== null) await this.#start(before);
    }
  }

  async #start(settings: Settings): Promise<void> {
    const server = await this.#parts.start(settings);
    this.#server = server;
    this.#settings = settings;
    this.#parts.onStart(server);
  }
}
