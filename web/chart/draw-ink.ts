/** The colours of the style sheet as a canvas needs them: resolved for the theme in force. */
import type { ColourToken } from './time-spec.ts';

export interface Ink {
  readonly colours: ReadonlyMap<ColourToken, string>;
  readonly text: string;
  readonly textMuted: string;
  readonly line: string;
  readonly raised: string;
  readonly surface: string;
  readonly bad: string;
  readonly badFaint: string;
  readonly provisional: string;
  readonly accent: string;
  readonly fontFamily: string;
}

const COLOURS: readonly ColourToken[] = [
  'series-1',
  'series-2',
  'series-3',
  'series-4',
  'series-5',
  'series-6',
  'series-7',
  'series-8',
  'other',
  'unattributed',
  'percentile-1',
  'percentile-2',
  'percentile-3',
];

const inkOf = new Map<string, Ink>();

/** Resolves all tokens once a theme: a canvas cannot read `light-dark()` by itself. */
export function readInk(canvas: HTMLCanvasElement): Ink {
  const theme = themeInForce();
  const known = inkOf.get(theme);
  if (known) return known;
  const probe = document.createElement('i');
  canvas.parentElement?.append(probe);
  const read = (token: string): string => {
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color;
  };
  const ink: Ink = {
    colours: new Map(COLOURS.map((token) => [token, read(token)])),
    text: read('text'),
    textMuted: read('text-muted'),
    line: read('line'),
    raised: read('raised'),
    surface: read('surface'),
    bad: read('bad'),
    badFaint: read('bad-faint'),
    provisional: read('provisional'),
    accent: read('accent'),
    fontFamily: getComputedStyle(probe).fontFamily,
  };
  probe.remove();
  inkOf.set(theme, ink);
  return ink;
}

function themeInForce(): string {
  const isDark = matchMedia('(prefers-color-scheme: dark)').matches;
  return `${document.documentElement.dataset['theme'] ?? ''} ${isDark}`;
}

const HATCH_PX = 6;

/**
 * What a bar is filled with: its hue, or stripes for what nobody is named for.
 *
 * @param alpha 1 for whole steps, less for steps that are not read to their end.
 */
export function fillOf(token: ColourToken, ink: Ink, alpha: number): string | CanvasPattern {
  const colour = ink.colours.get(token) ?? ink.textMuted;
  if (token === 'unattributed') return hatch(colour, alpha) ?? faded(colour, alpha);
  return faded(colour, alpha);
}

function faded(colour: string, alpha: number): string {
  // Computed colours read `rgb(r, g, b)`; not every canvas knows color-mix().
  return alpha === 1 ? colour : colour.replace(/^rgb\((.*)\)$/, `rgba($1, ${alpha})`);
}

function hatch(colour: string, alpha: number): CanvasPattern | null {
  const tile = document.createElement('canvas');
  tile.width = HATCH_PX;
  tile.height = HATCH_PX;
  const context = tile.getContext('2d');
  if (!context) return null;
  context.globalAlpha = alpha * 0.3;
  context.fillStyle = colour;
  context.fillRect(0, 0, HATCH_PX, HATCH_PX);
  context.globalAlpha = alpha;
  context.strokeStyle = colour;
  context.lineWidth = 1.6;
  context.beginPath();
  for (const shift of [-HATCH_PX, 0, HATCH_PX]) {
    context.moveTo(shift - 1, HATCH_PX + 1);
    context.lineTo(shift + HATCH_PX + 1, -1);
  }
  context.stroke();
  return context.createPattern(tile, 'repeat');
}
