/** Follows the page tokens of an AWS list to its end, and notices a list that has none. */
import { SourceError } from './source.ts';

/** No list that is read here has so many pages. */
const PAGES_MAX = 2_000;

/**
 * All pages of a list; empty ones as well, since only a missing token is the end.
 *
 * @throws SourceError `badAnswer` when the list does not end.
 */
export async function* tokenPages<Page>(
  ask: (token: { readonly token?: string }) => Promise<Page>,
  nextToken: (page: Page) => string | undefined,
): AsyncGenerator<Page> {
  let token: string | undefined;
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const page = await ask(token === undefined ? {} : { token });
    yield page;
    token = nextToken(page);
    if (!token) return;
  }
  throw new SourceError('badAnswer', `A list had no end after ${PAGES_MAX} pages.`, {
    retryable: true,
    hint: 'Reading starts anew at the next pass; check the endpoint if this stays.',
  });
}
