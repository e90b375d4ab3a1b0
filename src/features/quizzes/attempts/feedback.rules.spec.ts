import fc from 'fast-check';
import { anyResponse, authored } from '../../../../test/support/authored-questions.js';
import { SHOWN, type Shown } from '../authoring/quiz.entity.js';
import { type AnswerKey, QUESTION_TYPES, type QuestionType } from '../bank/question-content.js';
import { keyView } from '../bank/question-key.type.js';
import { contentOf, idsOf } from '../bank/question.rules.js';
import { markOf } from '../grading/grading.rules.js';
import { correctnessOf, keyShown, shownOf, type FeedbackPolicy, type Onlooker } from './feedback.rules.js';

/** Members of a key that are said to an answer, and the one that is said to all. Every other tells what is right. */
const SAID = ['choiceFeedback', 'whenTrue', 'whenFalse', 'whenCorrect', 'whenPartlyCorrect', 'whenIncorrect', 'explanation']; // prettier-ignore

const shown = fc.subarray([...SHOWN]).map((each): ReadonlySet<Shown> => new Set(each));

/** A question with any answer to it. Each text of its key says where it stands. */
const answered = (type: QuestionType) =>
  authored(type).chain((question) => {
    let next = 0;
    const { presentation, answerKey } = contentOf(question, () => `c${next++}`);
    return fc.option(anyResponse([...idsOf(presentation)]), { nil: null }).map((response) => {
      const graded = { type, presentation, answerKey: located(answerKey), response, variant: 0, points: '2' };
      return { ...graded, correctness: correctnessOf(markOf(graded), response) };
    });
  });

const located = ({ choiceFeedback = {}, ...key }: AnswerKey): AnswerKey => ({
  ...key,
  explanation: 'SAID explanation',
  whenCorrect: 'SAID CORRECT',
  whenPartlyCorrect: 'SAID PARTLY_CORRECT',
  whenIncorrect: 'SAID INCORRECT',
  ...(key.whenTrue && { whenTrue: 'SAID true', whenFalse: 'SAID false' }),
  choiceFeedback: Object.fromEntries(Object.keys(choiceFeedback).map((id) => [id, `SAID to ${id}`])),
});

describe.each(QUESTION_TYPES.map((type) => [type] as const))('of the key of a %s question', (type) => {
  it('abuse 18: a trainee sees nothing that tells a right answer where right answers stay hidden', () => {
    fc.assert(
      fc.property(answered(type), shown, (question, items) => {
        const few = new Set([...items].filter((item) => item !== 'RIGHT_ANSWERS'));
        const key = keyShown(question, few, true);
        for (const member of Object.keys(key ?? {})) expect(SAID).toContain(member);
        const view = keyView({ ...question, answerKey: key ?? {} }, 0);
        expect(view).toMatchObject({
          ...{ rightAnswer: null, isTrue: null, number: null, tolerance: null, gradingNotes: null },
          ...{ accepted: [], acceptedTexts: [], numbers: [], units: [], matches: [], order: [] },
          ...{ blanks: [], regions: [], unitPenaltyPercent: null },
        });
        for (const { correct, percent } of view.choices) expect([correct, percent]).toEqual([null, null]);
      }),
    );
  });

  it('abuse 18: a trainee is told what is said to their own answer, and nothing of what is said to another', () => {
    fc.assert(
      fc.property(answered(type), (question) => {
        const { response, correctness } = question;
        const key = keyShown(question, new Set(['FEEDBACK']), true)!;
        const chosen = response?.choiceIds ?? [];
        for (const id of Object.keys(key.choiceFeedback ?? {})) expect(chosen).toContain(id);
        if (key.whenTrue) expect(response?.isTrue).toBe(true);
        if (key.whenFalse) expect(response?.isTrue).toBe(false);
        const heard = { whenCorrect: ['CORRECT'], whenPartlyCorrect: ['PARTLY_CORRECT'], whenIncorrect: ['INCORRECT', 'UNANSWERED'] }; // prettier-ignore
        for (const [member, when] of Object.entries(heard))
          if (key[member as keyof typeof heard]) expect(when).toContain(correctness);
        expect(key.explanation).toBeUndefined();
      }),
    );
  });

  it('nothing is seen where nothing of it is shown', () => {
    fc.assert(
      fc.property(answered(type), fc.boolean(), fc.subarray(['MARKS', 'CORRECTNESS'] as const), (question, own, items) => {
        const key = keyShown(question, new Set(items), own);
        if (own || !items.length) expect(key).toBeNull();
        else expect(Object.keys(key ?? {}).filter((member) => member !== 'gradingNotes')).toEqual([]);
      }),
    );
  }); // prettier-ignore

  it('each part is seen where it is shown, and notes for graders by graders alone', () => {
    fc.assert(
      fc.property(answered(type), shown, fc.boolean(), (question, items, own) => {
        const key = keyShown(question, items, own) ?? {};
        expect('explanation' in key).toBe(items.has('EXPLANATION'));
        if (own) expect(key.gradingNotes).toBeUndefined();
        if (!items.has('FEEDBACK')) expect(JSON.stringify({ ...key, explanation: '' })).not.toContain('SAID');
      }),
    );
  });

  it('all of it is seen by a grader once it is submitted', () => {
    fc.assert(
      fc.property(answered(type), (question) => {
        expect(keyShown(question, new Set(SHOWN), false)).toEqual(question.answerKey);
      }),
    );
  });
});

describe('what is shown', () => {
  const policy: fc.Arbitrary<FeedbackPolicy> = fc
    .tuple(fc.subarray([...SHOWN]), fc.subarray([...SHOWN]), fc.subarray([...SHOWN]))
    .map(([shownDuring, shownAfter, shownAfterClosing]) => ({ shownDuring, shownAfter, shownAfterClosing }));
  const moment = fc
    .integer({ min: 0, max: 2_000 })
    .map((n) => new Date(Date.UTC(2026, 0, 5) + n * 3_600_000));
  const onlooker: fc.Arbitrary<Onlooker> = fc.record({
    own: fc.boolean(),
    status: fc.constantFrom('IN_PROGRESS' as const, 'SUBMITTED' as const),
    finished: fc.boolean(),
    askedElsewhere: fc.boolean(),
    closesAt: fc.option(moment, { nil: null }),
    now: moment,
  });

  it('abuse 29: is nothing while the same question is open elsewhere', () => {
    fc.assert(
      fc.property(policy, onlooker, (shows, who) => {
        expect(shownOf(shows, { ...who, askedElsewhere: true }).size).toBe(0);
      }),
    );
  });

  it('abuse 18: of a running attempt is nothing to others, and to the trainee what is finished, as the quiz says', () => {
    fc.assert(
      fc.property(policy, onlooker, (shows, who) => {
        const items = shownOf(shows, { ...who, status: 'IN_PROGRESS', askedElsewhere: false });
        expect([...items]).toEqual(who.own && who.finished ? shows.shownDuring : []);
      }),
    );
  });

  it('afterwards is what the quiz says before or after its closing; to graders everything', () => {
    fc.assert(
      fc.property(policy, onlooker, (shows, who) => {
        const items = shownOf(shows, { ...who, status: 'SUBMITTED', askedElsewhere: false });
        const closed = who.closesAt !== null && who.now > who.closesAt;
        const own = closed ? shows.shownAfterClosing : shows.shownAfter;
        expect([...items].toSorted()).toEqual([...(who.own ? own : SHOWN)].toSorted());
      }),
    );
  }); // prettier-ignore
});
