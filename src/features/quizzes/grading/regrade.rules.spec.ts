import fc from 'fast-check';
import { anyResponse, authored } from '../../../../test/support/authored-questions.js';
import { QUESTION_TYPES, type QuestionType } from '../bank/question-content.js';
import { contentOf, idsOf } from '../bank/question.rules.js';
import { type Adjustment, NO_ADJUSTMENT } from './adjustment.rules.js';
import { awaitsGrader, markOf } from './grading.rules.js';
import { markAfter, type MarkBefore, sameAnswers } from './regrade.rules.js';

const content = (type: QuestionType) =>
  authored(type).map((question) => {
    let next = 0;
    return contentOf(question, () => `c${next++}`);
  });

/** What the key gave for a response. */
const marked = (type: QuestionType): fc.Arbitrary<MarkBefore> =>
  content(type).chain((question) =>
    fc.option(anyResponse([...idsOf(question.presentation)]), { nil: null }).map((response) => {
      const asked = { ...question, variant: 0, points: '2.50', response };
      const { earned, possible } = markOf(asked);
      return {
        ...asked,
        position: 3,
        kind: 'AUTOMATIC',
        earned: awaitsGrader(asked) ? null : earned,
        possible,
      };
    }),
  );

const adjustment: fc.Arbitrary<Adjustment> = fc.record({
  worth: fc.constantFrom('BY_KEY' as const, 'FULL' as const, 'NOTHING' as const),
  newer: fc.constant(null),
  accepted: fc.array(anyResponse(['c0', 'c1', 'c2']), { maxLength: 2 }),
});

describe.each(QUESTION_TYPES.map((type) => [type] as const))('a mark of a %s question', (type) => {
  it('stays where nothing is decided', () => {
    fc.assert(fc.property(marked(type), (mark) => expect(markAfter(mark, NO_ADJUSTMENT)).toBeNull()));
  });

  it('changes once: what a decision made of it stands when it is applied again', () => {
    fc.assert(
      fc.property(marked(type), adjustment, (mark, decided) => {
        const after = markAfter(mark, decided);
        if (after) expect(markAfter({ ...mark, ...after }, decided)).toBeNull();
      }),
    );
  });

  it('that a person gave, or is still to give, is not changed by a key', () => {
    fc.assert(
      fc.property(marked(type), adjustment, (mark, decided) => {
        const byKey = { ...decided, worth: 'BY_KEY' as const };
        expect(markAfter({ ...mark, kind: 'MANUAL' }, byKey)).toBeNull();
        if (awaitsGrader(mark)) expect(markAfter(mark, byKey)).toBeNull();
      }),
    );
  });

  it('is nothing of a void question, also one that a person gave or that waits', () => {
    fc.assert(
      fc.property(marked(type), fc.constantFrom('AUTOMATIC', 'MANUAL'), (mark, kind) => {
        const voided = { ...NO_ADJUSTMENT, worth: 'NOTHING' as const };
        const after = markAfter({ ...mark, kind }, voided);
        expect(after).toEqual({ position: 3, earned: '0.0000', possible: '0.0000' });
      }),
    );
  });

  it('goes by a newer version of the question that has the same parts, in any order, and by no other', () => {
    fc.assert(
      fc.property(content(type), (asked) => {
        const { choices = [], prompts = [], blanks = [] } = asked.presentation;
        const turned = {
          ...asked.presentation,
          choices: choices.toReversed(),
          prompts: prompts.toReversed(),
        };
        expect(sameAnswers(asked, asked)).toBe(true);
        expect(sameAnswers(asked, { ...asked, presentation: turned })).toBe(true);
        const more = [
          { ...asked.presentation, choices: [...choices, { id: 'new', text: 'new' }] },
          { ...asked.presentation, prompts: [...prompts, { id: 'new', text: 'new' }] },
          { ...asked.presentation, blanks: [...blanks, { id: '9', kind: 'TEXT' as const }] },
        ];
        for (const presentation of more) {
          expect(sameAnswers(asked, { ...asked, presentation })).toBe(false);
          expect(sameAnswers({ ...asked, presentation }, asked)).toBe(false);
        }
        const other = QUESTION_TYPES.find((each) => each !== type)!;
        expect(sameAnswers(asked, { ...asked, type: other })).toBe(false);
      }),
    );
  });
});
