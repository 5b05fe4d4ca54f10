/** The chart of a card as a picture: on the ground of its theme, under its title. */
import { Icon } from './icon.tsx';

const TITLE_PX = 36;

export function PngButton({ title }: { readonly title: string }) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={`Download ${title} as PNG`}
      title="Download as PNG"
      onClick={({ currentTarget }) => {
        const canvas = currentTarget.closest('.card')?.querySelector('canvas');
        if (canvas) downloadPng(canvas, title);
      }}
    >
      <Icon name="picture" />
    </button>
  );
}

/** A canvas has no ground of its own: on a dark page its words would be lost. */
function downloadPng(chart: HTMLCanvasElement, title: string): void {
  const ratio = chart.width / Math.max(1, chart.clientWidth);
  const picture = document.createElement('canvas');
  picture.width = chart.width;
  picture.height = chart.height + TITLE_PX * ratio;
  const context = picture.getContext('2d');
  if (!context) return;
  const { color, fontFamily, backgroundColor } = getComputedStyle(chart.closest('.card') ?? chart);
  context.fillStyle = backgroundColor;
  context.fillRect(0, 0, picture.width, picture.height);
  context.fillStyle = color;
  context.font = `600 ${14 * ratio}px ${fontFamily}`;
  context.fillText(title, 10 * ratio, 24 * ratio);
  context.drawImage(chart, 0, TITLE_PX * ratio);
  const link = document.createElement('a');
  link.href = picture.toDataURL('image/png');
  link.download = `outcrop-${title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.png`;
  link.click();
}
