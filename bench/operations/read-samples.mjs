// Who asks the other reads, and about what: an owner of a random organization about one of its trainees, or that trainee.
import pg from 'pg';
import 'reflect-metadata';
import { AccessTokens } from '../../dist/src/platform/access/access-tokens.js';
import { Viewer } from '../../dist/src/platform/access/viewer.js';
import { Clock } from '../../dist/src/platform/clock/clock.js';

const VIEWER = (member, session) =>
  `jsonb_build_object('orgId', ${member}.org_id, 'personId', ${member}.person_id, 'membershipId', ${member}.id, 'role', ${member}.role,
    'sessionId', ${session}.id, 'accountId', ${session}.account_id)`;

/** Of organization, not of its size: every one is as likely. Everything named is there. */
const PICKED = `
  WITH picked AS (SELECT o.id AS org_id FROM generate_series(1, $1) n
    CROSS JOIN LATERAL (SELECT id FROM organization WHERE is_school AND n > 0 ORDER BY random() LIMIT 1) o)
  SELECT e.org_id AS "orgId", e.id AS "enrollmentId", e.person_id AS "personId", e.cohort_id AS "cohortId", v.id AS "programVersionId",
    v.program_id AS "programId", t.id AS "membershipId", qa.id AS "attemptId", l.id AS "lessonId", qu.id AS "questionId", qz.id AS "quizId",
    ta.id AS "assignmentId", ta.site_id AS "siteId", k.id AS "skillId", c.id AS "checklistId",
    ${VIEWER('staff', 'ss')} AS staff, ${VIEWER('t', 'ts')} AS trainee
  FROM picked p
  CROSS JOIN LATERAL (SELECT * FROM enrollment x WHERE x.org_id = p.org_id AND x.status = 'ACTIVE'
    AND EXISTS (SELECT 1 FROM quiz_attempt a WHERE a.org_id = x.org_id AND a.enrollment_id = x.id AND a.status = 'SUBMITTED')
    ORDER BY md5(x.id::text || random()::text) LIMIT 1) e
  JOIN program_version v ON v.org_id = e.org_id AND v.id = e.program_version_id
  JOIN membership t ON t.org_id = e.org_id AND t.person_id = e.person_id AND t.revoked_at IS NULL
  JOIN session ts ON ts.person_id = t.person_id AND ts.membership_id = t.id AND ts.ended_at IS NULL
  CROSS JOIN LATERAL (SELECT * FROM quiz_attempt a WHERE a.org_id = e.org_id AND a.enrollment_id = e.id AND a.status = 'SUBMITTED' LIMIT 1) qa
  CROSS JOIN LATERAL (SELECT l.id FROM lesson l WHERE l.org_id = e.org_id AND l.program_version_id = v.id ORDER BY random() LIMIT 1) l
  CROSS JOIN LATERAL (SELECT id FROM question q WHERE q.org_id = e.org_id ORDER BY random() LIMIT 1) qu
  CROSS JOIN LATERAL (SELECT id FROM quiz q WHERE q.org_id = e.org_id ORDER BY random() LIMIT 1) qz
  CROSS JOIN LATERAL (SELECT * FROM training_assignment a WHERE a.org_id = e.org_id ORDER BY (a.person_id = e.person_id) DESC LIMIT 1) ta
  CROSS JOIN LATERAL (SELECT id FROM skill k WHERE k.org_id = e.org_id ORDER BY random() LIMIT 1) k
  CROSS JOIN LATERAL (SELECT id FROM checklist c WHERE c.org_id = e.org_id ORDER BY random() LIMIT 1) c
  JOIN LATERAL (SELECT * FROM membership m WHERE m.org_id = e.org_id AND m.role = 'OWNER' AND m.revoked_at IS NULL LIMIT 1) staff ON true
  JOIN session ss ON ss.person_id = staff.person_id AND ss.membership_id = staff.id AND ss.ended_at IS NULL`;

const known = new WeakMap();

/** @returns {Promise<object[]>} */
export const staffSamples = (world, count) => samples(world, count, 'staff');
/** @returns {Promise<object[]>} */
export const traineeSamples = (world, count) => samples(world, count, 'trainee');

async function samples(world, count, as) {
  if (!known.has(world)) known.set(world, picked(world, count));
  const rows = await known.get(world);
  const tokens = new AccessTokens({ tokenSecret: world.secret, accessTokenMinutes: 60 }, new Clock());
  return Promise.all(
    rows.map(async ({ staff, trainee, ...ids }) => {
      const { orgId, personId, accountId, membershipId, sessionId, role } = as === 'staff' ? staff : trainee;
      const viewer = new Viewer(orgId, personId, accountId, membershipId, sessionId, role);
      return { ...ids, viewer: { ...viewer }, token: (await tokens.sign(viewer)).token };
    }),
  );
}

async function picked(world, count) {
  const owner = new pg.Client(world.ownerUrl);
  await owner.connect();
  try {
    const { rows } = await owner.query(PICKED, [count]);
    if (rows.length < count / 2)
      throw new Error(`The world has ${rows.length} of ${count} samples for reads`);
    return rows;
  } finally {
    await owner.end();
  }
}
