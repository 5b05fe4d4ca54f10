/** The palette finds what is meant by a few letters, and takes a filter as it is typed. */
import { describe, expect, test } from 'vitest';
import { commandsOf, fittingCommands } from '../../../web/state/commands.ts';
import { DEFAULT_QUESTION, type Question } from '../../../web/state/question.ts';
import { VIEWS } from '../../../web/state/views.ts';

const NAMES = {
  tagKeys: ['feature'],
  tenants: ['acme', 'globex corp'],
  models: ['amazon.nova-micro'],
  savedViews: [{ name: 'Monday review', search: '?view=alarms' }],
  views: VIEWS,
  mayEdit: true,
};

function find(text: string, changes: Partial<Question> = {}): readonly string[] {
  const question = { ...DEFAULT_QUESTION, ...changes };
  const commands = commandsOf({ question, ...NAMES });
  return fittingCommands(commands, text, question).map(({ label }) => label);
}

describe('commandsOf', () => {
  test('leads to every view', () => {
    const commands = commandsOf({ question: DEFAULT_QUESTION, ...NAMES });
    const views = commands.flatMap(({ act }) => (act.kind === 'go' ? [act.patch.view] : []));
    expect(views).toEqual(expect.arrayContaining([...VIEWS]));
  });

  test('writes a name with a space as the filter grammar wants it', () => {
    expect(find('globex')[0]).toBe('tenant="globex corp"');
  });

  test('offers to clear a filter only where there is one', () => {
    expect(find('clear the filter')).toEqual([]);
    expect(find('clear the filter', { filter: 'tenant=acme' })).toEqual(['Clear the filter']);
  });
});

describe('fittingCommands', () => {
  test.each([
    ['the beginning of a word', 'inv', 'Invocations'],
    ['letters in their order', 'grpmod', 'Group by model'],
    ['a saved view', 'monday', 'Monday review'],
    ['a group with a tag', 'tag.feature', 'Group by tag.feature'],
    ['the value of a filter', 'acm', 'tenant=acme'],
    ['a range', '30 days', 'Last 30 days'],
  ])('finds by %s', (_, text, label) => {
    expect(find(text)[0]).toBe(label);
  });

  test('takes a filter as typed, beside the one that is there', () => {
    const question = { ...DEFAULT_QUESTION, filter: 'tenant=acme' };
    const [first] = fittingCommands([], 'status!=success', question);
    expect(first?.act).toEqual({
      kind: 'go',
      patch: { filter: 'tenant=acme status!=success' },
    });
  });

  test('finds nothing for letters that no command has', () => {
    expect(find('zzzqqq')).toEqual([]);
  });
});
