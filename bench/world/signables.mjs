import { newSecretToken, secretTokenHash } from '../../dist/src/platform/access/secret-token.js';
import { Viewer } from '../../dist/src/platform/access/viewer.js';
import { Clock } from '../../dist/src/platform/clock/clock.js';
import { runtimeDataSource } from '../../dist/src/platform/database/data-source.js';
import { Database } from '../../dist/src/platform/database/database.js';
import { newId } from '../../dist/src/platform/ids/ids.js';
import { SignOffConditions } from '../../dist/src/features/training/sign-offs/sign-off-conditions.js';
import { batchHash } from '../../dist/src/features/training/sign-offs/sign-off-draft.rules.js';
import { SignOffDrafts } from '../../dist/src/features/training/sign-offs/sign-off-drafts.service.js';
import { ValidatorEligibility } from '../../dist/src/features/training/supervision/validator-eligibility.service.js';
import { arranged, NEW_TRAINEES, NEW_TRAINEES_ENTERED } from './open-attempts.mjs';
import { MEANING } from './training.mjs';

/** The four supervisors of each site that is kept for this. */
const SUPERVISING = `
  CREATE TEMPORARY TABLE supervising ON COMMIT DROP AS
  SELECT t.org_id, t.id AS site_id, row_number() OVER (PARTITION BY t.id ORDER BY z.id) - 1 AS nth, m.person_id AS supervisor_id,
    m.id AS supervisor_membership_id, s.account_id AS supervisor_account_id, s.id AS supervisor_session_id, p.given_name || ' ' || p.family_name AS supervisor_name
  FROM site t JOIN validator_authorization z ON z.org_id = t.org_id AND z.site_id = t.id
  JOIN membership m ON m.org_id = z.org_id AND m.person_id = z.person_id JOIN session s ON s.person_id = m.person_id AND s.membership_id = m.id
  JOIN person p ON p.id = m.person_id WHERE t.name LIKE '% Annex %'`;
/** New trainees there, each seen yesterday doing one skill by one of them. */
const SEEN = `
  CREATE TEMPORARY TABLE seen ON COMMIT DROP AS
  SELECT a.*, v.site_id, c.checklist_version_id, c.skill_id, c.skill_version_id, v.supervisor_id, v.supervisor_membership_id, v.supervisor_account_id, v.supervisor_session_id,
    v.supervisor_name, uuidv7() AS assignment_id, uuidv7() AS observation_id, (current_date - 1) + interval '9 hours' AS starts_at
  FROM added a JOIN supervising v ON v.org_id = a.org_id AND v.nth = a.n % 4 JOIN checklist_skill c ON c.org_id = a.org_id AND c.position = 1 + a.n % 18`;
const SEEN_ENTERED = [
  `INSERT INTO training_assignment (org_id, id, kind, person_id, enrollment_id, site_org_id, site_id, time_zone, checklist_version_id, starts_on, ends_on)
   SELECT org_id, assignment_id, 'CLINICAL_PLACEMENT', person_id, enrollment_id, org_id, site_id, 'UTC', checklist_version_id, current_date - 20, current_date + 40 FROM seen`,
  `INSERT INTO assignment_standing (org_id, assignment_id, person_id, site_org_id, site_id, time_zone, checklist_version_id, starts_on, ends_on)
   SELECT org_id, assignment_id, person_id, org_id, site_id, 'UTC', checklist_version_id, current_date - 20, current_date + 40 FROM seen`,
  `INSERT INTO observation (org_id, id, assignment_id, site_org_id, site_id, person_id, skill_org_id, skill_id, skill_version_id, kind, starts_at, ends_at, observed_on, time_zone, method,
     entrustment_level, result, score_percent, critical_met, observed_by, eligibility, content_hash, recorded_by, recorded_at)
   SELECT org_id, observation_id, assignment_id, org_id, site_id, person_id, org_id, skill_id, skill_version_id, 'PERFORMANCE', starts_at, starts_at + interval '15 minutes', starts_at::date, 'UTC',
     'RETURN_DEMONSTRATION', 'S3', 'MET', 100, true, supervisor_id, jsonb_build_object('printedName', supervisor_name), encode(sha256(uuid_send(observation_id)), 'hex'), supervisor_id,
     starts_at + interval '20 minutes' FROM seen`,
  `INSERT INTO observation_step (org_id, observation_id, step_id, position, result)
   SELECT n.org_id, n.observation_id, s.id, s.position, 'MET' FROM seen n JOIN skill_step s ON s.org_id = n.org_id AND s.skill_version_id = n.skill_version_id`,
];
const FOUND = `
  SELECT org_id AS "orgId", supervisor_id AS "personId", supervisor_account_id AS "accountId", supervisor_membership_id AS "membershipId", supervisor_session_id AS "sessionId",
    'SUPERVISOR' AS role, assignment_id AS "assignmentId", skill_id AS "skillId", observation_id AS "observationId", person_id AS "traineeId", current_date::text AS today FROM seen ORDER BY random()`;

/** Tickets of hours from now on, for a run may take longer than five minutes; they are used up by being signed with. */
const TICKETS = `
  INSERT INTO signing_ticket (org_id, id, token_hash, person_id, session_id, authentication, purpose, payload_hash, issued_at, expires_at)
  SELECT org_id, id, token_hash, person_id, session_id, 'PIN', 'SIGN_OFF', payload_hash, now() + interval '8 hours', now() + interval '8 hours 5 minutes'
  FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::text[]) AS t (org_id, id, token_hash, person_id, session_id, payload_hash)`;

/** Makes what a supervisor may sign at once: what it is made out to be is computed by the product's own rules. */
export function openSigning({ owner, databaseUrl }) {
  const drafts = new SignOffDrafts(new ValidatorEligibility(), new SignOffConditions());
  let opening = null;
  const opened = () => (opening ??= runtimeDataSource(databaseUrl, 4, []).initialize());

  /** The hash each ticket is made for, a statement for each supervisor. */
  async function payloads(found) {
    const database = new Database(await opened(), new Clock());
    const bySigner = Map.groupBy(found, ({ sessionId }) => sessionId);
    await Promise.all(
      [...bySigner.values()].map(async (group) => {
        const [{ orgId, personId, accountId, membershipId, sessionId, role }] = group;
        const viewer = new Viewer(orgId, personId, accountId, membershipId, sessionId, role);
        const made = await database.forViewer(viewer).load((tx) =>
          drafts.of(
            tx,
            group.map(({ item }) => ({ ...item, priorLearning: null, corrects: null })),
          ),
        );
        for (const [turn, { contentHash, blocks }] of made.entries()) {
          if (blocks.length)
            throw new Error(`Cannot be signed: ${blocks.map(({ message }) => message).join(' ')}`);
          group[turn].payloadHash = batchHash([contentHash]);
        }
      }),
    );
  }

  return {
    async signables(count) {
      const { rows } = await arranged(owner, async (run) => {
        await run(NEW_TRAINEES, [count]);
        for (const sql of [...NEW_TRAINEES_ENTERED, SUPERVISING, SEEN, ...SEEN_ENTERED]) await run(sql);
        return run(FOUND);
      });
      const found = rows.map((row) => ({ ...row, ticket: newSecretToken(), item: inputOf(row) }));
      await payloads(found);
      const column = (of) => found.map(of);
      await owner.query(TICKETS, [
        column(({ orgId }) => orgId),
        column(() => newId()),
        column(({ ticket }) => secretTokenHash(ticket)),
        column(({ personId }) => personId),
        column(({ sessionId }) => sessionId),
        column(({ payloadHash }) => payloadHash),
      ]);
      return found.map(
        ({ orgId, personId, accountId, membershipId, sessionId, role, ticket, item, traineeId }) => ({
          ...{ orgId, personId, accountId, membershipId, sessionId, role },
          input: { items: [item], ticket },
          expected: { kind: 'INITIAL', personId: traineeId, skillId: item.skillId },
        }),
      );
    },
    close: async () => (await opening)?.destroy(),
  };
}

/** As the API takes it. */
const inputOf = ({ assignmentId, skillId, observationId, today }) => ({
  assignmentId,
  skillId,
  effectiveOn: today,
  entrustmentLevel: 'S3',
  observationIds: [observationId],
  meaning: MEANING,
});
