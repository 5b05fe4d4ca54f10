/** Text that packs about as well as prose and code do: frequent words, rare ones, quotes, lines. */
import { createChance, type Chance } from './chance.ts';

const SYLLABLES = 'ta ri on me ver sa ti con de al in pro er so la mi ne tra pu lo ex che gi ba';

const VOCABULARY = (() => {
  const chance = createChance(3);
  const syllables = SYLLABLES.split(' ');
  return Array.from({ length: 6000 }, () => {
    const length = 1 + chance.below(4);
    return Array.from({ length }, () => chance.pick(syllables)).join('');
  });
})();

const CODE = [
  'if (a !== b) {\n  return "',
  '";\n}\n',
  'const \u00fcber = ',
  '\t// ',
  '=> [',
  '\\d+',
];

/** About so many characters. */
export function proseOf(characters: number, chance: Chance): string {
  let text = '';
  while (text.length < characters) text += wordOf(chance);
  return text;
}

function wordOf(chance: Chance): string {
  const dice = chance.next();
  if (dice < 0.02) return `${chance.pick(CODE)} `;
  if (dice < 0.05) return `${chance.below(1e6)}, `;
  // The cube makes few words frequent and most of them rare.
  const word = VOCABULARY[Math.floor(chance.next() ** 3 * VOCABULARY.length)] ?? '';
  if (dice < 0.12) return `${word.charAt(0).toUpperCase()}${word.slice(1)}. `;
  return `${word} `;
}
