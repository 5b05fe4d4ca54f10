/** What a browser keeps while its owner is at the provider: sealed, so that only we write it. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { z } from 'zod';

/** The way to a provider takes a password and perhaps a second factor. */
export const TICKET_MS_MAX = 10 * 60_000;

export interface Ticket {
  readonly state: string;
  readonly nonce: string;
  /** The proof key: who redeems the code is who asked for it. */
  readonly verifier: string;
  /** Where on this server to go on. */
  readonly next: string;
  readonly madeAtMs: number;
}

const TicketText = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  next: z.string(),
  madeAtMs: z.number(),
});

const IV_BYTES = 12;
const TAG_BYTES = 16;
const TEXT_CHARS_MAX = 4_000;

/** By a key of this process: a ticket of before a restart is worth nothing. */
export class TicketSeal {
  readonly #key = randomBytes(32);

  seal(ticket: Ticket): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv);
    const sealed = Buffer.concat([cipher.update(JSON.stringify(ticket)), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** @returns null for what was not sealed here, or is too old */
  open(text: string, nowMs: number): Ticket | null {
    if (text.length > TEXT_CHARS_MAX) return null;
    const bytes = Buffer.from(text, 'base64url');
    if (bytes.length <= IV_BYTES + TAG_BYTES) return null;
    const options = { authTagLength: TAG_BYTES };
    const iv = bytes.subarray(0, IV_BYTES);
    const cipher = createDecipheriv('aes-256-gcm', this.#key, iv, options);
    cipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    try {
      const plain = Buffer.concat([
        cipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)),
        cipher.final(),
      ]);
      const ticket = TicketText.parse(JSON.parse(plain.toString('utf8')));
      const ageMs = nowMs - ticket.madeAtMs;
      return ageMs >= 0 && ageMs <= TICKET_MS_MAX ? ticket : null;
    } catch {
      return null; // It was changed, or is of another key: as good as none.
    }
  }
}
