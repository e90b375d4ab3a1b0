import { spread } from './text.mjs';

/** One attempt for each course that is done, and for every twentieth a failed one before it; in the order in which they were begun. */
const ATTEMPTS_STAGED = `
  CREATE UNLOGGED TABLE bench.pattern AS
  SELECT n AS questions, r AS "right", turn, array_agg(CASE WHEN (j + turn) % n < r THEN 1.0 ELSE 0.0 END::float8 ORDER BY j) AS marks
  FROM (VALUES (4), (20)) size (n), generate_series(1, n) r, generate_series(0, n - 1) turn, generate_series(1, n) j GROUP BY 1, 2, 3;
  CREATE UNLOGGED TABLE bench.attempt AS
  SELECT a.*, uuidv7(started_at - now()) AS attempt_id, started_at + (8 + h % 40) * interval '1 minute' AS submitted_at, round(100.0 * "right" / questions, 2) AS percent
  FROM (
    SELECT s.org_id, s.i, s.p, s.enrollment_id, s.person_id, s.course_id, s.course_attempt_id, s.category_id, s.requirement_id, s.quiz_version_id, s.questions, s.h,
      number, number = tries AS passed, s.began + interval '10 days' + (number * 86400 + s.h % 28800) * interval '1 second' AS started_at,
      CASE WHEN number < tries THEN 1 + s.h % (s.questions / 2) ELSE s.questions - s.h % (s.questions / 4 + 1) END AS "right", (s.h + number) % s.questions AS turn
    FROM bench.studied s CROSS JOIN LATERAL (SELECT CASE WHEN ${spread('s.h')} % 20 = 0 THEN 2 ELSE 1 END AS tries) t, generate_series(1, tries) number
    WHERE s.finished) a ORDER BY started_at`;

const ATTEMPTS = `
  INSERT INTO quiz_attempt (org_id, id, quiz_version_id, enrollment_id, requirement_id, person_id, number, status, started_at, deadline, accept_until, submitted_at, seed,
    earned, possible, percent, passed, marks_salt)
  SELECT org_id, attempt_id, quiz_version_id, enrollment_id, requirement_id, person_id, number, 'SUBMITTED', started_at, started_at + interval '1 hour', started_at + interval '1 hour',
    submitted_at, h, "right", questions, percent, passed, rtrim(translate(encode(sha256(uuid_send(attempt_id)), 'base64'), '+/', '-_'), '=') FROM bench.attempt;
  INSERT INTO quiz_score (org_id, attempt_id, entry, kind, earned, possible, percent, passed, pending, marks, entered_at)
  SELECT org_id, attempt_id, 1, 'AUTOMATIC', "right", questions, percent, passed, 0, marks, submitted_at FROM bench.attempt JOIN bench.pattern USING (questions, "right", turn)`;

const QUESTIONS = `
  INSERT INTO quiz_attempt_question (org_id, attempt_id, position, place, question_id, question_version_id, points)
  SELECT a.org_id, a.attempt_id, q.position, q.position, q.question_id, q.question_version_id, 1 FROM bench.attempt a JOIN bench.question q USING (quiz_version_id)`;

const RESPONSE = `CASE WHEN g.marks[q.position] = 1 THEN q.right_response ELSE q.wrong_response END::jsonb`;
const ANSWERED = `FROM bench.attempt a JOIN bench.pattern g USING (questions, "right", turn) JOIN bench.question q USING (quiz_version_id)`;
const ANSWERS = `
  INSERT INTO quiz_answer (org_id, attempt_id, position, revision, response, saved_at)
  SELECT a.org_id, a.attempt_id, q.position, 1, ${RESPONSE}, a.started_at + q.position * (a.submitted_at - a.started_at) / 21 ${ANSWERED}`;
const MARKS = `
  INSERT INTO quiz_mark (org_id, attempt_id, position, question_version_id, earned, possible, response, marked_at)
  SELECT a.org_id, a.attempt_id, q.position, q.question_version_id, g.marks[q.position], 1, ${RESPONSE}, a.submitted_at ${ANSWERED}`;

/** What each attempt decided: the second takes the place of the first. */
const DECISIONS = `
  CREATE UNLOGGED TABLE bench.decision AS
  SELECT a.*, uuidv7(a.submitted_at - now()) AS result_id, uuidv7(a.submitted_at - now()) AS mark_id FROM bench.attempt a;
  INSERT INTO requirement_result (org_id, id, enrollment_id, course_id, course_attempt_id, requirement_id, met, source_id, earned, possible, supersedes_id, recorded_at)
  SELECT d.org_id, d.result_id, d.enrollment_id, d.course_id, d.course_attempt_id, d.requirement_id, d.passed, d.attempt_id, d."right", d.questions, b.result_id, d.submitted_at
  FROM bench.decision d LEFT JOIN bench.decision b ON d.number = 2 AND b.number = 1 AND b.course_attempt_id = d.course_attempt_id ORDER BY d.submitted_at;
  INSERT INTO grade_entry (org_id, id, enrollment_id, course_id, course_attempt_id, category_id, item, requirement_id, source, earned, possible, quiz_attempt_id, supersedes_id,
    recorded_by, recorded_at)
  SELECT d.org_id, d.mark_id, d.enrollment_id, d.course_id, d.course_attempt_id, d.category_id, r.code, d.requirement_id, 'QUIZ', d."right", d.questions, d.attempt_id, b.mark_id,
    d.person_id, d.submitted_at
  FROM bench.decision d JOIN course_requirement r ON r.org_id = d.org_id AND r.id = d.requirement_id
  LEFT JOIN bench.decision b ON d.number = 2 AND b.number = 1 AND b.course_attempt_id = d.course_attempt_id ORDER BY d.submitted_at`;

export const stageAttempts = ({ run }) => run(ATTEMPTS_STAGED);

export async function loadAttempts({ run }) {
  await run(ATTEMPTS);
  await run(DECISIONS);
}

export async function loadResponses({ run }) {
  await run(QUESTIONS);
  await run(ANSWERS);
  await run(MARKS);
}
