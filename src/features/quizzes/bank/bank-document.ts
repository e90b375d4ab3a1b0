import type { AuthoredQuestion, QuestionType } from './question-content.js';

/** A question as a bank's file holds it. */
export interface BankQuestion {
  readonly code: string;
  readonly type: QuestionType;
  readonly stem: string;
  readonly learningOutcome?: string;
  readonly choices?: readonly {
    readonly text: string;
    readonly correct?: boolean;
    readonly feedback?: string;
  }[];
  /** Of a TRUE_FALSE or NUMBER question. */
  readonly answer?: boolean | number | string;
  readonly tolerance?: number | string;
  readonly unit?: string;
  readonly accepted?: readonly (string | number)[];
  readonly feedback?: {
    readonly whenTrue?: string;
    readonly whenFalse?: string;
    readonly correct?: string;
    readonly incorrect?: string;
  };
  readonly explanation?: string;
}

/** Settings of a quiz as a bank's file holds them. */
export interface BankQuizSettings {
  readonly title: string;
  readonly passMarkPercent: number | string;
  readonly timeLimitMinutes?: number | null;
  readonly maxAttempts?: number | null;
}

/** The questions of one course: a quiz for each module, and a final that draws on them by code. */
export interface BankDocument {
  /** Code of the course. */
  readonly course: string;
  readonly modules: readonly {
    readonly title: string;
    readonly quiz: BankQuizSettings;
    readonly questions: readonly BankQuestion[];
  }[];
  readonly final?: BankQuizSettings & { readonly questions: readonly string[] };
}

/** A question for the bank, wherever it comes from. */
export interface NewBankQuestion extends AuthoredQuestion {
  readonly code: string;
  readonly category: string | null;
  readonly tags: readonly string[];
  readonly learningOutcomes: readonly string[];
}

/** A quiz of questions that the bank has or is given with it. */
export interface NewBankQuiz extends BankQuizSettings {
  readonly code: string;
  readonly questionCodes: readonly string[];
}
