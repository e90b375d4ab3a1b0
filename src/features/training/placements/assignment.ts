import type { AssignmentFacts } from './assignment-facts.js';
import type { AssignmentState } from './assignment-standing.rules.js';

/** An assignment as it is read: its facts, and where it stands today. */
export class Assignment implements AssignmentFacts {
  readonly orgId: AssignmentFacts['orgId'];
  readonly id: AssignmentFacts['id'];
  readonly kind: AssignmentFacts['kind'];
  readonly personId: AssignmentFacts['personId'];
  readonly enrollmentId: AssignmentFacts['enrollmentId'];
  readonly courseId: AssignmentFacts['courseId'];
  readonly agreementId: AssignmentFacts['agreementId'];
  readonly siteOrgId: AssignmentFacts['siteOrgId'];
  readonly siteId: AssignmentFacts['siteId'];
  readonly siteName: AssignmentFacts['siteName'];
  readonly timeZone: AssignmentFacts['timeZone'];
  readonly jurisdiction: AssignmentFacts['jurisdiction'];
  readonly setting: AssignmentFacts['setting'];
  readonly checklistVersionId: AssignmentFacts['checklistVersionId'];
  readonly startsOn: AssignmentFacts['startsOn'];
  readonly endsOn: AssignmentFacts['endsOn'];
  readonly cancelled: AssignmentFacts['cancelled'];
  /** Names of the organizations that own the records and the site. */
  readonly organizationName: string;
  readonly siteOrganizationName: string;
  readonly state: AssignmentState;
  /** The day now, where the site is. */
  readonly today: string;
  readonly createdAt: Date;
}
