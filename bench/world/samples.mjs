import 'reflect-metadata';
import { AccessTokens } from '../../dist/src/platform/access/access-tokens.js';
import { Viewer } from '../../dist/src/platform/access/viewer.js';
import { Clock } from '../../dist/src/platform/clock/clock.js';
import { openAttempts } from './open-attempts.mjs';
import { openSigning } from './signables.mjs';

/** Longer than the longest run: what signs tokens here is the bench. */
const TOKEN_MINUTES = 24 * 60;

/** Of membership \`m\` with session \`s\`. */
export const VIEWER = `m.org_id AS "orgId", m.person_id AS "personId", s.account_id AS "accountId", m.id AS "membershipId", s.id AS "sessionId", m.role`;

/** Trainees who were there when the world was loaded, with what their dashboards must say. */
const TRAINEES = `
  SELECT ${VIEWER}, jsonb_agg(jsonb_build_object('enrollmentId', e.id, 'status', e.status, 'programTitle', v.title, 'courses', 5, 'coursesComplete', p.courses_complete,
    'percent', CASE WHEN p.complete THEN 100 ELSE 100 * p.met_minutes / v.required_minutes END)) AS enrollments
  FROM (SELECT m.* FROM membership m WHERE m.role = 'TRAINEE' AND EXISTS (SELECT 1 FROM training_assignment a WHERE a.org_id = m.org_id AND a.person_id = m.person_id AND a.created_at < now() - interval '30 days')
    ORDER BY random() LIMIT $1) m JOIN session s ON s.person_id = m.person_id AND s.membership_id = m.id
  JOIN enrollment e ON e.org_id = m.org_id AND e.person_id = m.person_id JOIN program_version v ON v.org_id = e.org_id AND v.id = e.program_version_id
  JOIN enrollment_progress p ON p.org_id = e.org_id AND p.enrollment_id = e.id GROUP BY m.org_id, m.person_id, s.account_id, m.id, s.id, m.role`;

/** Cohorts of at least 50, or the largest there are, for an instructor of the organization. */
const BOARDS = `
  SELECT ${VIEWER}, h.id AS "cohortId", h.size, ARRAY(
    SELECT jsonb_build_object('enrollmentId', e.id, 'personName', n.given_name || ' ' || n.family_name, 'percent', CASE WHEN p.complete THEN 100 ELSE 100 * p.met_minutes / v.required_minutes END)
    FROM enrollment e JOIN person n ON n.id = e.person_id JOIN enrollment_progress p ON p.org_id = e.org_id AND p.enrollment_id = e.id
    JOIN program_version v ON v.org_id = e.org_id AND v.id = e.program_version_id WHERE e.org_id = h.org_id AND e.cohort_id = h.id
    ORDER BY lower(n.family_name || ' ' || n.given_name), e.id LIMIT 50) AS page
  FROM (
    SELECT * FROM (
      SELECT h.org_id, h.id, count(*)::int AS size, rank() OVER (ORDER BY least(count(*), 50) DESC) AS class
      FROM cohort h JOIN enrollment e ON e.org_id = h.org_id AND e.cohort_id = h.id WHERE h.name NOT LIKE '%late comers' GROUP BY 1, 2) sized
    WHERE class = 1 ORDER BY random() LIMIT $1) h
  CROSS JOIN LATERAL (SELECT m.* FROM membership m WHERE m.org_id = h.org_id AND m.role = 'INSTRUCTOR' ORDER BY m.id OFFSET hashint4(h.size) & 1 LIMIT 1) m
  JOIN session s ON s.person_id = m.person_id AND s.membership_id = m.id`;

/** Sites of 200 people, or the largest there are, for a supervisor of the organization. */
const MATRICES = `
  SELECT ${VIEWER}, t.site_id AS "siteId", t.people, (
    SELECT count(DISTINCT (f.person_id, f.skill_id))::int FROM training_assignment a JOIN sign_off f ON f.org_id = a.org_id AND f.assignment_id = a.id
    WHERE a.org_id = t.org_id AND a.site_org_id = t.org_id AND a.site_id = t.site_id) AS signed
  FROM (
    SELECT * FROM (
      SELECT a.org_id, a.site_id, count(*)::int AS people, rank() OVER (ORDER BY count(*) DESC) AS class
      FROM training_assignment a JOIN site t ON t.org_id = a.org_id AND t.id = a.site_id WHERE t.name NOT LIKE '% Annex %' GROUP BY 1, 2) sized
    WHERE class = 1 ORDER BY random() LIMIT $1) t
  CROSS JOIN LATERAL (SELECT z.person_id FROM validator_authorization z WHERE z.org_id = t.org_id AND z.site_id = t.site_id ORDER BY z.id LIMIT 1) v
  JOIN membership m ON m.org_id = t.org_id AND m.person_id = v.person_id JOIN session s ON s.person_id = m.person_id AND s.membership_id = m.id`;

/** Submitted attempts at 20 questions that were there when the world was loaded, as the trainees see them. */
const REVIEWS = `
  SELECT ${VIEWER}, a.id AS "attemptId", a.percent::text, trim_scale(a.earned)::text AS earned, (SELECT count(*)::int FROM unnest(c.marks) x WHERE x > 0) AS "right", cardinality(c.marks) AS questions
  FROM (SELECT * FROM quiz_attempt a WHERE a.status = 'SUBMITTED' AND a.possible = 20 AND a.submitted_at < now() - interval '1 day' ORDER BY random() LIMIT $1) a
  JOIN quiz_score c ON c.org_id = a.org_id AND c.attempt_id = a.id JOIN membership m ON m.org_id = a.org_id AND m.person_id = a.person_id
  JOIN session s ON s.person_id = m.person_id AND s.membership_id = m.id`;

/** What benches ask with: random items over random tenants, each with a token and what the answer must say. */
export function openSamples({ owner, databaseUrl, secret }) {
  const tokens = new AccessTokens({ tokenSecret: secret, accessTokenMinutes: TOKEN_MINUTES }, new Clock());
  const signing = openSigning({ owner, databaseUrl });
  /** With the viewer in place of their columns; fewer rows than asked for are repeated. */
  const signed = async (rows, count, rest) => {
    if (!rows.length) throw new Error('There is nobody in this world to ask with');
    const items = await Promise.all(
      rows.map(async ({ orgId, personId, accountId, membershipId, sessionId, role, ...found }) => {
        const viewer = new Viewer(orgId, personId, accountId, membershipId, sessionId, role);
        const { token } = await tokens.sign(viewer);
        return { token, viewer, ...rest(found) };
      }),
    );
    return Array.from({ length: count }, (_, n) => items[n % items.length]);
  };
  const sample = (sql, rest) => async (count) => signed((await owner.query(sql, [count])).rows, count, rest);
  return {
    trainees: sample(TRAINEES, ({ enrollments }) => ({ expected: { enrollments } })),
    boards: sample(BOARDS, ({ cohortId, size, page }) => ({ cohortId, expected: { size, page } })),
    matrices: sample(MATRICES, ({ siteId, people, signed: cells }) => ({
      siteId,
      expected: { people, skills: 18, signed: cells },
    })),
    reviews: sample(REVIEWS, ({ attemptId, ...expected }) => ({ attemptId, expected })),
    openAttempts: async (count) => signed(await openAttempts(owner, count), count, (found) => found),
    signables: async (count) => signed(await signing.signables(count), count, (found) => found),
    close: () => signing.close(),
  };
}
