import fc from 'fast-check';
import type { AuthoredQuestion, QuestionType } from './question-content.js';
import { contentOf, contentProblems, misfit } from './question.rules.js';

const ids = (): (() => string) => {
  let next = 0;
  return () => `c${next++}`;
};
const content = (question: Partial<AuthoredQuestion> & { type: QuestionType }) =>
  contentOf({ stem: 'Which?', ...question }, ids());
const problemsOf = (question: Partial<AuthoredQuestion> & { type: QuestionType }): string[] =>
  contentProblems(content(question)).map(({ field }) => field);

describe('setting the key apart', () => {
  it('abuse 18: leaves nothing in the presentation but texts, ids and the unit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ text: fc.string(), correct: fc.boolean(), feedback: fc.constant('SECRET') })),
        (choices) => {
          const { presentation, answerKey } = content({
            type: 'MULTIPLE_CHOICE',
            choices,
            explanation: 'SECRET',
            unit: 'kg',
          });
          expect(Object.keys(presentation).sort()).toEqual(['choices', 'unit']);
          for (const choice of presentation.choices!) expect(Object.keys(choice)).toEqual(['id', 'text']);
          expect(JSON.stringify(presentation)).not.toContain('SECRET');
          expect(answerKey.correctChoiceIds).toHaveLength(choices.filter((c) => c.correct).length);
        },
      ),
    );
  });

  it('keeps the id of a choice of the version before, once, and takes no foreign one', () => {
    const choices = ['old', 'old', 'foreign'].map((id) => ({ id, text: id }));
    const { presentation } = contentOf(
      { type: 'SINGLE_CHOICE', stem: '?', choices },
      ids(),
      new Set(['old']),
    );
    expect(presentation.choices!.map(({ id }) => id)).toEqual(['old', 'c0', 'c1']);
  });
});

describe('a question ready to be published', () => {
  const two = [{ text: 'a', correct: true }, { text: 'b' }];
  it.each<[string, Partial<AuthoredQuestion> & { type: QuestionType }, string[]]>([
    ['one right choice', { type: 'SINGLE_CHOICE', choices: two }, []],
    ['no right choice', { type: 'SINGLE_CHOICE', choices: [{ text: 'a' }, { text: 'b' }] }, ['choices']],
    [
      'two right choices',
      { type: 'SINGLE_CHOICE', choices: two.map((c) => ({ ...c, correct: true })) },
      ['choices'],
    ],
    ['too few choices', { type: 'MULTIPLE_CHOICE', choices: two.slice(0, 1) }, ['choices']],
    [
      'doubled and empty choices',
      { type: 'MULTIPLE_CHOICE', choices: [...two, { text: ' a ' }, { text: '' }] },
      ['choices.2.text', 'choices.3.text'],
    ],
    ['an undecided statement', { type: 'TRUE_FALSE' }, ['isTrue']],
    ['a decided statement', { type: 'TRUE_FALSE', isTrue: false }, []],
    ['nothing accepted', { type: 'SHORT_TEXT', accepted: [] }, ['accepted']],
    [
      'anything accepted',
      { type: 'SHORT_TEXT', accepted: [{ pattern: 'ok' }, { pattern: ' * ' }] },
      ['accepted.1'],
    ],
    ['a number', { type: 'NUMBER', numbers: [{ number: '37.5', tolerance: '0.5' }], unit: '°C' }, []],
    ['no number', { type: 'NUMBER' }, ['number']],
    ['a negative tolerance', { type: 'NUMBER', numbers: [{ number: '1', tolerance: '-1' }] }, ['tolerance']],
    ['no stem and more', { type: 'NUMBER', stem: ' ' }, ['stem', 'number']],
  ])('with %s', (_, question, fields) => {
    expect(problemsOf(question)).toEqual(fields);
  });
});

describe('a response', () => {
  const { presentation } = content({ type: 'SINGLE_CHOICE', choices: [{ text: 'a' }, { text: 'b' }] });
  it('fits when it gives the member of the type, and names choices of the question', () => {
    expect(misfit('SINGLE_CHOICE', presentation, { choiceIds: ['c1'] })).toBeNull();
    expect(misfit('SINGLE_CHOICE', presentation, { choiceIds: [] })).toBeNull();
    expect(misfit('MULTIPLE_CHOICE', presentation, { choiceIds: ['c1', 'c0'] })).toBeNull();
    expect(misfit('NUMBER', {}, { number: '1' })).toBeNull();
    expect(misfit('TRUE_FALSE', {}, { isTrue: false })).toBeNull();
  });

  it('does not fit otherwise', () => {
    expect(misfit('SINGLE_CHOICE', presentation, { choiceIds: ['c0', 'c1'] })).toContain('at most one');
    expect(misfit('MULTIPLE_CHOICE', presentation, { choiceIds: ['c0', 'c0'] })).toContain('twice');
    expect(misfit('MULTIPLE_CHOICE', presentation, { choiceIds: ['c9'] })).toContain('of this question');
    expect(misfit('NUMBER', {}, { text: '1' })).toContain('`number`');
    expect(misfit('NUMBER', {}, { number: '1', text: '1' })).toContain('`number`');
    expect(misfit('SHORT_TEXT', {}, {})).toContain('`text`');
  });
});
