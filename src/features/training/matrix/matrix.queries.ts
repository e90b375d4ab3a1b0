import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import { seenAssignment, seenSite } from '../placements/assignment-access.queries.js';
import type { MatrixFacts, MatrixPlace } from './matrix-facts.js';

/** As JSON has it: points in time are text. */
type Json<T> = T extends Date ? string : T extends object ? { [K in keyof T]: Json<T[K]> } : T;

/** Day and moment asked about; null: today at the site, and now. */
export interface Moment {
  readonly on: string | null;
  readonly knownAt: Date | null;
}

/** Assignments of another organization's people at the site now. */
export interface HostedAtSite {
  readonly orgId: string;
  readonly assignmentIds: readonly string[];
}

export interface OwnMatrixRow {
  readonly place: Json<MatrixPlace>;
  readonly hosted: readonly HostedAtSite[] | null;
  readonly facts: Json<MatrixFacts>;
}

/**
 * The site with what its organization has on record of its people there, and whose people are there besides; no row
 * where the viewer may not see the site or the checklist. One statement, whatever their number.
 */
export const ownMatrix = (
  db: Tenancy,
  siteId: string,
  checklistId: string | null,
  { on, knownAt }: Moment,
): Sql => sql`
  WITH place AS MATERIALIZED (
    SELECT s.id, s.name, d.on, coalesce(${knownAt}::timestamptz, app_now()) AS known_at, j.jurisdiction, j.setting
    FROM site s CROSS JOIN LATERAL (SELECT coalesce(${on}::date, (app_now() AT TIME ZONE s.time_zone)::date) AS on) d
    CROSS JOIN LATERAL site_on(s.org_id, s.id, d.on) j
    WHERE s.org_id = ${db.orgId} AND s.id = ${siteId} AND (${mayNameSite(db)}) AND (${knowsChecklist(db, checklistId)})
  ), ${factsOf(db.orgId, sql`a.site_id = ${siteId} AND ${seenAssignment(db)}`)}
  SELECT jsonb_build_object('siteId', place.id, 'siteName', place.name, 'on', place.on, 'knownAt', place.known_at,
      'jurisdiction', place.jurisdiction, 'setting', place.setting) AS place,
    (SELECT jsonb_agg(h) FROM (
      SELECT a.org_id AS "orgId", jsonb_agg(a.id) AS "assignmentIds" FROM training_assignment a
      JOIN assignment_standing st ON st.org_id = a.org_id AND st.assignment_id = a.id
      WHERE a.org_id <> ${db.orgId} AND st.site_org_id = ${db.orgId} AND st.site_id = ${siteId} AND ${seenSite(db)}
      GROUP BY a.org_id ORDER BY a.org_id) h) AS hosted,
    (${FACTS}) AS facts
  FROM place`;

/**
 * What another organization has on record of these people of its own: asked as that organization, of assignments that
 * are in force at the viewer's site. What was signed elsewhere counts.
 */
export const hostedMatrix = (
  orgId: string,
  assignmentIds: readonly string[],
  { on, knownAt }: Pick<MatrixPlace, 'on' | 'knownAt'>,
): Sql => sql`
  WITH place AS MATERIALIZED (SELECT ${on}::date AS on, ${knownAt}::timestamptz AS known_at),
  ${factsOf(orgId, sql`a.id = ANY (${[...assignmentIds]}::uuid[])`)}
  SELECT (${FACTS}) AS facts FROM place`;

/** Members who are limited to sites name no other. */
const mayNameSite = ({ viewer }: Tenancy): Sql => sql`
  NOT EXISTS (SELECT 1 FROM membership m WHERE m.org_id = ${viewer.orgId} AND m.id = ${viewer.membershipId} AND m.site_limited)
  OR EXISTS (SELECT 1 FROM membership_site m WHERE m.org_id = ${viewer.orgId} AND m.membership_id = ${viewer.membershipId} AND m.site_id = s.id)`;

/** One's own, or one of an organization that has an agreement with one's own. */
const knowsChecklist = (db: Tenancy, checklistId: string | null): Sql =>
  checklistId === null
    ? sql`true`
    : sql`EXISTS (SELECT 1 FROM checklist c WHERE c.id = ${checklistId}
        AND (c.org_id = ${db.orgId} OR c.org_id = ANY ((SELECT partner_orgs())::uuid[])))`;

/** Everything by sets, as of \`place\`: the people \`a\` that \`which\` picks, what they are asked for, what is on record of them. */
const factsOf = (orgId: string, which: Sql): Sql => sql`
  people AS MATERIALIZED (
    SELECT a.*, canonical_person(a.person_id) AS canonical_id FROM training_assignment a, place
    WHERE a.org_id = ${orgId} AND ${which} AND a.created_at <= place.known_at
  ), same AS MATERIALIZED (
    SELECT s.person_id, s.canonical_id FROM same_persons(ARRAY(SELECT DISTINCT people.person_id FROM people)) s
  ), entry AS MATERIALIZED (
    SELECT e.* FROM assignment_entry e JOIN people ON people.org_id = e.org_id AND people.id = e.assignment_id, place
    WHERE e.recorded_at <= place.known_at
  ), listed AS MATERIALIZED (
    SELECT c.* FROM checklist_skill c WHERE c.org_id = ${orgId} AND c.checklist_version_id IN (
      SELECT people.checklist_version_id FROM people UNION SELECT entry.checklist_version_id FROM entry WHERE entry.checklist_version_id IS NOT NULL)
  ), added AS MATERIALIZED (
    SELECT n.* FROM assignment_added_skill n JOIN people ON people.org_id = n.org_id AND people.id = n.assignment_id, place
    WHERE n.added_at <= place.known_at
  ), asked AS MATERIALIZED (
    SELECT org_id AS skill_org_id, skill_id FROM listed UNION SELECT skill_org_id, skill_id FROM added
  ), happened AS MATERIALIZED (
    SELECT e.sign_off_id, jsonb_agg(jsonb_build_object('kind', e.kind, 'effectiveFrom', e.effective_from, 'recordedAt', e.recorded_at,
      'reasonCode', e.reason_code)) AS entries
    FROM same JOIN sign_off so ON so.org_id = ${orgId} AND so.person_id = same.person_id
    JOIN sign_off_entry e ON e.org_id = so.org_id AND e.sign_off_id = so.id GROUP BY e.sign_off_id
  )`;

const FACTS = sql`SELECT jsonb_build_object(
  'people', coalesce((SELECT jsonb_agg(jsonb_build_object('assignmentId', p.id, 'orgId', p.org_id, 'personId', p.canonical_id,
      'name', btrim(n.given_name || ' ' || n.family_name), 'kind', p.kind, 'agreementId', p.agreement_id, 'startsOn', p.starts_on,
      'endsOn', p.ends_on, 'checklistVersionId', p.checklist_version_id, 'createdAt', p.created_at,
      'entries', coalesce((SELECT jsonb_agg(jsonb_build_object('kind', e.kind, 'startsOn', e.starts_on, 'endsOn', e.ends_on,
          'checklistVersionId', e.checklist_version_id, 'recordedAt', e.recorded_at) ORDER BY e.recorded_at, e.id)
        FROM entry e WHERE e.assignment_id = p.id), '[]'),
      'added', coalesce((SELECT jsonb_agg(jsonb_build_object('skillOrgId', d.skill_org_id, 'skillId', d.skill_id, 'versionId', d.skill_version_id,
          'addedAt', d.added_at, 'removedAt', d.removed_at)) FROM added d WHERE d.assignment_id = p.id), '[]')))
    FROM people p JOIN person n ON n.id = p.canonical_id), '[]'),
  'checklists', coalesce((SELECT jsonb_agg(list) FROM (
      SELECT l.checklist_version_id AS "checklistVersionId", v.checklist_id AS "checklistId",
        jsonb_agg(jsonb_build_object('skillOrgId', l.org_id, 'skillId', l.skill_id, 'versionId', l.skill_version_id, 'required', l.required)
          ORDER BY l.position) AS skills
      FROM listed l JOIN checklist_version v ON v.org_id = l.org_id AND v.id = l.checklist_version_id GROUP BY 1, 2) list), '[]'),
  'skills', coalesce((SELECT jsonb_agg(skilled) FROM (
      SELECT k.org_id AS "skillOrgId", k.id AS "skillId", k.code,
        jsonb_agg(jsonb_build_object('id', v.id, 'number', v.number, 'publishedAt', v.published_at, 'effect', v.effect,
          'revalidateBy', v.revalidate_by, 'inactivityMonths', v.inactivity_months, 'title', v.title, 'taskCode', v.task_code,
          'patientContact', v.patient_contact) ORDER BY v.number) AS versions
      FROM asked JOIN skill k ON k.org_id = asked.skill_org_id AND k.id = asked.skill_id
      JOIN skill_version v ON v.org_id = k.org_id AND v.skill_id = k.id AND v.published_at IS NOT NULL GROUP BY k.org_id, k.id) skilled), '[]'),
  'signOffs', coalesce((SELECT jsonb_agg(jsonb_build_object('id', so.id, 'personId', same.canonical_id, 'skillId', so.skill_id,
      'siteOrgId', so.site_org_id, 'skillVersionId', so.skill_version_id, 'effectiveOn', so.effective_on, 'expiresOn', so.expires_on,
      'finalApprovalRequired', so.final_approval_required, 'signedAt', so.signed_at, 'entries', coalesce(h.entries, '[]')))
    FROM same JOIN sign_off so ON so.org_id = (SELECT people.org_id FROM people LIMIT 1) AND so.person_id = same.person_id
    LEFT JOIN happened h ON h.sign_off_id = so.id
    WHERE so.signed_at <= place.known_at AND so.effective_on <= place.on), '[]'),
  'observed', coalesce((SELECT jsonb_agg(seen) FROM (
      SELECT same.canonical_id AS "personId", o.skill_id AS "skillId", max(o.observed_on) AS "lastOn"
      FROM same JOIN observation o ON o.org_id = (SELECT people.org_id FROM people LIMIT 1) AND o.person_id = same.person_id
      WHERE o.kind = 'PERFORMANCE' AND o.observed_on <= place.on AND o.recorded_at <= place.known_at AND NOT EXISTS (
        SELECT 1 FROM observation_voiding w WHERE w.org_id = o.org_id AND w.observation_id = o.id AND w.recorded_at <= place.known_at)
      GROUP BY 1, 2) seen), '[]'))`;

export const placeFrom = (place: Json<MatrixPlace>): MatrixPlace => ({
  ...place,
  knownAt: new Date(place.knownAt),
});

export const factsFrom = ({
  people,
  checklists,
  skills,
  signOffs,
  observed,
}: Json<MatrixFacts>): MatrixFacts => ({
  checklists,
  observed,
  people: people.map((person) => ({
    ...person,
    createdAt: new Date(person.createdAt),
    entries: person.entries.map((entry) => ({ ...entry, recordedAt: new Date(entry.recordedAt) })),
    added: person.added.map((added) => ({
      ...added,
      addedAt: new Date(added.addedAt),
      removedAt: added.removedAt === null ? null : new Date(added.removedAt),
    })),
  })),
  skills: skills.map((skill) => ({
    ...skill,
    versions: skill.versions.map((version) => ({ ...version, publishedAt: new Date(version.publishedAt) })),
  })),
  signOffs: signOffs.map((signOff) => ({
    ...signOff,
    signedAt: new Date(signOff.signedAt),
    entries: signOff.entries.map((entry) => ({ ...entry, recordedAt: new Date(entry.recordedAt) })),
  })),
});
