/** Who asks, as the gate has found out; routes read it here. */
import type { Context } from 'hono';
import { EVERYBODY, type Person } from '../access/person.ts';

/** By context: the request in it is put anew where the size of its body is limited. */
const PERSON_OF = new WeakMap<Context, Person>();

export function tellWho(c: Context, person: Person): void {
  PERSON_OF.set(c, person);
}

/** By what somebody is counted; null where nobody is asked who they are. */
export function askerOf({ how, name, sessionHash }: Person): string | null {
  if (how === 'open') return null;
  // Many may open one link: each is counted alone.
  return how === 'link' ? `link ${sessionHash ?? name}` : `${how} ${name}`;
}

/** Who asks; everybody where no gate stands. */
export function whoAsks(c: Context): Person {
  return PERSON_OF.get(c) ?? EVERYBODY;
}
