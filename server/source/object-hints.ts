/** Objects that a queue names before the listing does; shared by all folders of a bucket. */
import type { SQSClient } from '@aws-sdk/client-sqs';
import { objectNotices } from './object-notices.ts';
import { deleteMessages, messageValue, receiveMessages } from './queue.ts';
import { SourceError, type SourceFailure } from './source.ts';
import type { ListedObject } from './s3-objects.ts';

/** What one message told; it is deleted when all of it is kept. */
interface Told {
  readonly handle: string;
  open: number;
}

export interface Hint {
  readonly object: ListedObject;
  /** All messages that name it: SQS gives some twice. */
  readonly tolds: readonly Told[];
}

/** What a queue told, and whether it could be asked. */
export interface Hints {
  readonly named: readonly Hint[];
  readonly failures: readonly SourceFailure[];
}

/** More wait in the queue, or are found by the listing. */
const MESSAGES_MAX = 500;

/** The queue of one bucket; a hint that is lost costs time and nothing else. */
export class ObjectHints {
  readonly #client: SQSClient;
  readonly #queueUrl: string;
  /** By folder, then by key and etag. */
  readonly #folders = new Map<string, Map<string, Hint>>();

  constructor(client: SQSClient, queueUrl: string) {
    this.#client = client;
    this.#queueUrl = queueUrl;
  }

  /** Keeps hints on a folder from now on; those on folders that nobody watches are dropped. */
  watch(place: FolderPlace): void {
    const key = folderKey(place);
    if (!this.#folders.has(key)) this.#folders.set(key, new Map());
  }

  /**
   * What the queue has told of a folder; a queue that fails is told of, and holds up nothing.
   *
   * @throws what is no SourceError.
   */
  async take(place: FolderPlace, signal: AbortSignal): Promise<Hints> {
    const how = { messagesMax: MESSAGES_MAX, signal };
    const failures = await this.#told(async () => {
      for await (const messages of receiveMessages(this.#client, this.#queueUrl, how)) {
        const toldNothing = messages.filter(({ handle, body }) => !this.#keep(handle, body));
        await this.#delete(toldNothing.map(({ handle }) => handle));
      }
    });
    const own = this.#folders.get(folderKey(place));
    const named = [...(own?.values() ?? [])];
    own?.clear();
    return { named, failures: signal.aborted ? [] : failures };
  }

  /** Deletes the messages whose objects are all committed; what stays comes again. */
  async done(hints: readonly Hint[]): Promise<void> {
    const handles: string[] = [];
    for (const told of hints.flatMap(({ tolds }) => tolds)) {
      told.open -= 1;
      if (told.open === 0) handles.push(told.handle);
    }
    await this.#told(() => this.#delete(handles));
  }

  #delete(handles: readonly string[]): Promise<void> {
    return deleteMessages(this.#client, this.#queueUrl, handles);
  }

  async #told(work: () => Promise<void>): Promise<readonly SourceFailure[]> {
    try {
      await work();
      return [];
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      return [{ origin: this.#queueUrl, code: error.code, hint: error.hint }];
    }
  }

  /** @returns false when the message names nothing of ours. */
  #keep(handle: string, body: string): boolean {
    const told: Told = { handle, open: 0 };
    for (const { bucket, object } of objectNotices(messageValue(body))) {
      const hints = this.#hintsOf(bucket, object.key);
      if (!hints) continue;
      const id = `${object.key}\n${object.etag}`;
      const tolds = hints.get(id)?.tolds ?? [];
      if (tolds.includes(told)) continue;
      told.open += 1;
      hints.set(id, { object, tolds: [...tolds, told] });
    }
    return told.open > 0;
  }

  #hintsOf(bucket: string, key: string): Map<string, Hint> | null {
    const path = `${bucket}/${key}`;
    for (const [folder, hints] of this.#folders) if (path.startsWith(folder)) return hints;
    return null;
  }
}

export interface FolderPlace {
  readonly bucket: string;
  /** With a slash at its end. */
  readonly folder: string;
}

function folderKey({ bucket, folder }: FolderPlace): string {
  return `${bucket}/${folder}`;
}
