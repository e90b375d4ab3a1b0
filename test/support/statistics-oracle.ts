import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';

type Row = Readonly<Record<string, string>>;

/** Another system's marks with the statistics it expects of them. */
export interface StatisticsOracle {
  /** Of each attempt: the marks by slot, the question drawn for a random slot, the variant of a calculated one. */
  attempts: { marks: number[]; drawn: Map<number, string>; variants: Map<number, number> }[];
  /** Of each slot (no `question`, no `variant`), of drawn questions and of variants. */
  items: ExpectedItem[];
}

export interface ExpectedItem {
  slot: number;
  question: string | null;
  variant: number | null;
  attempts: number;
  facility: number;
  standardDeviation: number;
  effectiveWeight: number | null;
  discriminationIndex: number | null;
  discriminativeEfficiency: number | null;
}

const FOLDER = path.resolve('..', 'shared/oracles/moodle/mod/quiz/report/statistics/tests/fixtures');

/** Null where the folder of other systems' files is not there. */
export function statisticsOracle(): StatisticsOracle | null {
  if (!existsSync(FOLDER)) return null;
  const [results, steps, expected] = ['results00', 'steps00', 'qstats00'].map(rowsOf) as [
    Row[],
    Row[],
    Row[],
  ];
  return {
    attempts: results.map((result, i) => ({
      marks: bySlot(result, /^slots\.(\d+)\.mark$/).map(([, mark]) => Number(mark)),
      drawn: new Map(bySlot(steps[i]!, /^randqs\.(\d+)$/)),
      variants: new Map(
        bySlot(steps[i]!, /^variants\.(\d+)$/).map(([slot, variant]) => [slot, Number(variant)]),
      ),
    })),
    items: expected.map((row) => ({
      slot: Number(row['slot']),
      question: row['subqname'] || null,
      variant: numberOf(row['variant']),
      attempts: Number(row['s']),
      facility: Number(row['facility']),
      standardDeviation: Number(row['sd']),
      effectiveWeight: numberOf(row['effectiveweight']),
      discriminationIndex: numberOf(row['discriminationindex']),
      discriminativeEfficiency: numberOf(row['discriminativeefficiency']),
    })),
  };
}

/** What the same system expects of the whole quiz. */
export const EXPECTED_OF_QUIZ = {
  median: 4.5,
  standardDeviation: 0.81172656,
  skewness: -0.0925025,
  kurtosis: -0.7073969,
  internalConsistency: -87.22309,
  errorRatio: 136.82949,
  standardError: 1.11068131,
};

const rowsOf = (name: string): Row[] =>
  parse(readFileSync(path.join(FOLDER, `${name}.csv`)), { columns: true, skip_empty_lines: true });

const bySlot = (row: Row, column: RegExp): [number, string][] =>
  Object.entries(row).flatMap(([name, value]) => {
    const slot = column.exec(name)?.[1];
    return slot === undefined || value === '' ? [] : [[Number(slot), value]];
  });

const numberOf = (cell: string | undefined): number | null =>
  !cell || cell.includes('NULL') ? null : Number(cell);

/** What a statistic may differ by: input and expectation are rounded. */
export const ITEM_TOLERANCE = 2e-4;
export const QUIZ_TOLERANCE = 1.5e-5;

/** Null and the same, or within the tolerance. */
export const agree = (actual: number | null, expected: number | null, tolerance: number): boolean =>
  actual === null || expected === null ? actual === expected : Math.abs(actual - expected) <= tolerance;
