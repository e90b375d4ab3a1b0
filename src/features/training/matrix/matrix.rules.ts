import { isInForce, standingOf } from '../placements/assignment-standing.rules.js';
import { skillStatus, type SkillFacts, type SkillStanding } from '../sign-offs/skill-status.rules.js';
import type {
  MatrixFacts,
  MatrixPerson,
  MatrixPlace,
  MatrixSignOff,
  MatrixSkill,
  MatrixSkillKey,
} from './matrix-facts.js';

/** Where somebody stands in a skill that is asked of them. */
export interface MatrixCell extends SkillStanding, MatrixSkillKey {
  /** The version that is asked for. */
  readonly skillVersionId: string;
  readonly code: string;
  readonly title: string;
  readonly taskCode: string;
  readonly patientContact: boolean;
  /** Whether the checklist is not complete without it; what a site adds is required. */
  readonly required: boolean;
  /** Whose site the sign-off that decides was made at; null: none decides. */
  readonly signOffSiteOrgId: string | null;
}

export interface MatrixRow {
  readonly person: MatrixPerson;
  /** As the dates stood at the moment asked about. */
  readonly startsOn: string;
  readonly endsOn: string | null;
  /** In the order of the checklist; what the site added comes last. */
  readonly cells: readonly MatrixCell[];
}

/**
 * Everybody whose assignment is in force on the day, by name, with where they stand in what was asked of them as it was
 * known then (inv 71). Folds what was fetched; only skill-status.rules.ts decides a status.
 * @param checklistId only those who train by this checklist; null: all.
 */
export function matrixOf(
  facts: MatrixFacts,
  { on, knownAt }: Pick<MatrixPlace, 'on' | 'knownAt'>,
  checklistId: string | null = null,
): MatrixRow[] {
  const known = indexed(facts);
  return facts.people
    .filter(({ createdAt }) => createdAt <= knownAt)
    .map((person) => ({
      person,
      standing: standingOf(
        person,
        person.entries.filter(({ recordedAt }) => recordedAt <= knownAt),
      ),
    }))
    .filter(({ standing }) => isInForce(standing, on))
    .filter(
      ({ standing }) =>
        checklistId === null ||
        known.checklists.get(standing.checklistVersionId)?.checklistId === checklistId,
    )
    .map(({ person, standing }) => ({
      person,
      startsOn: standing.startsOn,
      endsOn: standing.endsOn,
      cells: askedOf(person, standing.checklistVersionId, known, knownAt).flatMap((asked) =>
        cellOf(person, asked, known, on, knownAt),
      ),
    }))
    .toSorted(byName);
}

interface Asked extends MatrixSkillKey {
  readonly versionId: string;
  readonly required: boolean;
}

interface Known {
  readonly checklists: ReadonlyMap<string, MatrixFacts['checklists'][number]>;
  readonly skills: ReadonlyMap<string, MatrixSkill>;
  readonly signOffs: ReadonlyMap<string, MatrixSignOff[]>;
  readonly lastSeenOn: ReadonlyMap<string, string>;
}

const indexed = ({ checklists, skills, signOffs, observed }: MatrixFacts): Known => ({
  checklists: new Map(checklists.map((list) => [list.checklistVersionId, list])),
  skills: new Map(skills.map((skill) => [skill.skillId, skill])),
  signOffs: Map.groupBy(signOffs, keyOf),
  lastSeenOn: new Map(observed.map((seen) => [keyOf(seen), seen.lastOn])),
});

const keyOf = ({ personId, skillId }: { personId: string; skillId: string }): string =>
  `${personId} ${skillId}`;

/** The skills of the checklist, and those the site had added by then and not removed. */
function askedOf(
  { added }: MatrixPerson,
  checklistVersionId: string,
  { checklists }: Known,
  knownAt: Date,
): Asked[] {
  const inForce = added.filter(
    ({ addedAt, removedAt }) => addedAt <= knownAt && (removedAt === null || removedAt > knownAt),
  );
  const listed = checklists.get(checklistVersionId)?.skills ?? [];
  return [...listed, ...inForce.map((skill) => ({ ...skill, required: true }))];
}

function cellOf(
  { personId }: MatrixPerson,
  { skillOrgId, skillId, versionId, required }: Asked,
  known: Known,
  on: string,
  knownAt: Date,
): MatrixCell[] {
  const skill = known.skills.get(skillId);
  const version = skill?.versions.find(({ id }) => id === versionId);
  if (!skill || !version) return [];
  const { title, taskCode, patientContact } = version;
  const standing = skillStatus(factsOf(personId, skill, known), on, knownAt);
  const signOff = known.signOffs
    .get(keyOf({ personId, skillId }))
    ?.find(({ id }) => id === standing.signOffId);
  const about = { skillOrgId, skillId, skillVersionId: versionId, code: skill.code };
  return [
    {
      ...standing,
      ...about,
      title,
      taskCode,
      patientContact,
      required,
      signOffSiteOrgId: signOff?.siteOrgId ?? null,
    },
  ];
}

/** What was observed comes as one fact: that it was, and when last. It was on record by the moment asked about. */
function factsOf(personId: string, { skillId, versions }: MatrixSkill, known: Known): SkillFacts {
  const key = keyOf({ personId, skillId });
  const lastOn = known.lastSeenOn.get(key);
  return {
    signOffs: known.signOffs.get(key) ?? [],
    versions,
    observations:
      lastOn === undefined ? [] : [{ observedOn: lastOn, recordedAt: new Date(0), voidedAt: null }],
  };
}

const byName = (a: MatrixRow, b: MatrixRow): number =>
  a.person.name.localeCompare(b.person.name) || (a.person.assignmentId < b.person.assignmentId ? -1 : 1);
