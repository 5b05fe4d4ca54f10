/** Writes the small XML documents that S3 and STS answer with. */

export type XmlValue = string | number | boolean | readonly XmlNode[];
export type XmlNode = readonly [name: string, value: XmlValue];

/** A whole document with one root element. */
export function xmlDocument(root: string, namespace: string, children: readonly XmlNode[]): string {
  const inner = children.map(xmlElement).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${namespace}">${inner}</${root}>`;
}

function xmlElement([name, value]: XmlNode): string {
  const inner = Array.isArray(value) ? value.map(xmlElement).join('') : escapeXml(String(value));
  return `<${name}>${inner}</${name}>`;
}

function escapeXml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}
