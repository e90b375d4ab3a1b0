import type { QuestionToMark } from './attempt-score.rules.js';
import { marksOf, tallyOf } from './attempt-score.rules.js';

const trueFalse = (position: number, isTrue: boolean | null): QuestionToMark => ({
  position,
  questionVersionId: `question ${position}`,
  type: 'TRUE_FALSE',
  presentation: {},
  answerKey: { isTrue: true },
  variant: null,
  decisions: [],
  points: '1.5',
  response: isTrue === null ? null : { isTrue },
});
const essay = (position: number, text: string | null): QuestionToMark => ({
  ...trueFalse(position, null),
  type: 'ESSAY',
  answerKey: {},
  response: text === null ? null : { text },
});

describe('the marks of an attempt', () => {
  it('stand in the order of positions, whatever the order of the questions in the attempt', () => {
    const marks = marksOf([trueFalse(3, true), trueFalse(1, false), trueFalse(2, null)]);
    expect(marks.map(({ position, earned }) => [position, earned])).toEqual([
      [1, '0.0000'],
      [2, '0.0000'],
      [3, '1.5000'],
    ]);
  });

  it('wait for a grader where an essay was written, not where it was left empty', () => {
    const marks = marksOf([trueFalse(1, true), essay(2, 'Because'), essay(3, null), essay(4, '  ')]);
    expect(marks.map(({ earned }) => earned)).toEqual(['1.5000', null, '0.0000', '0.0000']);
    expect(tallyOf(marks, '20')).toEqual({
      earned: '1.5000',
      possible: '6.0000',
      percent: '25.00',
      passed: null,
      pending: 1,
      marks: ['1.5000', null, '0.0000', '0.0000'],
    });
  });

  it('decide about the pass once none waits', () => {
    const tally = tallyOf(marksOf([trueFalse(1, true), essay(2, null)]), '50');
    expect(tally).toMatchObject({ percent: '50.00', passed: true, pending: 0 });
  });
});
