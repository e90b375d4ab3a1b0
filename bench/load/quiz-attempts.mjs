import { randomUUID } from 'node:crypto';

/**
 * Fills a migrated database, connected as the superuser, with one quiz of true-or-false and single choice questions
 * that `trainees` have each tried `attemptsEach` times, in a few statements. Able trainees are right more often; every
 * seventh question gives part of its point. Keys are not checked meanwhile: that would take minutes.
 */
export async function fillQuizAttempts(superuser, { trainees, attemptsEach, questions }) {
  const id = Object.fromEntries(
    [
      'org',
      'program',
      'version',
      'course',
      'module',
      'category',
      'requirement',
      'cohort',
      'quiz',
      'quizVersion',
    ].map((name) => [name, randomUUID()]),
  );
  const run = (statement, values) => superuser.query(statement, values);
  await run('SET session_replication_role = replica');
  await run(`INSERT INTO organization (id, name, is_school, is_clinic) VALUES ($1, 'Bench', true, false)`, [
    id.org,
  ]);
  await run(`INSERT INTO program (org_id, id, code, title) VALUES ($1, $2, 'P', 'P')`, [id.org, id.program]);
  await run(
    `INSERT INTO program_version (org_id, id, program_id, label, title, total_clock_minutes, normal_weeks, max_timeframe_percent,
       min_pace_percent, excused_absence_cap_percent, lecture_pass_mark_percent, lab_pass_mark_percent, required_minutes, practical)
     VALUES ($1, $2, $3, '1', 'P', 60, 10, 150, 67, 10, 75, 80, 60, '{"criticalSteps":"all","technicalMinPercent":77,"maxAttempts":3,"repeatScoreCapPercent":77}')`,
    [id.org, id.version, id.program],
  );
  await run(
    `INSERT INTO course (org_id, id, program_version_id, position, code, title, lecture_minutes, lab_minutes, placement_minutes,
       grading, required_minutes, lessons_required, requirements_required)
     VALUES ($1, $2, $3, 0, 'C', 'C', 60, 0, 0, 'GRADED', 60, 0, 1)`,
    [id.org, id.course, id.version],
  );
  await run(
    `INSERT INTO gradebook_category (org_id, id, program_version_id, course_id, position, code, weight_percent) VALUES ($1, $2, $3, $4, 0, 'quizzes', 100)`,
    [id.org, id.category, id.version, id.course],
  );
  await run(
    `INSERT INTO module (org_id, id, program_version_id, course_id, position, title, clock_minutes) VALUES ($1, $2, $3, $4, 0, 'M', 60)`,
    [id.org, id.module, id.version, id.course],
  );
  await run(
    `INSERT INTO course_requirement (org_id, id, program_version_id, course_id, module_id, category_id, kind, position, code, title, credit_minutes)
     VALUES ($1, $2, $3, $4, $5, $6, 'QUIZ', 0, 'Q', 'Quiz', 20)`,
    [id.org, id.requirement, id.version, id.course, id.module, id.category],
  );
  await run(
    `INSERT INTO cohort (org_id, id, program_version_id, code, name, starts_on, ends_on, time_zone)
     VALUES ($1, $2, $3, 'A', 'A', current_date - 35, current_date + 35, 'America/Chicago')`,
    [id.org, id.cohort, id.version],
  );
  await run(
    `WITH asked AS (
       SELECT n, gen_random_uuid() AS question, gen_random_uuid() AS version FROM generate_series(1, $2::int) n),
     bank AS (INSERT INTO question (org_id, id, code) SELECT $1, question, 'Q' || n FROM asked)
     INSERT INTO question_version (org_id, id, question_id, number, status, type, stem, presentation, answer_key, published_at)
     SELECT $1, version, question, 1, 'PUBLISHED', CASE WHEN n % 2 = 0 THEN 'SINGLE_CHOICE' ELSE 'TRUE_FALSE' END, 'Question ' || n,
       CASE WHEN n % 2 = 0 THEN '{"choices":[{"id":"a","text":"A"},{"id":"b","text":"B"},{"id":"c","text":"C"},{"id":"d","text":"D"}]}' ELSE '{}' END::jsonb,
       CASE WHEN n % 2 = 0 THEN '{"correctChoiceIds":["a"]}' ELSE '{"isTrue":true}' END::jsonb, app_now()
     FROM asked`,
    [id.org, questions],
  );
  await run(`INSERT INTO quiz (org_id, id, code, title) VALUES ($1, $2, 'Z', 'Bench')`, [id.org, id.quiz]);
  await run(
    `INSERT INTO quiz_version (org_id, id, quiz_id, number, pass_mark_percent) VALUES ($1, $2, $3, 1, 75)`,
    [id.org, id.quizVersion, id.quiz],
  );
  await run(
    `INSERT INTO quiz_question (org_id, quiz_version_id, position, question_id, question_version_id, points)
     SELECT q.org_id, $2, substr(q.code, 2)::int, q.id, w.id, 1 FROM question q
     JOIN question_version w ON w.org_id = q.org_id AND w.question_id = q.id WHERE q.org_id = $1`,
    [id.org, id.quizVersion],
  );
  await run(
    `UPDATE quiz_version SET status = 'PUBLISHED', published_at = app_now() WHERE org_id = $1 AND id = $2`,
    [id.org, id.quizVersion],
  );
  await run(
    `WITH people AS (
       INSERT INTO person (id, given_name, family_name) SELECT gen_random_uuid(), 'Trainee', n::text FROM generate_series(1, $5::int) n RETURNING id)
     INSERT INTO enrollment (org_id, id, person_id, cohort_id, program_id, program_version_id, status, status_since, enrolled_on)
     SELECT $1, gen_random_uuid(), id, $2, $3, $4, 'ACTIVE', current_date, current_date FROM people`,
    [id.org, id.cohort, id.program, id.version, trainees],
  );
  // Each trainee has an ability, each answer falls by it and by how hard its question is
  await run(
    `CREATE TEMP TABLE tried AS
     SELECT gen_random_uuid() AS id, e.id AS enrollment_id, e.person_id, number,
       (SELECT array_agg(CASE WHEN random() < 1 / (1 + exp((i % 9 - 4) / 3.0 - e.ability)) THEN 1
           WHEN i % 7 = 0 AND random() < 0.5 THEN 0.3333 ELSE 0 END ORDER BY i)
        FROM generate_series(1, $2::int) i WHERE e.id IS NOT NULL AND number > 0) AS marks
     FROM (SELECT id, person_id, sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()) AS ability FROM enrollment WHERE org_id = $1) e
     CROSS JOIN generate_series(1, $3::int) number`,
    [id.org, questions, attemptsEach],
  );
  await run(
    `INSERT INTO quiz_attempt (org_id, id, quiz_version_id, enrollment_id, requirement_id, person_id, number, status, started_at, submitted_at,
       seed, earned, possible, percent, passed)
     SELECT $1, id, $2, enrollment_id, $3, person_id, number, 'SUBMITTED', app_now(), app_now(), 1, earned, $4::int, 100 * earned / $4::int, earned >= 0.75 * $4::int
     FROM tried CROSS JOIN LATERAL (SELECT sum(m)::numeric AS earned FROM unnest(marks) m) t`,
    [id.org, id.quizVersion, id.requirement, questions],
  );
  await run(
    `INSERT INTO quiz_attempt_question (org_id, attempt_id, position, place, question_id, question_version_id, points)
     SELECT $1, t.id, q.position, q.position, q.question_id, q.question_version_id, q.points
     FROM tried t JOIN quiz_question q ON q.org_id = $1 AND q.quiz_version_id = $2`,
    [id.org, id.quizVersion],
  );
  await run(
    `INSERT INTO quiz_mark (org_id, attempt_id, position, question_version_id, earned, possible, response)
     SELECT $1, t.id, q.position, q.question_version_id, t.marks[q.position], q.points, CASE WHEN q.position % 2 = 0
       THEN jsonb_build_object('choiceIds', jsonb_build_array(CASE WHEN t.marks[q.position] = 1 THEN 'a' WHEN random() < 0.7 THEN 'b' ELSE 'c' END))
       ELSE jsonb_build_object('isTrue', t.marks[q.position] = 1) END
     FROM tried t JOIN quiz_question q ON q.org_id = $1 AND q.quiz_version_id = $2`,
    [id.org, id.quizVersion],
  );
  await run(
    `INSERT INTO quiz_score (org_id, attempt_id, entry, kind, earned, possible, percent, passed, marks)
     SELECT a.org_id, a.id, 1, 'AUTOMATIC', a.earned, a.possible, a.percent, a.passed, t.marks FROM tried t JOIN quiz_attempt a ON a.org_id = $1 AND a.id = t.id`,
    [id.org],
  );
  await run('DROP TABLE tried');
  await run('RESET session_replication_role');
  await run('VACUUM ANALYZE');
  return { orgId: id.org, quizId: id.quiz };
}

/** Somebody who may read what is analysed: what a Viewer is made of. */
export async function addOwner(superuser, orgId) {
  const [personId, accountId, membershipId, sessionId] = Array.from({ length: 4 }, () => randomUUID());
  await superuser.query(`INSERT INTO person (id, given_name, family_name) VALUES ($1, 'Ada', 'Bench')`, [
    personId,
  ]);
  await superuser.query('INSERT INTO account (id, person_id, email) VALUES ($1, $2, $3)', [
    accountId,
    personId,
    `${personId}@example.org`,
  ]);
  await superuser.query(`INSERT INTO membership (org_id, id, person_id, role) VALUES ($1, $2, $3, 'OWNER')`, [
    orgId,
    membershipId,
    personId,
  ]);
  await superuser.query('INSERT INTO session (id, person_id, account_id, org_id, membership_id) VALUES ($1, $2, $3, $4, $5)', [
    sessionId, personId, accountId, orgId, membershipId,
  ]); // prettier-ignore
  return { orgId, personId, accountId, membershipId, sessionId };
}
