/** New trainees among the late comers of random organizations, so that what samples expect of everybody else stays as it was. */
export const NEW_TRAINEES = `
  CREATE TEMPORARY TABLE added ON COMMIT DROP AS
  SELECT n, late.org_id, late.cohort_id, late.program_id, late.version_id, uuidv7() AS person_id, uuidv7() AS account_id, uuidv7() AS membership_id, uuidv7() AS session_id,
    uuidv7() AS enrollment_id
  FROM (SELECT n, 1 + floor(random() * (SELECT count(*) FROM organization))::int AS o FROM generate_series(1, $1::int) n) asked
  JOIN (SELECT row_number() OVER () AS o, h.org_id, h.id AS cohort_id, v.program_id, v.id AS version_id FROM cohort h
    JOIN program_version v ON v.org_id = h.org_id AND v.id = h.program_version_id WHERE h.name LIKE '%late comers') late USING (o)`;
export const NEW_TRAINEES_ENTERED = [
  `INSERT INTO person (id, given_name, family_name) SELECT person_id, 'Late', 'Comer ' || n FROM added`,
  `INSERT INTO account (id, person_id, email) SELECT account_id, person_id, account_id || '@example.org' FROM added`,
  `INSERT INTO membership (org_id, id, person_id, role) SELECT org_id, membership_id, person_id, 'TRAINEE' FROM added`,
  `INSERT INTO session (id, person_id, account_id, org_id, membership_id) SELECT session_id, person_id, account_id, org_id, membership_id FROM added`,
  `INSERT INTO enrollment (org_id, id, person_id, cohort_id, program_id, program_version_id, status, status_since, enrolled_on)
   SELECT org_id, enrollment_id, person_id, cohort_id, program_id, version_id, 'ACTIVE', current_date - 30, current_date - 30 FROM added`,
  `INSERT INTO enrollment_status_entry (org_id, id, enrollment_id, event, effective_on) SELECT org_id, uuidv7(), enrollment_id, 'ENROLLED', current_date - 30 FROM added`,
];

const ATTEMPTS = `
  CREATE TEMPORARY TABLE opened ON COMMIT DROP AS
  SELECT a.*, q.id AS requirement_id, v.id AS quiz_version_id, uuidv7() AS attempt_id, 8 + a.n % 13 AS "right"
  FROM added a JOIN course k ON k.org_id = a.org_id AND k.program_version_id = a.version_id AND k.position = 0
  JOIN course_requirement q ON q.org_id = k.org_id AND q.course_id = k.id JOIN quiz_version v ON v.org_id = q.org_id AND v.quiz_id = q.resolved_id`;
const ATTEMPTS_ENTERED = [
  `INSERT INTO quiz_attempt (org_id, id, quiz_version_id, enrollment_id, requirement_id, person_id, number, started_at, deadline, accept_until, seed, possible)
   SELECT org_id, attempt_id, quiz_version_id, enrollment_id, requirement_id, person_id, 1, now(), now() + interval '8 hours', now() + interval '8 hours', n, 20 FROM opened`,
  `INSERT INTO quiz_attempt_question (org_id, attempt_id, position, place, question_id, question_version_id, points)
   SELECT a.org_id, a.attempt_id, q.position, q.position, q.question_id, q.question_version_id, q.points
   FROM opened a JOIN quiz_question q ON q.org_id = a.org_id AND q.quiz_version_id = a.quiz_version_id`,
  `INSERT INTO quiz_answer (org_id, attempt_id, position, revision, response, saved_at)
   SELECT a.org_id, a.attempt_id, q.position, 1, CASE WHEN q.position <= a."right" THEN q."right" ELSE q.wrong END, now() FROM opened a JOIN key q USING (quiz_version_id)`,
];
/** The right response to each question of these quizzes, and a wrong one. */
const KEY = `
  CREATE TEMPORARY TABLE key ON COMMIT DROP AS
  SELECT q.quiz_version_id, q.position, w.id AS question_version_id, CASE w.type WHEN 'TRUE_FALSE' THEN jsonb_build_object('isTrue', w.answer_key -> 'isTrue')
      WHEN 'NUMBER' THEN jsonb_build_object('number', w.answer_key #> '{numbers,0,number}') ELSE jsonb_build_object('choiceIds', w.answer_key -> 'correctChoiceIds') END AS "right",
    CASE w.type WHEN 'TRUE_FALSE' THEN '{"isTrue":false}'::jsonb WHEN 'NUMBER' THEN '{"number":"12"}' ELSE '{"choiceIds":["c"]}' END AS wrong
  FROM quiz_question q JOIN question_version w ON w.org_id = q.org_id AND w.id = q.question_version_id WHERE (q.org_id, q.quiz_version_id) IN (SELECT org_id, quiz_version_id FROM opened)`;

const FOUND = `
  SELECT org_id AS "orgId", person_id AS "personId", account_id AS "accountId", membership_id AS "membershipId", session_id AS "sessionId", 'TRAINEE' AS role,
    attempt_id AS "attemptId", quiz_version_id AS "quizVersionId", "right" FROM opened ORDER BY random()`;
const KEYS = `
  SELECT quiz_version_id AS id, jsonb_agg(jsonb_build_object('questionVersionId', question_version_id, 'position', position, 'right', "right", 'wrong', wrong) ORDER BY position) AS questions
  FROM key GROUP BY 1`;

/** In one transaction of the superuser's, keys not checked. */
export async function arranged(owner, work) {
  const client = await owner.connect();
  try {
    await client.query(
      `BEGIN; SET LOCAL session_replication_role = replica; SET LOCAL synchronous_commit = off`,
    );
    const answer = await work((sql, values) => client.query(sql, values));
    await client.query('COMMIT');
    return answer;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

/** Attempts of new trainees in progress, with all 20 answers saved: the first so many right, the others wrong. */
export function openAttempts(owner, count) {
  return arranged(owner, async (run) => {
    await run(NEW_TRAINEES, [count]);
    for (const sql of [...NEW_TRAINEES_ENTERED, ATTEMPTS, KEY, ...ATTEMPTS_ENTERED]) await run(sql);
    const { rows: keys } = await run(KEYS);
    const questions = new Map(keys.map(({ id, questions }) => [id, questions]));
    const { rows } = await run(FOUND);
    return rows.map(({ quizVersionId, right, ...found }) => ({
      ...found,
      questions: questions.get(quizVersionId),
      expected: { percent: (5 * right).toFixed(2), passed: right >= 15 },
    }));
  });
}
