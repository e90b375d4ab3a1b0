import type { DocumentRemark } from '../../../programs/document/import-report.js';
import {
  DocumentSource,
  type DocumentPosition,
  type DocumentProblem,
} from '../../../programs/document/source.js';
import type { DefinedTraining } from '../mandatory-training.js';
import { readTrainings } from './read-trainings.js';

/** A document of trainings, read and checked by itself. */
export interface ExaminedTrainings {
  /** Null when there are errors. */
  readonly trainings: readonly DefinedTraining[] | null;
  readonly errors: DocumentProblem[];
  /** What it does not say, and what was taken for it. */
  readonly remarks: DocumentRemark[];
  /** Where a training stands, by its place in the list. */
  readonly positionOf: (turn: number) => DocumentPosition;
}

export function examineTrainings(text: string): ExaminedTrainings {
  const source = new DocumentSource(text, 'YAML');
  const positionOf = (turn: number): DocumentPosition => source.positionOf(['trainings', turn]);
  const wrong = (): ExaminedTrainings => ({
    trainings: null,
    errors: source.problems,
    remarks: [],
    positionOf,
  });
  if (source.problems.length) return wrong();
  const read = readTrainings(source.root);
  if (source.problems.length) return wrong();
  const remarks = read.flatMap(({ unsaid }, i) => unsaid.map((what) => ({ ...positionOf(i), what })));
  return { trainings: read.map(({ training }) => training), errors: [], remarks, positionOf };
}
