import { newId } from '../../src/platform/ids/ids.js';
import { newNumber } from './awarded.js';
import { insertRow } from './training.js';
import type { Enrolled, World } from './world.js';
import type { SampleProgram } from './sample-program.js';

export interface AwardRow {
  readonly id: string;
  readonly number: string;
}

/** An award behind the API, for tests that are about what is made of it. */
export async function awardedTo(
  world: World,
  program: SampleProgram,
  { trainee, enrollmentId }: Pick<Enrolled, 'trainee' | 'enrollmentId'>,
  given: {
    recipientName?: string;
    title?: string;
    awardedBy?: string | null;
    /** The certificate it takes the place of, with another name. */
    supersedesId?: string;
    awardedOn?: string;
  } = {},
): Promise<AwardRow> {
  const [id, number] = [newId(), newNumber()];
  const {
    recipientName = 'Ada Test',
    title = 'Physical Therapy Technician',
    awardedOn = '2026-03-03',
  } = given;
  const awardedBy = given.awardedBy === undefined ? world.owner.personId : given.awardedBy;
  await insertRow(world.app, 'award_number', { number, org_id: world.orgId, award_id: id });
  await insertRow(world.app, 'award', {
    org_id: world.orgId,
    id,
    person_id: trainee.personId,
    enrollment_id: enrollmentId,
    kind: 'PROGRAM',
    number,
    title,
    recipient_name: recipientName,
    program_version_id: program.versionId,
    awarded_on: awardedOn,
    issued_on: awardedOn,
    time_zone: 'UTC',
    awarded_by: awardedBy,
    automatic: awardedBy === null,
    requirements: JSON.stringify([]),
    content_hash: '0'.repeat(64),
    supersedes_id: given.supersedesId ?? null,
    reissue_reason: given.supersedesId ? 'The name has changed' : null,
  });
  return { id, number };
}

/** What became of it, in effect since a day. */
export const awardEntry = (
  world: World,
  award: AwardRow,
  kind: 'SUSPENDED' | 'REINSTATED' | 'REVOKED',
  effectiveOn: string,
): Promise<void> =>
  insertRow(world.app, 'award_entry', {
    org_id: world.orgId,
    id: newId(),
    award_id: award.id,
    kind,
    effective_on: effectiveOn,
    reason: 'Because of a test.',
    recorded_by: world.owner.personId,
  });
