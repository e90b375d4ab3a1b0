import { newId } from '../../src/platform/ids/ids.js';
import { dayFromToday, insertRow, type AssignmentRow, type SkillRow } from './training.js';
import type { Member, World } from './world.js';

const DAY = 86_400_000;

interface Signed {
  readonly owner: World;
  readonly assignment: AssignmentRow;
  readonly site: { readonly id: string };
  readonly siteOrgId: string;
  readonly skill: SkillRow;
  readonly skillOrgId?: string;
  readonly by: Pick<Member, 'personId'>;
  /** Of whom it is signed by. */
  readonly licenseId: string;
}

/** A sign-off behind the API, a given number of days ago, that counts for a given number of days from today. */
export async function signedBehind(
  { owner, assignment, site, siteOrgId, skill, skillOrgId = owner.orgId, by, licenseId }: Signed,
  given: { daysAgo?: number; expiresInDays?: number | null } = {},
): Promise<string> {
  const { daysAgo = 10, expiresInDays = 300 } = given;
  const id = newId();
  await insertRow(owner.app, 'sign_off', {
    org_id: owner.orgId,
    id,
    assignment_id: assignment.id,
    site_org_id: siteOrgId,
    site_id: site.id,
    person_id: assignment.personId,
    skill_org_id: skillOrgId,
    skill_id: skill.id,
    skill_version_id: skill.versionId,
    kind: 'INITIAL',
    effective_on: dayFromToday(-daysAgo),
    expires_on: expiresInDays === null ? null : dayFromToday(expiresInDays),
    time_zone: 'UTC',
    meaning: 'Seen done safely.',
    signed_by: by.personId,
    printed_name: 'Sam Okoye',
    license_id: licenseId,
    license_snapshot: {},
    supervision_snapshot: {},
    authentication: 'PASSWORD',
    content: '{}',
    content_hash: '0'.repeat(64),
    signed_at: new Date(Date.now() - daysAgo * DAY),
  });
  return id;
}

/** What became of it, behind the API: from a day on, recorded a number of days ago. */
export async function entryBehind(
  owner: World,
  signOffId: string,
  kind: string,
  given: { fromDaysAgo?: number; recordedDaysAgo?: number } = {},
): Promise<void> {
  const { fromDaysAgo = 0, recordedDaysAgo = 0 } = given;
  await insertRow(owner.app, 'sign_off_entry', {
    org_id: owner.orgId,
    id: newId(),
    sign_off_id: signOffId,
    kind,
    effective_from: dayFromToday(-fromDaysAgo),
    reason_code: 'INCIDENT',
    recorded_at: new Date(Date.now() - recordedDaysAgo * DAY),
  });
}
