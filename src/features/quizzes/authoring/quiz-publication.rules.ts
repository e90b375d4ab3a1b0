import type { FieldProblem } from '../../../platform/faults/fault.js';
import { pointsByPosition, type SectionWeight } from './quiz-points.rules.js';

/** A fixed question of a draft as it stands in the bank now. */
export interface BankedQuestion {
  readonly position: number;
  readonly section: number | null;
  readonly points: string;
  readonly code: string;
  readonly retired: boolean;
  /** Its newest published version. */
  readonly publishedVersionId: string | null;
}

/** A draw of a draft with the questions of the bank that fit it now, fixed ones of the quiz left out. */
export interface BankedDraw {
  readonly position: number;
  readonly section: number | null;
  readonly points: string;
  readonly count: number;
  readonly pool: readonly { readonly questionId: string; readonly questionVersionId: string }[];
}

/** A draft as it would be published now; every list by position. */
export interface BankedQuiz {
  readonly sections: readonly (SectionWeight & { readonly title: string })[];
  readonly fixed: readonly BankedQuestion[];
  readonly draws: readonly BankedDraw[];
}

/** Everything that must be put right before the quiz can be published, all at once. Fields are those of the input, from 1. */
export function publicationProblems(quiz: BankedQuiz): FieldProblem[] {
  const fields = fieldsOf(quiz);
  return [
    ...(quiz.fixed.length + quiz.draws.length || quiz.sections.length
      ? []
      : [{ field: 'items', message: 'A quiz needs at least one question.' }]),
    ...emptySections(quiz),
    ...quiz.fixed.flatMap((question) => questionProblems(question, fields.get(question.position)!)),
    ...quiz.draws.flatMap((draw, i) => shortage(draw, quiz.draws.slice(0, i), fields.get(draw.position)!)),
    ...worthless(quiz),
  ];
}

/** `items.3`, or `sections.1.items.3`, by position. */
function fieldsOf({ fixed, draws }: BankedQuiz): Map<number, string> {
  const items = [...fixed, ...draws].toSorted((a, b) => a.position - b.position);
  const bySection = [...Map.groupBy(items, ({ section }) => section)];
  return new Map(
    bySection.flatMap(([section, inside]) =>
      inside.map(({ position }, i) => [
        position,
        section === null ? `items.${i + 1}` : `sections.${section}.items.${i + 1}`,
      ]),
    ),
  );
}

function emptySections({ sections, fixed, draws }: BankedQuiz): FieldProblem[] {
  const filled = new Set([...fixed, ...draws].map(({ section }) => section));
  return sections
    .filter(({ position }) => !filled.has(position))
    .map(({ position, title }) => ({
      field: `sections.${position}`,
      message: `"${title}" has no questions: add some or take it out.`,
    }));
}

function questionProblems(
  { code, retired, publishedVersionId }: BankedQuestion,
  field: string,
): FieldProblem[] {
  if (retired) return [{ field, message: `${code} was retired: take another question.` }];
  return publishedVersionId ? [] : [{ field, message: `${code} is a draft: publish it first.` }];
}

/**
 * Draws take their questions one after the other. What is left for one is at least its pool without as many of
 * it as each earlier draw can take: where that is enough, drawing never runs dry, whatever is drawn.
 */
function shortage(draw: BankedDraw, earlier: readonly BankedDraw[], field: string): FieldProblem[] {
  const { count, pool } = draw;
  const taken = earlier.reduce((sum, other) => sum + Math.min(other.count, shared(draw, other)), 0);
  if (pool.length - taken >= count) return [];
  const aside = taken ? `, and earlier draws may take ${taken} of them` : '';
  return [{ field, message: `${count} are to be drawn, but ${pool.length} of the bank fit${aside}.` }];
}

function shared(draw: BankedDraw, other: BankedDraw): number {
  const ids = new Set(other.pool.map(({ questionId }) => questionId));
  return draw.pool.filter(({ questionId }) => ids.has(questionId)).length;
}

/** A section's weight may be so small that a question of it is worth nothing. */
function worthless({ sections, fixed, draws }: BankedQuiz): FieldProblem[] {
  const slots = [...fixed.map((each) => ({ ...each, count: 1 })), ...draws];
  const worth = pointsByPosition(slots, sections);
  const isWorthless = ({ position, count }: { position: number; count: number }): boolean =>
    Array.from({ length: count }, (_, i) => Number(worth.get(position + i))).includes(0);
  const poor = new Set(slots.filter(isWorthless).map(({ section }) => section));
  return sections
    .filter(({ position }) => poor.has(position))
    .map(({ position }) => ({
      field: `sections.${position}.points`,
      message: 'is too little: a question of the section would be worth nothing.',
    }));
}
