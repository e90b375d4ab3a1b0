import type { Eligible } from '../supervision/eligibility.js';
import type { ObservationDemand, ObservationFact } from '../observations/required-observations.rules.js';
import type { SkillFacts } from './skill-status.rules.js';
import type { WorkAsked } from '../work-requirements/work-requirement.js';

/** What somebody wants to sign for one trainee and one skill: every answer explicit. */
export interface SignOffItem {
  readonly assignmentId: string;
  readonly skillId: string;
  /** The day it counts from, in the zone of the site. */
  readonly effectiveOn: string;
  /** The level of help the trainee may work with from now on; null: the skill has no scale, or nobody says. */
  readonly entrustmentLevel: string | null;
  readonly observationIds: readonly string[];
  /** What the signature means, in the words the signer was shown. */
  readonly meaning: string;
  /** Where and how the skill was shown elsewhere; then no observations are asked for (inv 30). */
  readonly priorLearning: string | null;
  /** The sign-off this takes the place of, and why (inv 27). */
  readonly corrects: { readonly signOffId: string; readonly reason: string } | null;
}

/** Where and for whom. */
export interface ScenePlace {
  readonly orgId: string;
  readonly assignmentId: string;
  readonly personId: string;
  readonly agreementId: string | null;
  /** The course whose checklist it is; null: it serves none. */
  readonly courseId: string | null;
  readonly siteOrgId: string;
  readonly siteId: string;
  readonly siteName: string;
  readonly timeZone: string;
  /** The days of the assignment as they stand. */
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly cancelled: boolean;
  readonly traineeName: string;
  /** The day at the site. */
  readonly today: string;
  /** Of the site on the effective day, and today. */
  readonly jurisdiction: string;
  readonly setting: string;
  readonly jurisdictionToday: string;
  readonly settingToday: string;
}

/** The skill in the version the assignment asks for. */
export interface SceneSkill extends Omit<ObservationDemand, 'skillVersionId'> {
  readonly orgId: string;
  readonly id: string;
  readonly code: string;
  readonly versionId: string;
  readonly number: number;
  readonly title: string;
  readonly taskCode: string;
  readonly patientContact: boolean;
  readonly validityMonths: number | null;
  readonly renewalWindowDays: number;
  readonly lateEntryDays: number;
  readonly finalApproval: boolean;
}

/** An observation with all that is shown to whoever signs. */
export interface SceneObservation extends ObservationFact {
  readonly endsAt: Date;
  readonly performanceRating: number | null;
  readonly scorePercent: string | null;
  readonly late: boolean;
  readonly contentHash: string;
  readonly observedBy: string | null;
  /** Who entered it: the observer, or somebody in their name. */
  readonly recordedBy: string;
  /** The observer's name and license as they were on that day. */
  readonly eligibility: Partial<Pick<Eligible, 'printedName' | 'license' | 'rule'>>;
  /** The sign-off that counts it already. */
  readonly countedIn: string | null;
  readonly steps: readonly object[] | null;
}

export interface Scene extends ScenePlace {
  /** What has to be current for the work of the assignment. */
  readonly work: WorkAsked;
  /** Null: the assignment does not ask for this skill. */
  readonly skill: SceneSkill | null;
  readonly facts: SkillFacts;
  readonly prerequisites: readonly { readonly code: string; readonly facts: SkillFacts }[];
  readonly observations: readonly SceneObservation[];
  readonly planOpen: boolean;
  readonly planEndedAt: Date | null;
}
