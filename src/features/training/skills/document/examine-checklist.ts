import {
  DocumentSource,
  type DocumentPosition,
  type DocumentProblem,
} from '../../../programs/document/source.js';
import type { DefinitionPath, DefinitionProblem } from '../skill.rules.js';
import { shapeProblems } from '../skill.rules.js';
import type { ReadChecklist } from '../stored-definition.js';
import { readChecklist } from './read-checklist.js';

/** A document, read and checked by itself: whether it may be kept depends on what is there besides. */
export interface ExaminedChecklist {
  /** Null when there are errors. */
  readonly checklist: ReadChecklist | null;
  readonly errors: DocumentProblem[];
  /** The place of a problem of the checklist, `skills[i]` with what follows in the words of a skill. */
  readonly located: (problem: DefinitionProblem) => DocumentProblem;
}

export function examineChecklist(text: string): ExaminedChecklist {
  const source = new DocumentSource(text, 'YAML');
  const located = ({ path, message }: DefinitionProblem): DocumentProblem => {
    const position: DocumentPosition = source.positionOf(documentPath(path));
    return { ...position, message };
  };
  if (source.problems.length) return { checklist: null, errors: source.problems, located };
  const checklist = readChecklist(source.root);
  const errors = source.problems.length
    ? source.problems
    : checklist.skills.flatMap((skill, i) => inSkill(i, shapeProblems(skill))).map(located);
  return { checklist: errors.length ? null : checklist, errors, located };
}

export const inSkill = (i: number, problems: readonly DefinitionProblem[]): DefinitionProblem[] =>
  problems.map(({ path, message }) => ({ path: ['skills', i, ...path], message }));

/** Fields in the words of the document. */
const MEMBERS: Readonly<Record<string, string>> = {
  number: 'version',
  requiredMinutes: 'hours_verified',
  taskCode: 'task',
  patientContact: 'patient_contact',
  riskBand: 'band',
  cutScorePercent: 'cut_score_pct',
  requiredObservations: 'obs',
  requiredDates: 'days',
  requiredValidators: 'validators',
  entrustmentScale: 'entrustment_scale',
  minEntrustment: 'min_entrustment',
  revalidateBy: 'revalidate_by',
  prerequisites: 'prereq',
};

const documentPath = (path: DefinitionPath): DefinitionPath => [
  'checklist',
  ...path.map((step) => (typeof step === 'string' ? (MEMBERS[step] ?? step) : step)),
];
