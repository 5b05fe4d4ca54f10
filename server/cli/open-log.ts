/** The log of the server: a line of JSON for each event, which no text in it can break or steer. */
import { pino, type Logger } from 'pino';
import type { ServiceParts } from '../job/service.ts';

/** JSON lets these stand as they are; a terminal that shows the log would obey them. */
const STEERING = /[\u007f-\u009f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** @param write gets whole lines */
export function openLog(level: 'info' | 'error', write: (line: string) => void): Logger {
  return pino({ level }, { write: (line: string) => write(line.replace(STEERING, escaped)) });
}

/** How passes tell of themselves: what went wrong is a warning. */
export function passLog(log: Logger): ServiceParts['log'] {
  return (event, fields) =>
    event.endsWith(' failed') ? log.warn(fields, event) : log.info(fields, event);
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
