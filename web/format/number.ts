/** Counts, shares and durations as people read them. */

const MINUS = '\u2212';
const COUNT = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** Exact count with separators: `1,234,567`. */
export function formatCount(value: number): string {
  return COUNT.format(value);
}

/**
 * Three significant digits with k, M, G, T.
 *
 * @returns such as `842`, `1.24k`, `33.1M`; numbers below 1,000 keep at most two decimals.
 */
export function formatShort(value: number): string {
  const size = Math.abs(value);
  const sign = value < 0 ? MINUS : '';
  // 999.5 would round to "1000" inside its own scale.
  const scales = [
    [1e12, 'T'],
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const;
  for (const [unit, suffix] of scales) {
    if (size >= unit * 0.9995) return `${sign}${(size / unit).toPrecision(3)}${suffix}`;
  }
  if (Number.isInteger(size)) return `${sign}${size}`;
  return `${sign}${Number(size.toPrecision(3))}`;
}

/** Share with one decimal: `12.3 %`; a share too small for it says `<0.1 %`. */
export function formatRatio(ratio: number): string {
  const percent = ratio * 100;
  if (percent > 0 && percent < 0.05) return '<0.1\u00a0%';
  if (percent < 100 && percent >= 99.95) return '>99.9\u00a0%';
  return `${percent.toFixed(1)}\u00a0%`;
}

/**
 * Change against an earlier value.
 *
 * @returns such as `+12.3 %`, `−4.0 %`, `×12` past ten times; null when there was nothing before.
 */
export function formatChange(now: number, before: number): string | null {
  if (before === 0) return null;
  const ratio = now / before;
  if (ratio >= 10) return `\u00d7${ratio >= 100 ? COUNT.format(ratio) : ratio.toFixed(1)}`;
  const percent = (ratio - 1) * 100;
  if (Math.abs(percent) < 0.05) return '\u00b10.0\u00a0%';
  return `${percent > 0 ? '+' : MINUS}${Math.abs(percent).toFixed(1)}\u00a0%`;
}

/** Milliseconds below ten seconds, then seconds: `842 ms`, `9,310 ms`, `12.3 s`. */
export function formatDurationMs(ms: number): string {
  if (ms < 10_000) return `${formatCount(ms)}\u00a0ms`;
  if (ms < 1_000_000) return `${(ms / 1000).toPrecision(3)}\u00a0s`;
  return `${formatCount(ms / 1000)}\u00a0s`;
}

/** A span for lags and periods, in its largest fitting unit: `5 min`, `1 h`, `2 d`. */
export function formatSpan(seconds: number): string {
  const units = [
    [86_400, 'd'],
    [3_600, 'h'],
    [60, 'min'],
  ] as const;
  for (const [size, name] of units) {
    if (seconds >= size) return `${Number((seconds / size).toFixed(1))}\u00a0${name}`;
  }
  return `${Math.round(seconds)}\u00a0s`;
}

/** `1 gap`, `2 gaps`. */
export function formatPlural(count: number, word: string): string {
  return `${formatCount(count)} ${word}${count === 1 ? '' : 's'}`;
}

const BYTE_UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Bytes in thousands, as disks are sold: `856 MB`, `14 GB`, `1.2 TB`. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(5, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  const digits = power > 0 && value < 10 ? 1 : 0;
  return `${value.toFixed(digits)}\u00a0${BYTE_UNITS[power]}`;
}
