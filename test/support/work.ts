import { newId } from '../../src/platform/ids/ids.js';
import { trained, trainingIn } from './mandatory-training.js';
import { dayFromToday, insertRow } from './training.js';
import type { SampleProgram } from './sample-program.js';
import type { Member, World } from './world.js';

const YEAR_AGO = (): Date => new Date(Date.now() - 366 * 86_400_000);

/** A type of card that counts for 24 months to the day, behind the API. */
export async function cardTypeIn(world: World, code: string): Promise<void> {
  await insertRow(world.app, 'credential_type_version', {
    ...{
      org_id: world.orgId,
      id: newId(),
      code,
      title: `Card ${code}`,
      validity_months: 24,
      expiry_rule: 'SAME_DAY',
    },
    ...{ warn_days: [30], hands_on_required: false, accepted_issuers: [], recorded_at: YEAR_AGO() },
  });
}

/** A card, verified by the organization, behind the API; it counts from one day through another. */
export async function cardOf(
  world: World,
  personId: string,
  code: string,
  from: string,
  through: string,
  given: { recordedAt?: Date; verified?: boolean } = {},
): Promise<string> {
  const id = newId();
  const { recordedAt: recorded_at = YEAR_AGO(), verified = true } = given;
  await insertRow(world.app, 'external_credential', {
    ...{
      org_id: world.orgId,
      id,
      person_id: personId,
      type_code: code,
      issuer: 'Heart school',
      issued_on: from,
    },
    ...{ claimed_until: through, recorded_at },
  });
  if (verified)
    await insertRow(world.app, 'external_credential_entry', {
      ...{ org_id: world.orgId, id: newId(), external_credential_id: id, kind: 'CONFIRMED', found_on: from },
      ...{ method: 'ISSUER_LOOKUP', source: 'Register', expires_on: through, recorded_at },
    });
  return id;
}

export async function clearanceTypeIn(world: World, code: string): Promise<void> {
  await insertRow(world.app, 'clearance_type_version', {
    ...{
      org_id: world.orgId,
      id: newId(),
      code,
      title: `Clearance ${code}`,
      validity_months: 12,
      expiry_rule: 'SAME_DAY',
    },
    ...{ warn_days: [30], health_data: true, accepts_declination: false, recorded_at: YEAR_AGO() },
  });
}

export async function clearanceOf(
  world: World,
  personId: string,
  code: string,
  from: string,
): Promise<string> {
  const id = newId();
  await insertRow(world.app, 'clearance', {
    ...{
      org_id: world.orgId,
      id,
      person_id: personId,
      type_code: code,
      cleared_on: from,
      evidence: 'DOCUMENT',
    },
    ...{ remark: 'Chest film of May', salt: 'salt', recorded_at: YEAR_AGO() },
  });
  await insertRow(world.app, 'clearance_entry', {
    ...{ org_id: world.orgId, id: newId(), clearance_id: id, kind: 'CONFIRMED', found_on: from },
    ...{ method: 'ORIGINAL_SEEN', source: 'Letter', recorded_at: YEAR_AGO() },
  });
  return id;
}

/** What a published program asks for before placements, behind the API. */
export async function gateOf(
  world: World,
  { versionId }: Pick<SampleProgram, 'versionId'>,
  gate: { credentialsCurrent?: string[]; clearancesCurrent?: string[]; trainingsCurrent?: string[] },
): Promise<void> {
  const whole = {
    coursesPassed: [],
    credentialsCurrent: [],
    clearancesCurrent: [],
    trainingsCurrent: [],
    ...gate,
  };
  await world.app.owner.query('ALTER TABLE program_version DISABLE TRIGGER USER');
  await world.app.owner.query(
    'UPDATE program_version SET placement_gate = $3 WHERE org_id = $1 AND id = $2',
    [world.orgId, versionId, JSON.stringify(whole)],
  );
  await world.app.owner.query('ALTER TABLE program_version ENABLE TRIGGER USER');
}

/** Something an organization asks for, since a year. */
export async function requirementIn(
  world: World,
  kind: 'CREDENTIAL' | 'CLEARANCE' | 'TRAINING',
  code: string,
  more: Record<string, unknown> = {},
): Promise<string> {
  const id = newId();
  await insertRow(world.app, 'work_requirement', {
    ...{ org_id: world.orgId, id, kind, code, required_for: ['ASSIGNMENT_START', 'SIGN_OFF', 'HOURS'] },
    ...{
      effective_from: YEAR_AGO().toISOString().slice(0, 10),
      citation: 'Handbook 3',
      recorded_at: YEAR_AGO(),
      ...more,
    },
  });
  return id;
}

export interface ShownCheck {
  kind: string;
  code: string;
  holds: boolean;
  overridden: boolean;
  because: string;
  currentUntil: string | null;
}
export interface ShownReadiness {
  mayStart: boolean;
  next: string;
  assignmentId: string | null;
  on: string;
  checks: ShownCheck[];
}

export const readinessQuery = `query ($personId: ID!, $siteId: ID!, $taskCode: String!, $on: Date, $knownAt: DateTime) {
  readiness(personId: $personId, siteId: $siteId, taskCode: $taskCode, on: $on, knownAt: $knownAt) {
    mayStart next assignmentId on checks { kind code holds overridden because currentUntil } } }`;

export async function readinessOf(
  member: Member,
  asked: { personId: string; siteId: string; taskCode?: string; on?: string; knownAt?: string },
): Promise<ShownReadiness> {
  const variables = { taskCode: 'transfer_assistance', ...asked };
  return (await member.ask<{ readiness: ShownReadiness }>(readinessQuery, variables)).readiness;
}

/** What stands in the way. */
export const missing = ({ checks }: ShownReadiness): string[] =>
  checks.filter(({ holds }) => !holds).map(({ kind, code }) => `${kind} ${code}`);

/** Everything that the sample program asks for before a placement, for somebody: since long, and for long. */
export async function papersFor(world: World, personId: string): Promise<void> {
  await cardTypeIn(world, 'BLS');
  await cardOf(world, personId, 'BLS', dayFromToday(-200), dayFromToday(300));
  for (const code of ['TB_SCREEN', 'HEPB_VACCINE_OR_DECLINATION', 'BACKGROUND_CHECK']) {
    await clearanceTypeIn(world, code);
    await clearanceOf(world, personId, code, dayFromToday(-200));
  }
  for (const code of ['BBP', 'PRIVACY']) {
    await trainingIn(world, code);
    await trained(world, personId, code, dayFromToday(-200));
  }
}
