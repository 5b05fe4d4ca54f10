/** The content of a card as a picture: on the ground of its theme, under its title. */
import { useState } from 'preact/hooks';
import { Icon } from './icon.tsx';

export function PngButton({ title }: { readonly title: string }) {
  const [hasFailed, setHasFailed] = useState(false);
  const paint = async (card: Element): Promise<void> => {
    try {
      const { pictureOf } = await import('./card-picture.ts');
      download(await pictureOf(card, title), title);
      setHasFailed(false);
    } catch {
      setHasFailed(true);
    }
  };
  const says = hasFailed ? 'This browser cannot make a picture of it' : 'Download as PNG';
  return (
    <button
      type="button"
      class={hasFailed ? 'icon-button is-failed' : 'icon-button'}
      aria-label={hasFailed ? `${title}: no picture can be made` : `Download ${title} as PNG`}
      title={says}
      onClick={({ currentTarget }) => {
        const card = currentTarget.closest('.card');
        if (card) void paint(card);
      }}
    >
      <Icon name="picture" />
    </button>
  );
}

function download(picture: string, title: string): void {
  const link = document.createElement('a');
  link.href = picture;
  link.download = `outcrop-${title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.png`;
  link.click();
}
