import { randomInt } from 'node:crypto';
import {
  awardNumber,
  NUMBER_DRAWS,
  NUMBER_RADIX,
} from '../../src/features/awards/awarding/award-number.rules.js';
import { newId } from '../../src/platform/ids/ids.js';
import type { World } from './world.js';

export interface Awarded {
  awardId: string;
  number: string;
  enrollmentId: string;
  personId: string;
}

export const newNumber = (): string =>
  awardNumber(Array.from({ length: NUMBER_DRAWS }, () => randomInt(NUMBER_RADIX)));

/** A certificate of a program, as it stands after awarding: arranged behind the API, which has tests of its own. */
export async function awarded(
  world: World,
  given: { recipientName?: string; title?: string; supersedes?: Awarded } = {},
): Promise<Awarded> {
  const { supersedes } = given;
  const program = await world.program();
  const { enrollmentId, trainee } = supersedes
    ? { enrollmentId: supersedes.enrollmentId, trainee: { personId: supersedes.personId } }
    : await world.enrolled(program);
  const [awardId, number] = [newId(), newNumber()];
  const { owner } = world.app;
  await owner.query('INSERT INTO award_number (number, org_id, award_id) VALUES ($1, $2, $3)', [
    number,
    world.orgId,
    awardId,
  ]);
  const requirements = [
    { kind: 'COURSE_PASSED', code: 'A', title: 'Anatomy', met: true, because: 'Passed with 87.5 %.' },
    { kind: 'NO_HOLD', code: 'HOLD', title: 'No hold', met: true, because: 'There is none.' },
  ];
  await owner.query(
    `INSERT INTO award (org_id, id, person_id, enrollment_id, kind, number, title, recipient_name, program_version_id, awarded_on, issued_on,
       time_zone, automatic, requirements, content_hash, supersedes_id)
     SELECT $1, $2, $3, $4, 'PROGRAM', $5, $6, $7, $8, today, today, 'America/Chicago', true, $9, 'hash', $10
     FROM (SELECT (now() AT TIME ZONE 'America/Chicago')::date AS today) there`,
    [
      world.orgId,
      awardId,
      trainee.personId,
      enrollmentId,
      number,
      given.title ?? 'Physical Therapy Technician Certificate',
      given.recipientName ?? 'Ada Test',
      program.versionId,
      JSON.stringify(requirements),
      supersedes?.awardId ?? null,
    ],
  );
  return { awardId, number, enrollmentId, personId: trainee.personId };
}

/** A specialty on top of a certificate. */
export async function specialtyOn(world: World, base: Awarded): Promise<Awarded> {
  const { owner } = world.app;
  const [awardId, trackId, versionId, number] = [newId(), newId(), newId(), newNumber()];
  await owner.query('INSERT INTO specialty_track (org_id, id, code) VALUES ($1, $2, $3)', [
    world.orgId,
    trackId,
    `T-${trackId.slice(-6)}`,
  ]);
  await owner.query(
    `INSERT INTO specialty_track_version (org_id, id, track_id, label, title, base_program_code, award_requirements)
     VALUES ($1, $2, $3, '1', 'Pediatric', 'P', '{}')`,
    [world.orgId, versionId, trackId],
  );
  await owner.query('INSERT INTO award_number (number, org_id, award_id) VALUES ($1, $2, $3)', [
    number,
    world.orgId,
    awardId,
  ]);
  await owner.query(
    `INSERT INTO award (org_id, id, person_id, enrollment_id, kind, number, title, recipient_name, track_id, track_version_id, awarded_on,
       issued_on, time_zone, automatic, requirements, content_hash)
     SELECT org_id, $3, person_id, enrollment_id, 'SPECIALTY', $4, 'Pediatric Specialty', recipient_name, $5, $6, awarded_on, issued_on,
       time_zone, true, '[]', 'hash' FROM award WHERE org_id = $1 AND id = $2`,
    [world.orgId, base.awardId, awardId, number, trackId, versionId],
  );
  return { ...base, awardId, number };
}

/** What becomes of an award, from a day so many days from today. */
export async function becomes(
  world: World,
  { awardId }: Awarded,
  kind: 'SUSPENDED' | 'REINSTATED' | 'REVOKED',
  days = 0,
): Promise<void> {
  await world.app.owner.query(
    `INSERT INTO award_entry (org_id, id, award_id, kind, effective_on, reason, recorded_by)
     VALUES ($1, $2, $3, $4, (now() AT TIME ZONE 'America/Chicago')::date + $5::int, 'A reason nobody else may read', $6)`,
    [world.orgId, newId(), awardId, kind, days, world.owner.personId],
  );
}
