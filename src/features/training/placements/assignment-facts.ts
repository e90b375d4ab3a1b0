import type { SiteSetting } from '../../organizations/site.entity.js';
import type { AssignmentKind } from './assignment.entity.js';

/** What a feature that keeps records of an assignment needs to know of it, as it stands now. */
export interface AssignmentFacts {
  /** Who owns the records: the school of a placement, the employer of an employee. */
  readonly orgId: string;
  readonly id: string;
  readonly kind: AssignmentKind;
  readonly personId: string;
  readonly enrollmentId: string | null;
  readonly courseId: string | null;
  readonly agreementId: string | null;
  /** Whose site it is. */
  readonly siteOrgId: string;
  readonly siteId: string;
  readonly siteName: string;
  /** In which the days of the assignment are read. */
  readonly timeZone: string;
  /** Of the site today; `site_on(siteOrgId, siteId, day)` in SQL tells that of another day. */
  readonly jurisdiction: string;
  readonly setting: SiteSetting;
  readonly checklistVersionId: string;
  /** The first day, and the last; null: open-ended. */
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly cancelled: boolean;
}
