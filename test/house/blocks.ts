/** The examples that stand in a page. */

/** The fenced blocks of one language, with the indent of their fence taken off. */
export function blocksOf(page: string, language: string): readonly string[] {
  const fence = new RegExp(`^( *)\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\`$`, 'gm');
  return [...page.matchAll(fence)].map(([, indent = '', text = '']) => {
    return text.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
  });
}
