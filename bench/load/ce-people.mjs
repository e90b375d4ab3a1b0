import { randomUUID } from 'node:crypto';

/** Complete ones of the examples that are shipped. */
export const POLICIES = ['CE-TECH-NATIONAL', 'CE-EMPLOYER-AIDE', 'CE-PT-SUPERVISOR-EXAMPLE'];

/** Each with twelve activities: those of odd people miss most of their hours. */
const EACH = 12;

/**
 * Fills a migrated database, connected as the superuser, with people under these policies since 100 days, in a few
 * statements: every second one has earned everything, the others a part; all have evidence, and a third of what they did
 * has its time. Keys are not checked meanwhile.
 */
export async function fillCePeople(superuser, people) {
  const orgId = randomUUID();
  const run = (statement, values) => superuser.query(statement, values);
  await run('SET session_replication_role = replica');
  await run(`INSERT INTO organization (id, name, is_school, is_clinic) VALUES ($1, 'Bench', true, true)`, [
    orgId,
  ]);
  await run(
    `CREATE TEMPORARY TABLE someone AS SELECT gen_random_uuid() AS person_id, gen_random_uuid() AS membership_id, i FROM generate_series(0, $1::int - 1) i`,
    [people],
  );
  await run(
    `INSERT INTO person (id, given_name, family_name) SELECT person_id, 'Ada', 'Bench ' || i FROM someone`,
  );
  await run(
    `INSERT INTO membership (org_id, id, person_id, role) SELECT $1, membership_id, person_id, 'TRAINEE' FROM someone`,
    [orgId],
  );
  await run(
    `CREATE TEMPORARY TABLE held AS SELECT gen_random_uuid() AS id, person_id, code FROM someone, unnest($1::text[]) AS code`,
    [POLICIES],
  );
  await run(
    `INSERT INTO ce_obligation (org_id, id, person_id, policy_code, renews, renews_id, recorded_at)
     SELECT $1, id, person_id, code, 'EMPLOYMENT', $1, now() - interval '100 days' FROM held`,
    [orgId],
  );
  await run(
    `INSERT INTO ce_obligation_entry (org_id, id, obligation_id, number, anchor_on, starts_on, recorded_at)
     SELECT $1, gen_random_uuid(), id, 1, current_date - 100, current_date - 100, now() - interval '100 days' FROM held`,
    [orgId],
  );
  await run(
    `CREATE TEMPORARY TABLE activity AS SELECT gen_random_uuid() AS id, n FROM generate_series(1, $1::int * 5) n`,
    [EACH],
  );
  await run(
    `INSERT INTO ce_activity (org_id, id, created_at) SELECT $1, id, now() - interval '100 days' FROM activity`,
    [orgId],
  );
  await run(
    `INSERT INTO ce_activity_version (org_id, id, activity_id, number, title, kind, provider, course_identity, delivery, minutes,
       partial_allowed, categories, recorded_at)
     SELECT $1, gen_random_uuid(), id, 1, 'Course ' || n, 'COURSE', 'Bench', 'C' || n, CASE WHEN n % 6 = 0 THEN 'SELF_PACED' ELSE 'LIVE' END,
       120, true, jsonb_build_array(jsonb_build_object('code', (ARRAY['safety_infection', 'ethics_privacy', 'medical_errors'])[1 + n % 3], 'minutes', 60)),
       now() - interval '100 days' FROM activity`,
    [orgId],
  );
  await run(
    `CREATE TEMPORARY TABLE done AS SELECT gen_random_uuid() AS id, s.person_id, s.i, a.id AS activity_id, a.n,
       current_date - 90 + (a.n % 80) AS on
     FROM someone s JOIN activity a ON a.n % 5 = s.i % 5`,
  );
  await run(
    `INSERT INTO ce_completion (org_id, id, person_id, activity_id, completed_on, recorded_at)
     SELECT $1, id, person_id, activity_id, "on", now() - interval '1 day' FROM done`,
    [orgId],
  );
  await run(
    `INSERT INTO ce_completion_entry (org_id, id, completion_id, number, kind, role, starts_at, ends_at, time_zone, completed_on, minutes, categories, recorded_at)
     SELECT $1, gen_random_uuid(), id, 1, 'RECORDED', 'ATTENDEE', CASE WHEN n % 3 = 0 THEN "on" + time '09:00' END,
       CASE WHEN n % 3 = 0 THEN "on" + time '11:00' END, 'UTC', "on", CASE WHEN i % 2 = 0 THEN 120 ELSE 15 END,
       jsonb_build_array(jsonb_build_object('code', (ARRAY['safety_infection', 'ethics_privacy', 'medical_errors'])[1 + n % 3],
         'minutes', CASE WHEN i % 2 = 0 THEN 60 ELSE 15 END)), now() - interval '1 day' FROM done`,
    [orgId],
  );
  const { rows } = await run('SELECT count(*)::int AS count FROM done');
  await run('RESET session_replication_role');
  await run('ANALYZE');
  return { orgId, completions: rows[0].count };
}
