/** What was answered, by the id of the response: choice ids, texts, numbers or pairs as the file writes them. */
export type Responses = Readonly<Record<string, readonly string[]>>;

/** A text that shows to some who have answered. */
export interface Feedback {
  /** Markdown. */
  readonly text: string;
  /** The choice it speaks of, where the file says so. */
  readonly choiceId?: string;
}

/** What the file gives for a response. */
export interface Award {
  readonly score: number;
  readonly feedback: readonly Feedback[];
}

/**
 * The rules by which a file scores an item, as a function. What a response is worth is found by trying it, so that
 * it does not matter in which of many ways a file says the same.
 */
export type Processing = (responses: Responses) => Award;

const NEAR = 1e-6;
export const same = (a: number, b: number): boolean => Math.abs(a - b) < NEAR;

/** Percent of the points, −100 to 100, with at most five decimals. */
export function percentOf(score: number, full: number): string {
  const percent = Math.min(100, Math.max(-100, (score / full) * 100));
  return String(Number(percent.toFixed(5)) + 0);
}

/** Feedback by whom it is for. Markdown. */
export interface SortedFeedback {
  readonly whenCorrect?: string;
  readonly whenIncorrect?: string;
  readonly explanation?: string;
  readonly byChoice: Readonly<Record<string, string>>;
  /** What shows for none of the tried responses. */
  readonly unplaced: readonly Feedback[];
}

/**
 * Sorts feedback by trying responses: what shows with right and wrong ones alike explains, what shows with the
 * right or the wrong ones alone is for those, and the rest belongs to the choices it shows with.
 */
export function sortedFeedback(
  all: readonly Feedback[],
  processing: Processing,
  tried: {
    readonly right: Responses;
    readonly wrong: readonly Responses[];
    /** The choice alone, by its id. */
    readonly choices?: Readonly<Record<string, Responses>>;
  },
): SortedFeedback {
  const shown = (responses: Responses) => new Set(processing(responses).feedback);
  const right = shown(tried.right);
  const wrong = tried.wrong.map(shown);
  const choices = Object.entries(tried.choices ?? {}).map(([id, response]) => ({
    id,
    shows: shown(response),
  }));
  const sorted = { whenCorrect: [] as string[], whenIncorrect: [] as string[], explanation: [] as string[] };
  const byChoice: Record<string, string[]> = {};
  const unplaced: Feedback[] = [];
  for (const feedback of all) {
    const those = choices.filter(({ shows }) => shows.has(feedback)).map(({ id }) => id);
    const wrongs = wrong.filter((shows) => shows.has(feedback)).length;
    if (feedback.choiceId !== undefined && choices.some(({ id }) => id === feedback.choiceId))
      (byChoice[feedback.choiceId] ??= []).push(feedback.text);
    else if (right.has(feedback) && wrongs === wrong.length) sorted.explanation.push(feedback.text);
    else if (right.has(feedback) && wrongs === 0) sorted.whenCorrect.push(feedback.text);
    else if (!right.has(feedback) && wrongs === wrong.length && wrongs > 0)
      sorted.whenIncorrect.push(feedback.text);
    else if (those.length) for (const id of those) (byChoice[id] ??= []).push(feedback.text);
    else unplaced.push(feedback);
  }
  return {
    ...Object.fromEntries(
      Object.entries(sorted).flatMap(([whom, texts]) => (texts.length ? [[whom, joined(texts)]] : [])),
    ),
    byChoice: Object.fromEntries(Object.entries(byChoice).map(([id, texts]) => [id, joined(texts)])),
    unplaced,
  };
}

const joined = (texts: readonly string[]): string => [...new Set(texts)].filter(Boolean).join('\n\n');
