/** A button for what cannot be taken back: the second press does it. */
import { useEffect, useState } from 'preact/hooks';

const ASKED_MS = 4_000;

interface SureButtonProps {
  readonly word: string;
  /** The word with what it is done to, for those who hear it. */
  readonly label: string;
  readonly disabled: boolean;
  readonly onSure: () => void;
}

export function SureButton({ word, label, disabled, onSure }: SureButtonProps) {
  const [isAsked, setIsAsked] = useState(false);
  useEffect(() => {
    if (!isAsked) return;
    const timer = setTimeout(() => setIsAsked(false), ASKED_MS);
    return () => clearTimeout(timer);
  }, [isAsked]);
  const press = (): void => {
    setIsAsked(!isAsked);
    if (isAsked) onSure();
  };
  return (
    <button
      type="button"
      class={`chip-button${isAsked ? ' is-sure' : ''}`}
      aria-label={isAsked ? `${label}: press again to do it` : label}
      disabled={disabled}
      onClick={press}
    >
      {isAsked ? 'Sure?' : word}
    </button>
  );
}
