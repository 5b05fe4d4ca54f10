/** A button that opens a small panel; Esc or a click elsewhere closes it. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon, type IconName } from './icon.tsx';

interface MenuProps {
  readonly id: string;
  readonly icon: IconName;
  readonly label: string;
  readonly title: string;
  readonly children: ComponentChildren;
}

export function Menu({ id, icon, label, title, children }: MenuProps) {
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event): void => {
      const isInside = event.target instanceof Node && details.current?.contains(event.target);
      if (event.type === 'pointerdown' && isInside) return;
      if (event instanceof KeyboardEvent && event.key !== 'Escape') return;
      if (details.current?.open) details.current.open = false;
    };
    document.addEventListener('pointerdown', close);
    document.addEventListener('keydown', close);
    return () => {
      document.removeEventListener('pointerdown', close);
      document.removeEventListener('keydown', close);
    };
  }, []);
  return (
    <details class="menu" ref={details}>
      <summary id={id} class="control" title={title}>
        <Icon name={icon} />
        <span>{label}</span>
      </summary>
      <div class="menu-panel">{children}</div>
    </details>
  );
}
