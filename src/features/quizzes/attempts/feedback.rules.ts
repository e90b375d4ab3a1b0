import type { Shown } from '../authoring/quiz.entity.js';
import type { AnswerKey, Presentation, QuestionType, QuizResponse } from '../bank/question-content.js';
import { fittingAnswer } from '../grading/credit.rules.js';
import type { AttemptStatus } from './quiz-attempt.entity.js';

/** What an author has decided to show, and when. */
export interface FeedbackPolicy {
  /** Of a question that is finished, while the attempt runs. */
  readonly shownDuring: readonly Shown[];
  /** After the attempt. */
  readonly shownAfter: readonly Shown[];
  /** After the quiz has closed; of a quiz that never closes, nothing depends on it. */
  readonly shownAfterClosing: readonly Shown[];
}

const EVERYTHING: ReadonlySet<Shown> = new Set([
  'MARKS',
  'CORRECTNESS',
  'RIGHT_ANSWERS',
  'FEEDBACK',
  'EXPLANATION',
]);
const NOTHING: ReadonlySet<Shown> = new Set();

/** Where somebody stands who looks at a question of an attempt. */
export interface Onlooker {
  /** Whether it is the trainee's own attempt. */
  readonly own: boolean;
  readonly status: AttemptStatus;
  /** The trainee has finished this question. */
  readonly finished: boolean;
  /** Whoever looks has the same question before them in another attempt that is open. */
  readonly askedElsewhere: boolean;
  /** When the quiz closes for this trainee; null: never. */
  readonly closesAt: Date | null;
  readonly now: Date;
}

/** What is shown of a question: to a trainee what the quiz says, to a grader everything once it is submitted. */
export function shownOf(policy: FeedbackPolicy, onlooker: Onlooker): ReadonlySet<Shown> {
  const { own, status, finished, askedElsewhere, closesAt, now } = onlooker;
  if (askedElsewhere) return NOTHING;
  if (!own) return status === 'SUBMITTED' ? EVERYTHING : NOTHING;
  if (status === 'IN_PROGRESS') return finished ? new Set(policy.shownDuring) : NOTHING;
  const closed = closesAt !== null && now > closesAt;
  return new Set(closed ? policy.shownAfterClosing : policy.shownAfter);
}

/** A question with its key and what was answered. */
export interface AnsweredQuestion {
  readonly type: QuestionType;
  readonly presentation: Presentation;
  readonly answerKey: AnswerKey;
  readonly variant: number | null;
  readonly response: QuizResponse | null;
  readonly correctness: Correctness;
}

export const CORRECTNESSES = [
  'CORRECT',
  'PARTLY_CORRECT',
  'INCORRECT',
  'UNANSWERED',
  'WAITS_FOR_GRADER',
] as const;
export type Correctness = (typeof CORRECTNESSES)[number];

/** `earned` null: the answer waits for a grader. */
export function correctnessOf(
  mark: { readonly earned: string | null; readonly possible: string },
  response: QuizResponse | null,
): Correctness {
  if (mark.earned === null) return 'WAITS_FOR_GRADER';
  const [earned, possible] = [Number(mark.earned), Number(mark.possible)];
  if (earned > 0) return earned >= possible ? 'CORRECT' : 'PARTLY_CORRECT';
  return response === null ? 'UNANSWERED' : 'INCORRECT';
}

/**
 * The part of a key that is shown; null when nothing of it is. Where right answers stay hidden, feedback is only
 * what was said to this very answer: the feedback of the others would tell. Notes for graders are for graders.
 */
export function keyShown(
  question: AnsweredQuestion,
  shown: ReadonlySet<Shown>,
  own: boolean,
): AnswerKey | null {
  const { answerKey } = question;
  const { explanation, gradingNotes, choiceFeedback, whenTrue, whenFalse, ...rest } = answerKey;
  const { whenCorrect, whenPartlyCorrect, whenIncorrect, ...right } = rest;
  const all = shown.has('RIGHT_ANSWERS');
  const parts: AnswerKey[] = [
    ...(all ? [shown.has('FEEDBACK') ? right : withoutFeedback(right)] : []),
    ...(shown.has('FEEDBACK')
      ? [
          all
            ? gapless({ choiceFeedback, whenTrue, whenFalse, whenCorrect, whenPartlyCorrect, whenIncorrect })
            : feedbackTo(question),
        ]
      : []),
    ...(shown.has('EXPLANATION') ? [gapless({ explanation })] : []),
    ...(own || !shown.size ? [] : [gapless({ gradingNotes })]),
  ];
  return parts.length ? Object.assign({}, ...parts) : null;
}

/** The right answers without what is said to those who gave them. */
function withoutFeedback(key: AnswerKey): AnswerKey {
  const { accepted, numbers, blanks } = key;
  return gapless({
    ...key,
    accepted: accepted?.map(({ feedback: _, ...each }) => each),
    numbers: numbers?.map(({ feedback: _, ...each }) => each),
    blanks:
      blanks &&
      Object.fromEntries(
        Object.entries(blanks).map(([id, { choiceFeedback: _, ...blank }]) => [
          id,
          {
            ...blank,
            ...(blank.accepted && { accepted: blank.accepted.map(({ feedback: __, ...each }) => each) }),
            ...(blank.numbers && { numbers: blank.numbers.map(({ feedback: __, ...each }) => each) }),
          },
        ]),
      ),
  });
}

/** What the author says to this answer, and nothing that would tell of another. */
function feedbackTo(question: AnsweredQuestion): AnswerKey {
  const { answerKey, response, correctness } = question;
  const { choiceFeedback = {}, whenTrue, whenFalse } = answerKey;
  const { whenCorrect, whenPartlyCorrect, whenIncorrect } = answerKey;
  const chosen = response?.choiceIds ?? [];
  const fitting = response ? fittingAnswer({ ...question, response }) : undefined;
  return gapless({
    choiceFeedback: Object.fromEntries(
      chosen.flatMap((id) => (choiceFeedback[id] ? [[id, choiceFeedback[id]]] : [])),
    ),
    whenTrue: response?.isTrue === true ? whenTrue : undefined,
    whenFalse: response?.isTrue === false ? whenFalse : undefined,
    whenCorrect: correctness === 'CORRECT' ? (fitting?.feedback ?? whenCorrect) : undefined,
    whenPartlyCorrect:
      correctness === 'PARTLY_CORRECT' ? (fitting?.feedback ?? whenPartlyCorrect) : undefined,
    whenIncorrect:
      correctness === 'INCORRECT' || correctness === 'UNANSWERED'
        ? (fitting?.feedback ?? whenIncorrect)
        : undefined,
  });
}

const gapless = (key: { [K in keyof AnswerKey]?: AnswerKey[K] | undefined }): AnswerKey =>
  Object.fromEntries(Object.entries(key).filter(([, value]) => value !== undefined));
