import type { AuthoredQuestion, Scoring } from '../../bank/question-content.js';
import { same, sortedFeedback, type Feedback, type Processing, type Responses } from './award.rules.js';
import { NOTHING_IS_RIGHT } from './choice.rules.js';
import type { ItemReading } from './item-reading.rules.js';
import { Unreadable } from './unreadable.rules.js';

/** One of several places where something is to be filled in. */
export interface Slot {
  /** As the stem names it. */
  readonly id: string;
  readonly responseId: string;
  /** Every answer the file says something about. */
  readonly candidates: readonly string[];
  /** What the file calls right, where it says so in plain words. */
  readonly right: string | null;
  /** The answer as a value of the response. */
  readonly valueOf: (answer: string) => string;
}

interface Asked {
  readonly processing: Processing;
  readonly feedback: readonly Feedback[];
  readonly reading: ItemReading;
}

type Answers = ReadonlyMap<Slot, string>;

/** What each answer in each slot is worth, found by trying it while all others are right. */
export function slotWorth<T extends Slot>(
  slots: readonly T[],
  { processing, feedback, reading }: Asked,
): {
  readonly scoring: Scoring;
  /** Whole numbers from 1, one for each slot. */
  readonly weights: readonly number[];
  /** Share of the slot's points, 1 being all; below 0 where it costs points. */
  readonly worth: (slot: T, answer: string) => number;
  readonly feedback: Pick<AuthoredQuestion, 'whenCorrect' | 'whenIncorrect' | 'explanation'>;
} {
  const score = (answers: Answers): number => processing(responsesOf(answers)).score;
  const none = score(new Map());
  const right: Answers = new Map(slots.map((slot) => [slot, slot.right ?? bestOf(slot, score)]));
  const full = score(right);
  if (!(full > 0)) throw new Unreadable(NOTHING_IS_RIGHT);
  const without = new Map(slots.map((slot) => [slot, score(leftOut(right, slot))]));
  const loses = slots.map((slot) => full - without.get(slot)!);
  if (loses.some((loss) => loss <= 0)) throw new Unreadable(NOTHING_IS_RIGHT);
  const together = loses.reduce((sum, loss) => sum + loss, 0);
  const adds = same(together / full, (full - none) / full) || slots.length === 1;
  const all = loses.every((loss) => same(loss, full - none));
  if (!adds && !all)
    reading.lose(
      'Partly right answers are scored there by a rule of its own; here each blank counts by itself.',
    );
  const worth = (slot: T, answer: string): number => {
    const empty = without.get(slot)!;
    return (score(new Map([...right, [slot, answer]])) - empty) / (full - empty);
  };
  const {
    unplaced,
    byChoice: _none,
    ...whole
  } = sortedFeedback(feedback, processing, {
    right: responsesOf(right),
    wrong: [{}],
  });
  if (unplaced.length) reading.lose('Feedback that shows for certain answers alone is not kept.');
  return {
    scoring: all && !adds ? 'ALL_OR_NOTHING' : 'PARTIAL',
    weights: adds ? wholeNumbers(loses) : slots.map(() => 1),
    worth,
    feedback: whole,
  };
}

const bestOf = (slot: Slot, score: (answers: Answers) => number): string =>
  slot.candidates.reduce(
    (best, answer) => (score(new Map([[slot, answer]])) > score(new Map([[slot, best]])) ? answer : best),
    slot.candidates[0] ?? '',
  );

const leftOut = (answers: Answers, slot: Slot): Answers =>
  new Map([...answers].filter(([one]) => one !== slot));

function responsesOf(answers: Answers): Responses {
  const responses: Record<string, string[]> = {};
  for (const [slot, answer] of answers) (responses[slot.responseId] ??= []).push(slot.valueOf(answer));
  return responses;
}

/** The smallest whole numbers in about these proportions. */
function wholeNumbers(weights: readonly number[]): number[] {
  const least = Math.min(...weights);
  const factor = Array.from({ length: 20 }, (_, i) => i + 1).find((times) =>
    weights.every(
      (weight) => Math.abs((weight / least) * times - Math.round((weight / least) * times)) < 0.01,
    ),
  );
  return weights.map((weight) => Math.max(1, Math.round((weight / least) * (factor ?? 20))));
}
