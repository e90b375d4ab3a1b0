import { readFileSync } from 'node:fs';
import { readTypes, type ReadTypes } from './read-types.js';

const read = (document: string): ReadTypes => readTypes(document, 'YAML') as ReadTypes;

describe('types in a document', () => {
  it('are found in a whole curriculum, of which nothing else is read', () => {
    const { credentials, clearances, problems } = read(readFileSync('src/demo/content/program.yaml', 'utf8'));
    expect(problems).toEqual([]);
    expect([...credentials, ...clearances].flatMap((row) => row.problems)).toEqual([]);
    expect(credentials.map(({ type }) => type.code)).toContain('BLS');
    expect(clearances.length).toBeGreaterThan(0);
  });

  it.each([
    ['24mo', 24],
    ['2y', 24],
    ['none', null],
  ])('count for %s: %s months', (said, months) => {
    const [row] = read(`clearances: [{code: A, validity: ${said}, health_data: true}]`).clearances;
    expect(row!.problems).toEqual([]);
    expect(row!.type.terms.validityMonths).toBe(months);
  });

  it.each(['0mo', '601mo', '51y', '24', 'months', '-1mo'])('that are to count for %s are told', (said) => {
    const [row] = read(`clearances: [{code: A, validity: "${said}", health_data: true}]`).clearances;
    expect(row!.problems[0]!.message).toContain('like 24mo');
  });

  it('after more mistakes than are told are taken for wrong, because nobody knows', () => {
    const wrong = Array.from({ length: 150 }, (_, i) => `  - {code: W${i}, validity: no, colour: red}`);
    const document = ['external_credentials:', ...wrong, '  - {code: LAST, validity: none}'].join('\n');
    const { credentials } = read(document);
    expect(credentials).toHaveLength(151);
    expect(credentials.filter(({ problems }) => !problems.length)).toEqual([]);
    expect(credentials.at(-1)!.problems[0]!.message).toContain('not looked at');
  });

  it('that are no list are told once, and lose no other section', () => {
    const { problems, clearances } = read(
      'external_credentials: {code: A}\nclearances: [{code: A, validity: none, health_data: true}]',
    );
    expect(problems).toMatchObject([{ path: 'external_credentials', message: 'must be a list' }]);
    expect(clearances[0]!.problems).toEqual([]);
  });
});
