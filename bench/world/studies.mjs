import { spread } from './text.mjs';
import { COURSE_MINUTES, PROGRAMS } from './programs.mjs';

/** Days between the beginnings of two programs, and how long each takes. */
const [APART, DAYS] = [200, 280];
const LAST = PROGRAMS.length - 1;

/**
 * Cohorts of at least 55 for each program, whose classmates differ from program to program. The first three are over, the last
 * two under way. One more, of the last program, is for those whom benches add.
 */
const COHORTS = `
  CREATE UNLOGGED TABLE bench.cohort AS
  SELECT o, org_id, p, k, groups, version_id, program_id, k = groups AS added, starts_on, uuidv7(starts_on + k * interval '1 minute' - now() - interval '30 days') AS cohort_id
  FROM (SELECT o, org_id, p, version_id, program_id FROM bench.course WHERE c = 0) version JOIN bench.org USING (o, org_id), generate_series(0, groups) k
  CROSS JOIN LATERAL (SELECT current_date - 60 - (${LAST} - p) * ${APART} - k % 12 * 3 AS starts_on) begins
  WHERE k < groups OR p = ${LAST};
  INSERT INTO cohort (org_id, id, program_version_id, code, name, starts_on, ends_on, time_zone, created_at)
  SELECT org_id, cohort_id, version_id, 'P' || p + 1 || '-' || k + 1, 'Program ' || p + 1 || CASE WHEN added THEN ', late comers' ELSE ', group ' || k + 1 END, starts_on, starts_on + ${DAYS}, 'America/Chicago',
    starts_on - interval '30 days' FROM bench.cohort;
  CREATE INDEX ON bench.cohort (o, p, k)`;

/** How many courses are done: all of the programs that are over, but for every eighth trainee, who left the third one. */
const DONE = `CASE WHEN p < 2 OR p = 2 AND i % 8 > 0 THEN 5 WHEN p = 2 THEN 2 WHEN p = 3 THEN 2 + i % 3 ELSE 1 + i % 2 END`;

const ENROLLMENTS = `
  CREATE UNLOGGED TABLE bench.enrollment AS
  SELECT m.o, m.org_id, m.i, h.p, h.k, m.person_id, h.cohort_id, h.version_id, h.program_id, h.starts_on, ${DONE} AS done,
    uuidv7(h.starts_on - now() - interval '10 days' + m.i * interval '1 second') AS enrollment_id
  FROM bench.member m JOIN bench.org g USING (o) CROSS JOIN generate_series(0, ${LAST}) n (nth)
  JOIN bench.cohort h ON h.o = m.o AND h.p = n.nth AND h.k = (m.i + n.nth * (m.i / g.groups)) % g.groups WHERE m.role = 'TRAINEE' ORDER BY h.starts_on, m.i, m.o;
  INSERT INTO enrollment (org_id, id, person_id, cohort_id, program_id, program_version_id, status, status_since, enrolled_on, created_at)
  SELECT org_id, enrollment_id, person_id, cohort_id, program_id, version_id, CASE WHEN done = 5 THEN 'COMPLETED' WHEN p = 2 THEN 'WITHDRAWN' ELSE 'ACTIVE' END,
    CASE WHEN done = 5 THEN starts_on + ${DAYS - 10} WHEN p = 2 THEN starts_on + 150 ELSE starts_on END, starts_on, starts_on - interval '10 days' FROM bench.enrollment;
  INSERT INTO enrollment_status_entry (org_id, id, enrollment_id, event, effective_on, recorded_at)
  SELECT org_id, uuidv7(starts_on - now()), enrollment_id, 'ENROLLED', starts_on, starts_on FROM bench.enrollment;
  INSERT INTO enrollment_status_entry (org_id, id, enrollment_id, event, effective_on, reason, last_attended_on, recorded_at)
  SELECT org_id, uuidv7(day - now()), enrollment_id, CASE WHEN done = 5 THEN 'COMPLETED' ELSE 'WITHDREW' END, day, CASE WHEN done < 5 THEN 'Moved away.' END, CASE WHEN done < 5 THEN day END, day
  FROM bench.enrollment CROSS JOIN LATERAL (SELECT starts_on + CASE WHEN done = 5 THEN ${DAYS - 10} ELSE 150 END AS day) ended WHERE p < 3`;

/** Courses that somebody has done, and the one they are at, in the order in which they were begun. */
const STUDIED = `
  CREATE UNLOGGED TABLE bench.studied AS
  SELECT s.*, uuidv7(began - now()) AS course_attempt_id FROM (
    SELECT e.o, e.org_id, e.i, e.p, e.enrollment_id, e.person_id, k.c, k.course_id, k.category_id, k.requirement_id, k.quiz_version_id, k.questions, k.c < e.done AS finished,
      ${spread('(e.i * 5 + e.p) * 5 + k.c')} AS h,
      e.starts_on + k.c * CASE WHEN e.p = ${LAST} THEN interval '20 days' ELSE interval '50 days' END + (e.i % 40000) * interval '2 seconds' AS began
    FROM bench.enrollment e JOIN bench.course k ON k.version_id = e.version_id AND k.c <= e.done) s ORDER BY began`;

/** Both lessons of a course that is done, the first of one that is not. */
const LESSONS = `
  INSERT INTO lesson_completion (org_id, enrollment_id, lesson_id, completed_at)
  SELECT s.org_id, s.enrollment_id, l.id, s.began + m.position * interval '5 days' + interval '1 day' FROM bench.studied s
  JOIN module m ON m.org_id = s.org_id AND m.course_id = s.course_id JOIN lesson l ON l.org_id = m.org_id AND l.module_id = m.id WHERE s.finished OR m.position = 0`;

export async function loadEnrollments({ run }) {
  await run(COHORTS);
  await run(ENROLLMENTS);
}

export async function loadStudies({ run }) {
  await run(STUDIED);
  await run(LESSONS);
}

/** The counters, as the product keeps them: from the attempt that counts for each course. */
const COUNTERS = `
  INSERT INTO course_attempt (org_id, id, enrollment_id, course_id, number, outcome, started_at, decided_at, final_percent)
  SELECT s.org_id, s.course_attempt_id, s.enrollment_id, s.course_id, 1, CASE WHEN s.finished THEN 'PASSED' ELSE 'IN_PROGRESS' END, s.began, a.submitted_at, a.percent
  FROM bench.studied s LEFT JOIN bench.attempt a ON a.course_attempt_id = s.course_attempt_id AND a.passed;
  INSERT INTO course_progress (org_id, enrollment_id, course_id, course_attempt_id, met_minutes, lessons_done, requirements_met, current_percent, final_percent, outcome, complete, updated_at)
  SELECT s.org_id, s.enrollment_id, s.course_id, s.course_attempt_id, CASE WHEN finished THEN ${COURSE_MINUTES} ELSE l.credit END, CASE WHEN finished THEN 2 ELSE 1 END, finished::int,
    a.percent, a.percent, CASE WHEN finished THEN 'PASSED' ELSE 'IN_PROGRESS' END, finished, coalesce(a.submitted_at, s.began + interval '1 day')
  FROM bench.studied s CROSS JOIN (SELECT min(credit_minutes) AS credit FROM lesson) l
  LEFT JOIN bench.attempt a ON a.course_attempt_id = s.course_attempt_id AND a.passed;
  INSERT INTO enrollment_progress (org_id, enrollment_id, met_minutes, courses_complete, complete, last_activity_at, updated_at)
  SELECT org_id, enrollment_id, sum(met_minutes), count(*) FILTER (WHERE complete), bool_and(complete) AND count(*) = 5, max(updated_at), max(updated_at)
  FROM course_progress GROUP BY 1, 2`;

export const loadCounters = ({ run }) => run(COUNTERS);
