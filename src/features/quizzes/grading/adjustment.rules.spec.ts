import fc from 'fast-check';
import { anyResponse, authored } from '../../../../test/support/authored-questions.js';
import { compare, decimal } from '../../records/rational.js';
import { QUESTION_TYPES, type QuestionType, type QuizResponse } from '../bank/question-content.js';
import { contentOf, idsOf, misfit } from '../bank/question.rules.js';
import {
  acceptsFurther,
  adjustedMark,
  keyAccepting,
  NO_ADJUSTMENT,
  REGRADE_ACTIONS,
  standingAdjustment,
  type RegradeEntry,
} from './adjustment.rules.js';
import { markOf, type GradedQuestion } from './grading.rules.js';

const points = fc.integer({ min: 1, max: 99_999 }).map((n) => (n / 100).toFixed(2));

/** A question of the type with any two responses to it, fitting or not. */
const answered = (type: QuestionType) =>
  authored(type).chain((question) => {
    let next = 0;
    const { presentation, answerKey } = contentOf(question, () => `c${next++}`);
    const response = fc.option(anyResponse([...idsOf(presentation)]), { nil: null });
    return fc.record({
      question: fc.record({
        type: fc.constant(type),
        presentation: fc.constant(presentation),
        answerKey: fc.constant(answerKey),
        variant: fc.constant(0),
        points,
        response,
      }),
      other: response,
    });
  });

/** A response that fits the question and answers all of it. */
function fitting({ type, presentation, answerKey }: GradedQuestion): fc.Arbitrary<QuizResponse> {
  const { choices = [], prompts = [] } = presentation;
  const choice = fc.constantFrom(...choices.map(({ id }) => id), 'no choice');
  const unit = answerKey.units?.find(({ factor }) => factor === '1')?.unit;
  const responses: Partial<Record<QuestionType, fc.Arbitrary<QuizResponse>>> = {
    SINGLE_CHOICE: choice.map((id) => ({ choiceIds: [id] })),
    MULTIPLE_CHOICE: fc.uniqueArray(choice, { minLength: 1 }).map((choiceIds) => ({ choiceIds })),
    TRUE_FALSE: fc.boolean().map((isTrue) => ({ isTrue })),
    SHORT_TEXT: fc.stringMatching(/^[a-z]{1,9}( [a-z]{1,9})?$/).map((text) => ({ text })),
    NUMBER: fc
      .integer({ min: -9_999, max: 9_999 })
      .map((n) => ({ number: (n / 100).toFixed(2), ...(unit && { unit }) })),
    MATCHING: fc
      .tuple(...prompts.map(() => choice))
      .map((ids) => ({ matches: ids.map((choiceId, i) => ({ promptId: prompts[i]!.id, choiceId })) })),
    ORDERING: fc
      .shuffledSubarray(
        choices.map(({ id }) => id),
        { minLength: choices.length },
      )
      .map((order) => ({ order })),
  };
  return responses[type]!.filter((response) => misfit(type, presentation, response) === null);
}

const entry = (action: RegradeEntry['action'], more: Partial<RegradeEntry> = {}): RegradeEntry => ({
  ...{ action, accepted: null, newer: null },
  ...more,
});

/** Formulas take their time. */
const RUNS = { numRuns: 30 };

describe.each(QUESTION_TYPES.map((type) => [type] as const))('a decision about a %s question', (type) => {
  const accepting = (accepted: QuizResponse) => standingAdjustment([entry('ACCEPT', { accepted })]);

  it('leaves the mark of the key where nothing was decided', () => {
    fc.assert(
      fc.property(answered(type), ({ question }) => {
        expect(adjustedMark(question, NO_ADJUSTMENT)).toEqual(markOf(question));
      }),
      RUNS,
    );
  });

  it('that it is void lets nobody earn or lose by it', () => {
    fc.assert(
      fc.property(answered(type), ({ question }) => {
        const mark = adjustedMark(question, standingAdjustment([entry('VOID')]));
        expect(mark).toEqual({ earned: '0.0000', possible: '0.0000' });
      }),
      RUNS,
    );
  });

  it('of full credit gives it whatever was answered', () => {
    fc.assert(
      fc.property(answered(type), ({ question }) => {
        const { earned, possible } = adjustedMark(question, standingAdjustment([entry('FULL_CREDIT')]));
        expect(earned).toBe(possible);
        expect(compare(decimal(possible), decimal(question.points))).toBe(0);
      }),
      RUNS,
    );
  });

  it('abuse 28: that another answer is right takes nothing from anybody, and gives no more than the points', () => {
    fc.assert(
      fc.property(answered(type), ({ question, other }) => {
        const { earned, possible } = adjustedMark(question, accepting(other ?? {}));
        expect(compare(decimal(earned), decimal(markOf(question).earned))).toBeGreaterThanOrEqual(0);
        expect(compare(decimal(earned), decimal(possible))).toBeLessThanOrEqual(0);
      }),
      RUNS,
    );
  });

  it('counts by the newer key, with the same points', () => {
    fc.assert(
      fc.property(answered(type), answered(type), ({ question }, { question: { presentation, answerKey } }) => {
        const newer = { presentation, answerKey };
        const mark = adjustedMark(question, standingAdjustment([entry('CURRENT_KEY', { newer })]));
        expect(mark).toEqual(markOf({ ...question, ...newer }));
      }),
      RUNS,
    );
  }); // prettier-ignore

  if (acceptsFurther(type))
    it('that an answer is right gives all points to who gave it', () => {
      fc.assert(
        fc.property(
          answered(type).chain(({ question }) => fc.tuple(fc.constant(question), fitting(question))),
          ([question, response]) => {
            const { earned, possible } = adjustedMark({ ...question, response }, accepting(response));
            expect(earned).toBe(possible);
          },
        ),
        RUNS,
      );
    });
  else
    it('accepts no further answer: a newer key says it', () => {
      fc.assert(
        fc.property(answered(type), ({ question, other }) => {
          expect(keyAccepting(question, other ?? {})).toBeNull();
        }),
        RUNS,
      );
    });
});

describe('decisions in the order they were made', () => {
  const decisions = fc.array(
    fc.constantFrom(...REGRADE_ACTIONS).map((action, i = 0) =>
      entry(action, {
        ...(action === 'ACCEPT' && { accepted: { text: `answer ${i}` } }),
        ...(action === 'CURRENT_KEY' && { newer: { presentation: {}, answerKey: { isTrue: true } } }),
      }),
    ),
    { maxLength: 12 },
  );

  it('are undone by the original key, whatever they were', () => {
    fc.assert(
      fc.property(decisions, (made) => {
        expect(standingAdjustment([...made, entry('ORIGINAL_KEY')])).toEqual(NO_ADJUSTMENT);
      }),
    );
  });

  it('are worth what the last one says', () => {
    const worth = { VOID: 'NOTHING', FULL_CREDIT: 'FULL', ACCEPT: 'BY_KEY', CURRENT_KEY: 'BY_KEY', ORIGINAL_KEY: 'BY_KEY' }; // prettier-ignore
    fc.assert(
      fc.property(decisions, (made) => {
        const last = made.at(-1)?.action ?? 'ORIGINAL_KEY';
        expect(standingAdjustment(made).worth).toBe(worth[last]);
      }),
    );
  });

  it('keep every accepted answer since the key changed last', () => {
    fc.assert(
      fc.property(decisions, (made) => {
        const since = made.findLastIndex(({ action }) => ['CURRENT_KEY', 'ORIGINAL_KEY'].includes(action));
        const accepted = made.slice(since + 1).flatMap((each) => each.accepted ?? []);
        expect(standingAdjustment(made)).toMatchObject({
          accepted,
          newer: since < 0 ? null : made[since]!.newer,
        });
      }),
    );
  });
});
