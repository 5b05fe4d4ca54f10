/** A family of samples in the text format of Prometheus. */

export type Labels = Readonly<Record<string, string>>;
/** An exact decimal stands as text; null is unknown and has no line. */
export type Sample = readonly [labels: Labels, value: number | string | null];

export interface Family {
  readonly name: string;
  readonly type: 'gauge' | 'counter' | 'summary' | 'histogram';
  readonly help: string;
  readonly samples: readonly Sample[];
  /** Samples of a histogram or summary under names that end in this. */
  readonly parts?: ReadonlyMap<string, readonly Sample[]>;
}

export function gauge(name: string, help: string, samples: readonly Sample[]): Family {
  return { name, type: 'gauge', help, samples };
}

export function counter(name: string, help: string, samples: readonly Sample[]): Family {
  return { name, type: 'counter', help, samples };
}

/** Its lines; '' for a family of which nothing is known. */
export function familyText({ name, type, help, samples, parts = new Map() }: Family): string {
  const lines = [['', samples] as const, ...parts].flatMap(([suffix, own]) =>
    own
      .filter(([, value]) => value !== null)
      .map(([labels, value]) => `${name}${suffix}${labelText(labels)} ${String(value)}\n`),
  );
  if (lines.length === 0) return '';
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

/** Quotes, backslashes and line ends are escaped: a model's name may hold any of them. */
function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => {
    const escaped = value.replace(/[\\"\n]/g, (char) => (char === '\n' ? '\\n' : `\\${char}`));
    return `${name}="${escaped}"`;
  });
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
