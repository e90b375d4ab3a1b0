import type { FieldProblem } from '../../../platform/faults/fault.js';
import type { Difficulty } from '../bank/question.entity.js';
import type { QuizDraw, QuizQuestion, QuizSection } from './quiz.entity.js';

/** A quiz has at most so many questions, drawn ones included. */
export const MOST_QUESTIONS = 200;

/** Questions and draws of a quiz as an author gives them. */
export interface AuthoredItem {
  readonly question?: { readonly questionId: string; readonly points: string };
  readonly draw?: {
    readonly count: number;
    readonly points: string;
    readonly category?: string | null;
    readonly tags: string[];
    readonly learningOutcomes: string[];
    readonly difficulty?: Difficulty | null;
  };
}

export interface AuthoredSection {
  readonly title: string;
  readonly instructions: string;
  readonly points?: string | null;
  readonly items: readonly AuthoredItem[];
}

/** One or the other; neither: none. */
export interface AuthoredItems {
  readonly items?: readonly AuthoredItem[];
  readonly sections?: readonly AuthoredSection[];
}

type Stored<E> = Omit<E, 'orgId' | 'quizVersionId'>;

/** The rows of a quiz version. */
export interface QuizItems {
  readonly sections: readonly Stored<QuizSection>[];
  readonly questions: readonly Omit<Stored<QuizQuestion>, 'questionVersionId'>[];
  readonly draws: readonly Stored<QuizDraw>[];
}

/** Gives every item its positions, from 1: a draw takes one for each of its questions. */
export function itemsOf({ items = [], sections = [] }: AuthoredItems): QuizItems {
  const given = [
    ...items.map((item) => ({ ...item, section: null })),
    ...sections.flatMap(({ items }, index) => items.map((item) => ({ ...item, section: index + 1 }))),
  ];
  const starts = startsOf(given);
  return {
    sections: sections.map(({ title, instructions, points = null }, index) => ({
      position: index + 1,
      title,
      instructions,
      points,
    })),
    questions: given.flatMap(({ question, section }, i) =>
      question ? [{ position: starts[i]!, section, ...question }] : [],
    ),
    draws: given.flatMap(({ draw, section }, i) =>
      draw ? [{ ...draw, position: starts[i]!, section, ...optional(draw) }] : [],
    ),
  };
}

/** What is wrong with the items themselves, whatever the bank holds. */
export function itemsProblems({ items, sections }: AuthoredItems): FieldProblem[] {
  if (items && sections)
    return [{ field: 'input.items', message: 'must be left out where the quiz has sections' }];
  const all = items ?? sections?.flatMap((section) => section.items) ?? [];
  const field = sections ? 'input.sections' : 'input.items';
  const ids = all.flatMap(({ question }) => question?.questionId ?? []);
  return [
    ...(all.reduce((sum, item) => sum + sizeOf(item), 0) > MOST_QUESTIONS
      ? [{ field, message: `must come to at most ${MOST_QUESTIONS} questions` }]
      : []),
    ...(new Set(ids).size < ids.length ? [{ field, message: 'must name each question once' }] : []),
  ];
}

const sizeOf = ({ draw }: AuthoredItem): number => draw?.count ?? 1;

function startsOf(items: readonly AuthoredItem[]): number[] {
  let next = 1;
  return items.map((item) => (next += sizeOf(item)) - sizeOf(item));
}

const optional = ({ category = null, difficulty = null }: NonNullable<AuthoredItem['draw']>) => ({
  category,
  difficulty,
});
