import type {
  AnswerKey,
  Presentation,
  QuestionType,
  QuizResponse,
} from '../features/quizzes/bank/question-content.js';

export interface KeyedQuestion {
  readonly type: QuestionType;
  readonly presentation: Presentation;
  readonly answerKey: AnswerKey;
}

/** What somebody answers who knows it. */
export function rightAnswer({ type, answerKey }: KeyedQuestion): QuizResponse {
  switch (type) {
    case 'SINGLE_CHOICE':
    case 'MULTIPLE_CHOICE':
      return { choiceIds: [...(answerKey.correctChoiceIds ?? [])] };
    case 'TRUE_FALSE':
      return { isTrue: answerKey.isTrue ?? false };
    case 'SHORT_TEXT':
      return { text: answerKey.accepted?.[0]?.pattern ?? '' };
    case 'NUMBER':
      return { number: answerKey.numbers?.[0]?.number ?? '0' };
    default:
      throw new Error(`The demo has no ${type} questions`);
  }
}

/** What somebody answers who does not; `draw` (0 to below 1) chooses among the wrong ones. */
export function wrongAnswer({ type, presentation, answerKey }: KeyedQuestion, draw: number): QuizResponse {
  switch (type) {
    case 'SINGLE_CHOICE':
    case 'MULTIPLE_CHOICE':
      return { choiceIds: wrongChoices(presentation, answerKey, draw) };
    case 'TRUE_FALSE':
      return { isTrue: !answerKey.isTrue };
    case 'SHORT_TEXT':
      return { text: 'not sure' };
    case 'NUMBER':
      return { number: beyond(answerKey) };
    default:
      throw new Error(`The demo has no ${type} questions`);
  }
}

function beyond({ numbers: [right] = [] }: AnswerKey): string {
  return String(1 + Math.ceil(Number(right?.number ?? 0) + Number(right?.tolerance ?? 0)));
}

function wrongChoices(
  { choices = [] }: Presentation,
  { correctChoiceIds = [] }: AnswerKey,
  draw: number,
): string[] {
  const wrong = choices.filter(({ id }) => !correctChoiceIds.includes(id));
  const chosen = wrong[Math.floor(draw * wrong.length)];
  return chosen ? [chosen.id] : correctChoiceIds.slice(1);
}
