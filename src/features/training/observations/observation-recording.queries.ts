import sql, { type Sql } from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { AssignmentFacts } from '../placements/assignment-access.service.js';
import { enrollmentHistory } from '../placements/enrollment-days.queries.js';
import { historyOf } from '../placements/enrollment-days.rules.js';
import type {
  DraftSurroundings,
  Meeting,
  ObservationContent,
  ObservationDraft,
  ObservedSkill,
} from './observation-draft.js';

/** A draft with the assignment it is of. */
export interface PlacedDraft {
  readonly draft: ObservationDraft;
  readonly facts: AssignmentFacts;
}

export interface Surroundings {
  /** By observation id. */
  readonly around: ReadonlyMap<string, DraftSurroundings>;
  /** When the persons concerned observed or were observed. */
  readonly meetings: readonly Meeting[];
}

interface Found extends Omit<DraftSurroundings, 'facts' | 'skill' | 'enrollment'> {
  readonly id: string;
  readonly enrollment: readonly { recordedAt: string }[] | null;
}
type FoundMeeting = Omit<Meeting, 'startsAt' | 'endsAt'> & { startsAt: string; endsAt: string };

interface FoundSurroundings {
  readonly drafts: Found[];
  readonly skills: ObservedSkill[] | null;
  readonly meetings: FoundMeeting[] | null;
}

/**
 * What stands around drafts of one organization: one statement, however many. Asked as that organization: an id may be
 * that of an observation a clinic does not see.
 */
export async function findSurroundings(
  tx: Transaction,
  placed: readonly PlacedDraft[],
): Promise<Surroundings> {
  const [row] = await tx.asSystem((system) => system.query<FoundSurroundings>(surroundings(tx, placed)));
  const { drafts, skills, meetings } = row!;
  const factsOf = new Map(placed.map(({ draft, facts }) => [draft.id, facts]));
  const skillOf = (found: Found): ObservedSkill | null => {
    const versionId = placed.find(({ draft }) => draft.id === found.id)!.draft.skillVersionId;
    return (skills ?? []).find((skill) => skill.versionId === versionId) ?? null;
  };
  return {
    around: new Map(
      drafts.map((found) => {
        const enrollment = found.enrollment && historyOf(found.enrollment);
        return [found.id, { ...found, facts: factsOf.get(found.id)!, skill: skillOf(found), enrollment }];
      }),
    ),
    meetings: (meetings ?? []).map((meeting) => ({
      ...meeting,
      startsAt: new Date(meeting.startsAt),
      endsAt: new Date(meeting.endsAt),
    })),
  };
}

const asked = (tx: Transaction, placed: readonly PlacedDraft[]): string =>
  JSON.stringify(
    placed.map(({ draft, facts }) => ({
      id: draft.id,
      assignment: draft.assignmentId,
      enrollment: facts.enrollmentId,
      skill: draft.skillId,
      version: draft.skillVersionId,
      starts_at: draft.startsAt,
      ends_at: draft.endsAt,
      observer: draft.observedBy,
      recorder: tx.db.viewer.personId,
      trainee: facts.personId,
      site_org: facts.siteOrgId,
      site: facts.siteId,
      time_zone: facts.timeZone,
      checklist: facts.checklistVersionId,
    })),
  );

const surroundings = (tx: Transaction, placed: readonly PlacedDraft[]): Sql => sql`
  WITH asked AS MATERIALIZED (
    SELECT a.*, (a.starts_at AT TIME ZONE a.time_zone)::date AS observed_on FROM jsonb_to_recordset(${asked(tx, placed)}::jsonb) AS a
      (id uuid, assignment uuid, enrollment uuid, skill uuid, version uuid, starts_at timestamptz, ends_at timestamptz, observer uuid, recorder uuid,
       trainee uuid, site_org uuid, site uuid, time_zone text, checklist uuid)),
  placements AS MATERIALIZED (
    SELECT assignment, cleared_from(${tx.orgId}, assignment) AS day, work_asked(${tx.orgId}, assignment) AS work,
      CASE WHEN enrollment IS NOT NULL THEN ${enrollmentHistory(tx.orgId, sql`enrollment`)} END AS enrollment
    FROM asked GROUP BY assignment, enrollment),
  drafts AS (
    SELECT a.id, (SELECT json_build_object('contentHash', o.content_hash) FROM observation o WHERE o.org_id = ${tx.orgId} AND o.id = a.id) AS known,
      pinned.skill_version_id AS "pinnedVersionId", a.observed_on AS "observedOn",
      ((a.ends_at - interval '1 microsecond') AT TIME ZONE a.time_zone)::date AS "endedOn",
      (app_now() AT TIME ZONE a.time_zone)::date - a.observed_on AS "daysLate", p.day AS "clearedFrom", p.work, p.enrollment,
      law.jurisdiction, law.setting, canonical_person(a.trainee) AS "traineeId", canonical_person(a.observer) AS "observerId",
      canonical_person(a.recorder) AS "recorderId"
    FROM asked a JOIN placements p USING (assignment) CROSS JOIN LATERAL site_on(a.site_org, a.site, a.observed_on) law
    LEFT JOIN LATERAL (
      SELECT c.skill_version_id FROM checklist_skill c
      WHERE c.org_id = ${tx.orgId} AND c.checklist_version_id = a.checklist AND c.skill_id = a.skill
      UNION ALL SELECT added.skill_version_id FROM assignment_added_skill added
      WHERE added.org_id = ${tx.orgId} AND added.assignment_id = a.assignment AND added.skill_id = a.skill AND added.removed_at IS NULL
      LIMIT 1) pinned ON true)
  SELECT (SELECT json_agg(d) FROM drafts d) AS drafts,
    (SELECT json_agg(${observedSkill}) FROM skill_version v JOIN skill k ON k.org_id = v.org_id AND k.id = v.skill_id
      WHERE (v.org_id, v.skill_id, v.id) IN (SELECT owner.id, a.skill, a.version FROM asked a
        CROSS JOIN LATERAL (VALUES (${tx.orgId}::uuid), (a.site_org)) AS owner (id)) AND v.status <> 'DRAFT') AS skills,
    (SELECT json_agg(json_build_object('id', m.id, 'siteId', m.site_id, 'observerId', m.observer_id, 'traineeId', m.trainee_id,
        'startsAt', m.starts_at, 'endsAt', m.ends_at, 'groupEvent', m.group_event))
      FROM (SELECT min(a.starts_at) AS first, max(a.ends_at) AS last,
          array_agg(a.trainee) || array_remove(array_agg(a.observer), NULL) AS persons FROM asked a) all_asked
      CROSS JOIN LATERAL observations_at(all_asked.persons, all_asked.first, all_asked.last) m) AS meetings`;

/** JSON of an {@link ObservedSkill}, of the version `v` of the skill `k`. */
export const observedSkill = sql`json_build_object('skillOrgId', v.org_id, 'skillId', v.skill_id, 'versionId', v.id, 'code', k.code,
  'taskCode', v.task_code, 'patientContact', v.patient_contact, 'cutScorePercent', v.cut_score_percent::text,
  'lateEntryDays', v.late_entry_days, 'requiredObservations', v.required_observations, 'requiredDates', v.required_dates,
  'requiredValidators', v.required_validators, 'consecutive', v.consecutive, 'maxAttempts', v.max_attempts, 'methods', v.methods,
  'simulationAllowed', v.simulation_allowed, 'entrustmentScale', v.entrustment_scale, 'minEntrustment', v.min_entrustment,
  'steps', (SELECT json_agg(json_build_object('id', p.id, 'position', p.position, 'text', p.text, 'critical', p.critical,
      'mayBeNotApplicable', p.may_be_not_applicable, 'tolerance', p.measure_tolerance::text) ORDER BY p.position)
    FROM skill_step p WHERE p.org_id = v.org_id AND p.skill_version_id = v.id))`;

/** The versions of skills with what they ask for, by id. */
export async function findObservedSkills(
  tx: Transaction,
  versions: readonly { skillOrgId: string; skillVersionId: string }[],
): Promise<Map<string, ObservedSkill>> {
  const rows = await tx.query<{ skill: ObservedSkill }>(sql`
    SELECT ${observedSkill} AS skill FROM skill_version v JOIN skill k ON k.org_id = v.org_id AND k.id = v.skill_id
    WHERE (v.org_id, v.id) IN (SELECT a."skillOrgId", a."skillVersionId"
      FROM jsonb_to_recordset(${JSON.stringify(versions)}::jsonb) AS a ("skillOrgId" uuid, "skillVersionId" uuid))`);
  return new Map(rows.map(({ skill }) => [skill.versionId, skill]));
}

/** What is written of an observation. */
export interface NewObservation {
  readonly content: ObservationContent;
  readonly contentHash: string;
  readonly eligibility: object;
  readonly late: boolean;
  readonly claimedAt: Date | null;
}

/**
 * The observations, and the open requests they answer. Their steps follow in a statement of their own: the policy that lets
 * a clinic add a step looks for the observation, and sees only what earlier statements added.
 */
export const addObservations = (orgId: string, all: readonly NewObservation[]): Sql => sql`
  WITH added AS (
    INSERT INTO observation (org_id, id, assignment_id, site_org_id, site_id, person_id, skill_org_id, skill_id, skill_version_id, kind,
      starts_at, ends_at, observed_on, time_zone, method, simulated, group_event, entrustment_level, performance_rating, result,
      score_percent, critical_met, note, observed_by, eligibility, late, claimed_at, content_hash, recorded_by)
    SELECT ${orgId}, r.id, r."assignmentId", r."siteOrgId", r."siteId", r."personId", r."skillOrgId", r."skillId", r."skillVersionId", r.kind,
      r."startsAt", r."endsAt", r."observedOn", r."timeZone", r.method, r.simulated, r."groupEvent", r."entrustmentLevel",
      r."performanceRating", r.result, r."scorePercent", r."criticalMet", r.note, r."observedBy", r.eligibility, r.late, r."claimedAt",
      r."contentHash", r."recordedBy"
    FROM jsonb_to_recordset(${JSON.stringify(all.map(rowOf))}::jsonb) AS r
      (id uuid, "assignmentId" uuid, "siteOrgId" uuid, "siteId" uuid, "personId" uuid, "skillOrgId" uuid, "skillId" uuid,
       "skillVersionId" uuid, kind text, "startsAt" timestamptz, "endsAt" timestamptz, "observedOn" date, "timeZone" text, method text,
       simulated boolean, "groupEvent" boolean, "entrustmentLevel" text, "performanceRating" int, result text, "scorePercent" numeric,
       "criticalMet" boolean, note text, "observedBy" uuid, eligibility jsonb, late boolean, "claimedAt" timestamptz,
       "contentHash" text, "recordedBy" uuid)
    RETURNING id, assignment_id, skill_id, kind, starts_at, recorded_by)
  UPDATE observation_request q SET answered_at = app_now(), answer = 'OBSERVED', observation_id = seen.id, answered_by = seen.recorded_by
  FROM (SELECT DISTINCT ON (assignment_id, skill_id) * FROM added WHERE kind = 'PERFORMANCE'
    ORDER BY assignment_id, skill_id, starts_at, id) seen
  WHERE q.org_id = ${orgId} AND q.assignment_id = seen.assignment_id AND q.skill_id = seen.skill_id AND q.answered_at IS NULL`;

const rowOf = ({ content: { steps: _steps, ...content }, ...rest }: NewObservation): object => ({
  ...content,
  ...rest,
});

export const addSteps = (orgId: string, all: readonly NewObservation[]): Sql => sql`
  INSERT INTO observation_step (org_id, observation_id, step_id, position, result, reading, reference_reading, tolerance, reason)
  SELECT ${orgId}, r."observationId", r."stepId", r.position, r.result, r.reading, r."referenceReading", r.tolerance, r.reason
  FROM jsonb_to_recordset(${JSON.stringify(
    all.flatMap(({ content: { id, steps } }) => steps.map((step) => ({ observationId: id, ...step }))),
  )}::jsonb) AS r ("observationId" uuid, "stepId" uuid, position int, result text, reading numeric, "referenceReading" numeric,
    tolerance numeric, reason text)`;
