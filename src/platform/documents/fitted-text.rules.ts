/** How wide a text is in a size, in points. */
export type Measure = (text: string, size: number) => number;

/** The room a text has, in points, and the sizes it may be set in. */
export interface Room {
  readonly width: number;
  readonly largest: number;
  /** Below it a second line is begun rather than smaller letters used. */
  readonly smallest: number;
}

export interface FittedText {
  readonly size: number;
  /** One or two, top to bottom. */
  readonly lines: readonly string[];
}

const STEP = 0.5;

/**
 * The largest size in which a text fits its room on one line, or else on two of much the same width. What fits neither
 * way is set on one or two lines in letters as small as it takes: nothing is cut off.
 */
export function fitted(text: string, { width, largest, smallest }: Room, measure: Measure): FittedText {
  const widest = (lines: readonly string[], size: number): number =>
    Math.max(...lines.map((line) => measure(line, size)));
  const choices = [[text], halves(text, (part) => measure(part, largest))];
  for (const lines of choices)
    for (let size = largest; size >= smallest; size -= STEP)
      if (widest(lines, size) <= width) return { size, lines };
  const lines = choices[1]!;
  return { size: (smallest * width) / widest(lines, smallest), lines };
}

/** Broken at the space that leaves the wider half narrowest; a single word stays whole. */
function halves(text: string, widthOf: (part: string) => number): string[] {
  const words = text.split(/\s+/).filter(Boolean);
  const breaks = words
    .slice(1)
    .map((_, i) => [words.slice(0, i + 1).join(' '), words.slice(i + 1).join(' ')]);
  const wider = (lines: string[]): number => Math.max(...lines.map(widthOf));
  return breaks.reduce((best, lines) => (wider(lines) < wider(best) ? lines : best), [text]);
}
