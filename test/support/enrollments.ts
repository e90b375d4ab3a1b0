import { newId } from '../../src/platform/ids/ids.js';
import type { SampleProgram } from './sample-program.js';
import type { Member, World } from './world.js';

/** A day `days` from now, by the real clock in UTC. */
export const day = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

export const cohortInput = (
  program: SampleProgram,
): { code: string; name: string } & Record<string, unknown> => {
  const code = `C-${newId().slice(-8)}`;
  return {
    programVersionId: program.versionId,
    code,
    name: `Cohort ${code}`,
    startsOn: day(-30),
    endsOn: day(60),
    timeZone: 'UTC',
  };
};

/** A running cohort, made through the API by the owner. */
export async function openCohort(world: World, program: SampleProgram, given: object = {}): Promise<string> {
  const input = { ...cohortInput(program), ...given };
  const made = await world.owner.do<{ id: string }>('createCohort', input, '... on Cohort { id }');
  return made.id;
}

/** Limits a member to some cohorts, behind the API. */
export async function limitToCohorts(world: World, member: Member, cohortIds: string[]): Promise<void> {
  const { owner } = world.app;
  const ids = [world.orgId, member.membershipId];
  await owner.query('UPDATE membership SET cohort_limited = true WHERE org_id = $1 AND id = $2', ids);
  await owner.query('DELETE FROM membership_cohort WHERE org_id = $1 AND membership_id = $2', ids);
  await owner.query(
    'INSERT INTO membership_cohort (org_id, membership_id, cohort_id) SELECT $1, $2, unnest($3::uuid[])',
    [...ids, cohortIds],
  );
}

/** What is in the person's ledger in this organization, the oldest first. */
export async function ledgerOf(
  world: World,
  personId: string,
): Promise<{ kind: string; content: Record<string, unknown>; actor: string | null }[]> {
  const { rows } = await world.app.owner.query<{ kind: string; content: string; actor: string | null }>(
    'SELECT kind, content, actor_id AS actor FROM ledger_entry WHERE org_id = $1 AND person_id = $2 ORDER BY seq',
    [world.orgId, personId],
  );
  return rows.map((row) => ({ ...row, content: JSON.parse(row.content) as Record<string, unknown> }));
}

/** Another version of the program, without courses, that asks for something before entry; behind the API. */
export async function versionAsking(
  { app, orgId }: World,
  { versionId }: SampleProgram,
  entryRequirements: string[],
  status: 'DRAFT' | 'PUBLISHED' = 'PUBLISHED',
): Promise<string> {
  const id = newId();
  await app.owner.query(
    `INSERT INTO program_version (org_id, id, program_id, label, status, entry_requirements, title, total_clock_minutes, normal_weeks,
       max_timeframe_percent, min_pace_percent, excused_absence_cap_percent, lecture_pass_mark_percent, lab_pass_mark_percent)
     SELECT org_id, $2::uuid, program_id, $2::uuid::text, $3, $4, title, 0, 10, 150, 67, 10, 75, 80 FROM program_version WHERE org_id = $5 AND id = $1`,
    [versionId, id, status, entryRequirements, orgId],
  );
  return id;
}
