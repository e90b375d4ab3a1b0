import { pointsByPosition, type SectionWeight } from './quiz-points.rules.js';
import { randomNumbers, shuffledBy, wholeBelow } from './shuffle.rules.js';

interface PinnedQuestion {
  readonly questionId: string;
  readonly questionVersionId: string;
  /** Sets of values of a CALCULATED question; null for other types. */
  readonly variants: number | null;
}

export interface FixedSlot extends PinnedQuestion {
  readonly position: number;
  readonly section: number | null;
  readonly points: string;
}

export interface PooledQuestion extends PinnedQuestion {
  /** In how many attempts the trainee was asked it before. */
  readonly timesSeen: number;
}

/** Fills the positions from `position` on. */
export interface DrawSlots {
  readonly position: number;
  readonly section: number | null;
  readonly count: number;
  readonly points: string;
  readonly pool: readonly PooledQuestion[];
}

/** Everything an attempt is made of. Lists by position, pools by question id. */
export interface QuizSlots {
  readonly fixed: readonly FixedSlot[];
  readonly draws: readonly DrawSlots[];
  readonly sections: readonly SectionWeight[];
  readonly shuffleQuestions: boolean;
  readonly shuffleChoices: boolean;
}

/** A question of one attempt. */
export interface DrawnQuestion {
  /** The slot of the quiz it fills, the same in every attempt. */
  readonly position: number;
  /** Where it stands in this attempt, from 1. */
  readonly place: number;
  readonly section: number | null;
  readonly questionId: string;
  readonly questionVersionId: string;
  /** Four decimals. */
  readonly points: string;
  /** Which set of values a CALCULATED question takes, from 0; null for other types. */
  readonly variant: number | null;
}

/**
 * The questions of an attempt, in its order: all of it follows from the seed. No question comes twice; draws take
 * what the trainee has seen least; sections stay in their order and questions in their section. A draw whose
 * pool is too small, as only a draft can have it, gives what there is.
 */
export function drawnQuestions(slots: QuizSlots, seed: number): DrawnQuestion[] {
  const random = randomNumbers(seed);
  const filled = [...slots.fixed, ...draw(slots, random)].toSorted((a, b) => a.position - b.position);
  const points = pointsByPosition(
    [...slots.fixed.map((each) => ({ ...each, count: 1 })), ...slots.draws],
    slots.sections,
  );
  return inOrder(filled, slots.shuffleQuestions, random).map((question, index) => ({
    position: question.position,
    place: index + 1,
    section: question.section,
    questionId: question.questionId,
    questionVersionId: question.questionVersionId,
    points: points.get(question.position)!,
    variant: question.variants === null ? null : wholeBelow(question.variants, random),
  }));
}

type Filled = PinnedQuestion & Pick<FixedSlot, 'position' | 'section'>;

function draw({ fixed, draws }: QuizSlots, random: () => number): Filled[] {
  const taken = new Set(fixed.map(({ questionId }) => questionId));
  return draws
    .toSorted((a, b) => a.position - b.position)
    .flatMap(({ position, section, count, pool }) => {
      const free = pool.filter(({ questionId }) => !taken.has(questionId));
      const drawn = shuffledBy(free, random)
        .sort((a, b) => a.timesSeen - b.timesSeen)
        .slice(0, count);
      for (const { questionId } of drawn) taken.add(questionId);
      return drawn.map((question, i) => ({ ...question, position: position + i, section }));
    });
}

/** What stands in no section comes first. */
function inOrder(questions: readonly Filled[], shuffle: boolean, random: () => number): Filled[] {
  const bySection = Map.groupBy(questions, ({ section }) => section ?? 0);
  return [...bySection]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([, inside]) => (shuffle ? shuffledBy(inside, random) : inside));
}
