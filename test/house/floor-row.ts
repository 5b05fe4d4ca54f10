/** Writes one room of the folder rule as a row of the table in docs/architecture.md. */
import type { Floor } from './floors.ts';

const MANY = 8; // More rooms than this are said in one word.

/** The row with single spaces; prettier pads the cells, the comparison takes that out. */
export function floorRow({ room, holds, uses, reads }: Floor, pure: readonly string[]): string {
  const kind = pure.includes(room) ? 'pure' : '';
  const cells = [`\`${room}\``, holds, kind, names(room, uses), names(room, reads)];
  return `| ${cells.join(' | ')} |`.replaceAll(/ +/g, ' ');
}

function names(room: string, rooms: readonly string[]): string {
  if (rooms.length > MANY) return room === 'server/job' ? 'all stations' : 'everything';
  return rooms.map((name) => `\`${name.replace(/^(server|web)\//, '')}\``).join(', ');
}
