/** A picture of what a card shows, drawn by the browser itself: legend, chart and all. */

/** What is painted with; the sizes that the browser worked out keep everything in its place. */
const PROPERTIES = [
  'align-items align-self background-color background-image border-bottom border-left',
  'border-radius border-right border-top bottom box-sizing color display fill fill-opacity',
  'flex-basis flex-direction flex-grow flex-shrink flex-wrap font-family font-size font-style',
  'font-variant-numeric font-weight gap grid-area grid-auto-flow grid-auto-rows',
  'grid-column grid-row grid-template-areas grid-template-columns grid-template-rows height',
  'justify-content justify-items justify-self left letter-spacing align-content',
  'line-height list-style margin max-width min-height min-width opacity overflow padding',
  'position right rotate stroke stroke-dasharray stroke-width text-align text-decoration',
  'text-overflow text-transform top transform vector-effect vertical-align white-space width',
].flatMap((line) => line.split(' '));

const PADDING_PX = 16;
const TITLE_PX = 36;
const SCALE = 2; // Sharp on paper and in slides.

/**
 * Paints the content of a card under its title, on the ground of its theme.
 *
 * @throws when the browser cannot make a picture of it.
 */
export async function pictureOf(card: Element, title: string): Promise<string> {
  const body = card.querySelector('.card-body') ?? card;
  const { width, height } = body.getBoundingClientRect();
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawingOf(body))}`;
  await image.decode();
  const picture = document.createElement('canvas');
  picture.width = (width + 2 * PADDING_PX) * SCALE;
  picture.height = (height + TITLE_PX + 2 * PADDING_PX) * SCALE;
  const context = picture.getContext('2d');
  if (!context) throw new Error('This browser has no canvas to paint on.');
  const { color, fontFamily, backgroundColor } = getComputedStyle(card);
  context.scale(SCALE, SCALE);
  context.fillStyle = backgroundColor;
  context.fillRect(0, 0, picture.width, picture.height);
  context.fillStyle = color;
  context.font = `600 14px ${fontFamily}`;
  context.fillText(title, PADDING_PX, PADDING_PX + 14);
  context.drawImage(image, PADDING_PX, PADDING_PX + TITLE_PX, width, height);
  return picture.toDataURL('image/png');
}

/** The element as a drawing of its own, with the styles of the page written into it. */
function drawingOf(body: Element): string {
  const { width, height } = body.getBoundingClientRect();
  const copy = copyOf(body);
  copy.setAttribute('xmlns', 'http://www.w3.org/1999/xhtml');
  const text = new XMLSerializer().serializeToString(copy);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">`,
    `<foreignObject width="100%" height="100%">${text}</foreignObject></svg>`,
  ].join('');
}

function copyOf(element: Element): Element {
  const copy = element instanceof HTMLCanvasElement ? stillOf(element) : element.cloneNode(false);
  if (!(copy instanceof Element)) return document.createElement('span');
  if (copy instanceof HTMLElement || copy instanceof SVGElement) {
    const style = getComputedStyle(element);
    for (const name of PROPERTIES) copy.style.setProperty(name, style.getPropertyValue(name));
  }
  for (const child of element.childNodes) {
    if (child instanceof Element) copy.append(copyOf(child));
    else if (child instanceof Text) copy.append(child.data);
  }
  return copy;
}

function stillOf(canvas: HTMLCanvasElement): HTMLImageElement {
  const image = document.createElement('img');
  image.setAttribute('src', canvas.toDataURL('image/png'));
  return image;
}
