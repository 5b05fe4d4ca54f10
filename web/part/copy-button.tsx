/** Copies a text, and says so where the word stood. */
import { useEffect, useState } from 'preact/hooks';

const SAID_MS = 2_000;

export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const [said, setSaid] = useState<'' | 'Copied' | 'Select it and copy'>('');
  useEffect(() => {
    if (said === '') return;
    const timer = setTimeout(() => setSaid(''), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied');
    } catch {
      setSaid('Select it and copy'); // Browsers let pages write only over https or loopback.
    }
  };
  return (
    <button
      type="button"
      class="chip-button copy-button"
      aria-label={label}
      onClick={() => void copy()}
    >
      <span role="status">{said === '' ? 'Copy' : said}</span>
    </button>
  );
}

/** Text to copy, as it is, with its button. */
export function CodeBlock({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <div class="code-block">
      <pre tabIndex={0} role="region" aria-label={label}>
        <code>{text}</code>
      </pre>
      <CopyButton text={text} label={`Copy ${label}`} />
    </div>
  );
}
