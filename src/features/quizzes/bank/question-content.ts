/** What a question asks, in two parts that never travel together before an attempt is finished. */

export const QUESTION_TYPES = [
  'SINGLE_CHOICE',
  'MULTIPLE_CHOICE',
  'TRUE_FALSE',
  'SHORT_TEXT',
  'NUMBER',
] as const;
export type QuestionType = (typeof QUESTION_TYPES)[number];

/** Its id is random: it says neither which choice is right nor in which order they were written. */
export interface Choice {
  readonly id: string;
  /** Markdown. */
  readonly text: string;
}

/** What a trainee may see from the start, beside the stem. */
export interface Presentation {
  readonly choices?: readonly Choice[];
  readonly unit?: string;
}

/** What nobody who takes the quiz may see before the end. Feedback and explanation are Markdown. */
export interface AnswerKey {
  readonly correctChoiceIds?: readonly string[];
  /** By choice id. */
  readonly choiceFeedback?: Readonly<Record<string, string>>;
  readonly isTrue?: boolean;
  readonly whenTrue?: string;
  readonly whenFalse?: string;
  /** Patterns of a short text; `*` stands for any text, `\*` for an asterisk. */
  readonly accepted?: readonly string[];
  /** A decimal, such as `98.6`. */
  readonly number?: string;
  /** How far from `number` a response may be and still be right; 0 or above. */
  readonly tolerance?: string;
  readonly whenCorrect?: string;
  readonly whenIncorrect?: string;
  readonly explanation?: string;
}

export interface QuestionContent {
  readonly type: QuestionType;
  readonly stem: string;
  readonly presentation: Presentation;
  readonly answerKey: AnswerKey;
}

/** What a trainee answers: the member that fits the question's type. */
export interface QuizResponse {
  readonly choiceIds?: readonly string[];
  readonly isTrue?: boolean;
  readonly text?: string;
  /** A decimal, such as `-1.5`. */
  readonly number?: string;
}

/** A question as an author writes it, before choices have ids and the key is set apart. */
export interface AuthoredQuestion {
  readonly type: QuestionType;
  readonly stem: string;
  readonly choices?: readonly AuthoredChoice[];
  readonly isTrue?: boolean | null;
  readonly whenTrue?: string | null;
  readonly whenFalse?: string | null;
  readonly accepted?: readonly string[];
  readonly number?: string | null;
  readonly tolerance?: string | null;
  readonly unit?: string | null;
  readonly whenCorrect?: string | null;
  readonly whenIncorrect?: string | null;
  readonly explanation?: string | null;
}

export interface AuthoredChoice {
  /** Of the version before, when it is the same choice. */
  readonly id?: string | null;
  readonly text: string;
  readonly correct?: boolean;
  readonly feedback?: string | null;
}
