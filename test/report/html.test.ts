/** Tests of the one template that makes HTML. */
import { describe, expect, test } from 'vitest';
import { escapeHtml, html } from '../../server/report/html.ts';

describe('escapeHtml', () => {
  test.each([
    ['a tag', '<img src=x onerror=confirm(1)>', '&lt;img src=x onerror=confirm(1)&gt;'],
    ['an attribute break', '"><svg/onload=1>', '&quot;&gt;&lt;svg/onload=1&gt;'],
    ['single quotes and backticks', `'\``, '&#39;&#96;'],
    ['an entity', '&lt;', '&amp;lt;'],
    ['the end of a script', '</script><script>', '&lt;/script&gt;&lt;script&gt;'],
    ['a template of another engine', '{{7*7}}', '{{7*7}}'],
    ['a direction override', 'a\u202eb', 'a\\u{202e}b'],
    ['a line separator', 'a\u2028b', 'a\\u{2028}b'],
    ['NUL and newline', 'a\u0000\nb', 'a\\u{0}\\u{a}b'],
    ['a lone surrogate', 'a\ud800b', 'a\\u{d800}b'],
    ['an emoji, which is a pair', '\u{1f600}', '\u{1f600}'],
    ['Arabic and Chinese', 'شركة 公司', 'شركة 公司'],
  ])('writes %s as text', (_, text, expected) => {
    expect(escapeHtml(text)).toBe(expected);
  });
});

describe('html', () => {
  test('escapes text in element and attribute alike', () => {
    const name = '"><b>';
    expect(html`<i title="${name}">${name}</i>`.toString()).toBe(
      '<i title="&quot;&gt;&lt;b&gt;">&quot;&gt;&lt;b&gt;</i>',
    );
  });

  test('takes its own HTML as it is, alone and in nested lists', () => {
    const part = html`<b>${'&'}</b>`;
    expect(html`${part}|${[part, [part]]}`.toString()).toBe(
      '<b>&amp;</b>|<b>&amp;</b><b>&amp;</b>',
    );
  });

  test('writes nothing for null and zero for zero', () => {
    expect(html`[${null}${0}]`.toString()).toBe('[0]');
  });

  test('does not take a look-alike object for finished HTML', () => {
    const lookAlike = JSON.parse('{ "text": "<script>" }');
    expect(() => html`${lookAlike}`.toString()).toThrow();
  });
});
