import type { AssignmentEntry } from '../placements/assignment-standing.rules.js';
import type { SignOffFact, SkillVersionFact } from '../sign-offs/skill-status.rules.js';

/** Where and when. */
export interface MatrixPlace {
  readonly siteId: string;
  readonly siteName: string;
  readonly on: string;
  readonly knownAt: Date;
  /** Of the site on that day. */
  readonly jurisdiction: string;
  readonly setting: string;
}

/** Somebody assigned at the site, with everything that was put on record of the assignment. */
export interface MatrixPerson {
  readonly assignmentId: string;
  /** Who owns the records. */
  readonly orgId: string;
  /** The person, duplicates resolved. */
  readonly personId: string;
  readonly name: string;
  readonly kind: 'CLINICAL_PLACEMENT' | 'EMPLOYEE';
  readonly agreementId: string | null;
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly checklistVersionId: string;
  readonly createdAt: Date;
  readonly entries: readonly (AssignmentEntry & { readonly recordedAt: Date })[];
  readonly added: readonly (MatrixSkillKey & {
    readonly versionId: string;
    readonly addedAt: Date;
    readonly removedAt: Date | null;
  })[];
}

export interface MatrixSkillKey {
  readonly skillOrgId: string;
  readonly skillId: string;
}

/** A skill that somebody at the site is asked for, in its published versions. */
export interface MatrixSkill extends MatrixSkillKey {
  readonly code: string;
  readonly versions: readonly (SkillVersionFact & {
    readonly title: string;
    readonly taskCode: string;
    readonly patientContact: boolean;
  })[];
}

/** What a version of a checklist asks for, in its order. */
export interface MatrixChecklist {
  readonly checklistVersionId: string;
  readonly checklistId: string;
  readonly skills: readonly (MatrixSkillKey & { readonly versionId: string; readonly required: boolean })[];
}

export interface MatrixSignOff extends SignOffFact {
  readonly personId: string;
  readonly skillId: string;
  /** Whose site it was signed at. */
  readonly siteOrgId: string;
}

/** That a skill was performed before an observer, by the day and the moment asked about. */
export interface MatrixObserved {
  readonly personId: string;
  readonly skillId: string;
  readonly lastOn: string;
}

/** What one organization has on record of the people at a site. */
export interface MatrixFacts {
  readonly people: readonly MatrixPerson[];
  readonly checklists: readonly MatrixChecklist[];
  readonly skills: readonly MatrixSkill[];
  readonly signOffs: readonly MatrixSignOff[];
  readonly observed: readonly MatrixObserved[];
}
