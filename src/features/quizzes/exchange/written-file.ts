import type { ExchangedQuestion } from './exchanged-question.js';

/** What became of one question that was to be written. */
export interface WrittenItem {
  readonly name: string;
  /** Why the format cannot carry it; null: it is in the file. */
  readonly leftOut: string | null;
  /** What of it the format does not say, one sentence each. */
  readonly losses: readonly string[];
}

/** A file of questions, and one item for each of them: nothing is left out in silence. */
export interface WrittenFile {
  readonly text: string;
  readonly items: readonly WrittenItem[];
}

/** Why a format cannot carry a question: one sentence for its author. */
export class NotCarried extends Error {}

/** Writes a question into a text; throws NotCarried. */
export type WriteQuestion = (question: ExchangedQuestion, losses: Set<string>) => string;

/** Writes each question by itself, and notes what is lost of it or why it is left out. */
export function written(questions: readonly ExchangedQuestion[], write: WriteQuestion) {
  return questions.map((question) => {
    const { name } = question;
    const losses = new Set<string>();
    try {
      const text = write(question, losses);
      return { question, text, item: { name, leftOut: null, losses: [...losses] } };
    } catch (error) {
      if (!(error instanceof NotCarried)) throw error;
      return { question, text: null, item: { name, leftOut: error.message, losses: [] } };
    }
  });
}
