import { askedBy } from '../award-word.rules.js';
import { completenessProblems, structureProblems, type Path } from '../publication.rules.js';
import type { ProgramOutline } from '../outline.js';
import { readProgram } from './read-program.js';
import {
  DocumentSource,
  type DocumentFormat,
  type DocumentPosition,
  type DocumentProblem,
} from './source.js';

export interface DocumentRemark extends DocumentPosition {
  readonly what: string;
}

/** A document, read and checked by itself: whether it may be kept depends on the database besides. */
export interface ExaminedDocument {
  /** Null when there are errors. */
  readonly outline: ProgramOutline | null;
  readonly errors: DocumentProblem[];
  /** Known sections that nothing reads yet. */
  readonly notImported: DocumentRemark[];
  /** What is kept, but nobody can meet yet, because nothing stands behind the name. */
  readonly unresolved: DocumentRemark[];
  /** What a draft may lack and publishing will ask for. */
  readonly beforePublishing: DocumentProblem[];
  /** Where something stands, for errors that only the database can tell. */
  readonly positionOf: (path: Path) => DocumentPosition;
}

export function examine(text: string, format: DocumentFormat): ExaminedDocument {
  const source = new DocumentSource(text, format);
  const positionOf = (path: Path): DocumentPosition => source.positionOf(path);
  if (source.problems.length) return { ...NOTHING_READ, errors: source.problems, positionOf };
  const { outline, skipped } = readProgram(source.root);
  const located = ({ path, message }: { path: Path; message: string }): DocumentProblem => ({
    ...positionOf(path),
    message,
  });
  const errors = source.problems.length ? source.problems : structureProblems(outline).map(located);
  const remark = (path: Path, what: string): DocumentRemark => ({ ...positionOf(path), what });
  return {
    outline: errors.length ? null : outline,
    errors,
    notImported: skipped.map((section) => remark([section], leftAlone(section))),
    unresolved: errors.length ? [] : openNames(outline).map(({ path, what }) => remark(path, what)),
    beforePublishing: errors.length ? [] : completenessProblems(outline).map(located),
    positionOf,
  };
}

/** Sections that have an import of their own, which reads the same documents. */
const IMPORTED_BY: Readonly<Record<string, string>> = {
  checklist: 'importChecklist',
  trainings: 'importMandatoryTrainings',
  external_credentials: 'importCredentialTypes',
  clearances: 'importCredentialTypes',
};

const leftAlone = (section: string): string => {
  const by = IMPORTED_BY[section];
  return by ? `the section ${section} is imported by ${by}` : `the section ${section} is not read yet`;
};

const NOTHING_READ = { outline: null, notImported: [], unresolved: [], beforePublishing: [] };

function openNames({
  courses,
  placementGate,
  awardRequirements,
}: ProgramOutline): { path: Path; what: string }[] {
  const quiz = (path: Path, code: string) => ({ path, what: `quiz ${code} does not exist yet` });
  const gate: [string, string, string[]][] = [
    ['credentials_current', 'credential', placementGate?.credentialsCurrent ?? []],
    ['clearances_current', 'clearance', placementGate?.clearancesCurrent ?? []],
    ['trainings_current', 'training', placementGate?.trainingsCurrent ?? []],
  ];
  return [
    ...gate.flatMap(([member, kind, codes]) =>
      codes.map((code, i) => ({
        path: ['program', 'placement_gate', member, i],
        what: `${kind} ${code} keeps placements from starting until the organization has defined it and it is current`,
      })),
    ),
    ...courses.flatMap(({ modules, requirements }, c) => [
      ...modules.flatMap((module, m) =>
        module.requirements.map(({ code }, r) => quiz(['courses', c, 'modules', m, 'quizzes', r], code)),
      ),
      ...requirements
        .filter(({ kind }) => kind === 'QUIZ')
        .map(({ code }, r) => quiz(['courses', c, 'quizzes', r], code)),
      ...requirements
        .filter(({ kind }) => kind === 'CHECKLIST')
        .map(({ code }, r) => ({
          path: ['courses', c, 'completion', 'checklist', r],
          what: `checklist ${code} does not exist yet`,
        })),
    ]),
    ...awardRequirements.flatMap((word, i) =>
      awardRemark(word).map((what) => ({ path: ['final_award', 'requires', i], what })),
    ),
  ];
}

/** Courses and hours the program itself answers; what else an award asks for is looked for when it is made. */
function awardRemark(word: string): string[] {
  const asked = askedBy(word);
  switch (asked.kind) {
    case 'ALL_COURSES':
    case 'CLOCK_HOURS':
      return [];
    case 'CHECKLIST_COMPLETE':
      return [`checklist ${asked.code} is looked for when somebody is to be awarded the program`];
    case 'CURRENT':
      return [
        `card, clearance or training ${asked.code} is looked for when somebody is to be awarded the program`,
      ];
    case 'UNKNOWN':
      return [`${word} is no requirement that can be decided: it keeps everybody from the award`];
  }
}
