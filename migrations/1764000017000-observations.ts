import type { MigrationInterface, QueryRunner } from 'typeorm';
import { hostedPart, hostedTable } from './support/hosted-table.js';
import { APPEND_ONLY, MUTABLE, tenantTable } from './support/tenant-table.js';

/** What was seen of a skill, step by step; requests, action plans, and what devices brought when they were back online. */
export class Observations1764000017000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- One observed performance, a self-assessment, or that somebody did not come. Its id is made by the device that recorded it.
      CREATE TABLE observation (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        assignment_id uuid NOT NULL,
        site_org_id uuid NOT NULL,
        site_id uuid NOT NULL,
        person_id uuid NOT NULL CONSTRAINT fk_observation_person REFERENCES person (id),
        skill_org_id uuid NOT NULL,
        skill_id uuid NOT NULL,
        skill_version_id uuid NOT NULL,
        kind text NOT NULL CONSTRAINT ck_observation_kind CHECK (kind IN ('PERFORMANCE', 'SELF_ASSESSMENT', 'PEER_REVIEW', 'NO_SHOW')),
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        -- the day it counts for, in the zone of the site
        observed_on date NOT NULL,
        time_zone text NOT NULL,
        method text,
        simulated boolean NOT NULL DEFAULT false,
        -- several trainees at once, as in a mock event: the one case in which a validator observes two at a time
        group_event boolean NOT NULL DEFAULT false,
        -- prospective (may do it so next time) and retrospective: ordinal, apart, never averaged
        entrustment_level text,
        performance_rating int,
        -- computed from the steps (inv 13)
        result text CONSTRAINT ck_observation_result CHECK (result IN ('MET', 'NOT_MET', 'INCOMPLETE')),
        score_percent numeric(5, 2),
        critical_met boolean,
        note text,
        observed_by uuid CONSTRAINT fk_observation_observed_by REFERENCES person (id),
        -- under which license and rule the observer could validate on that day; null where they could not, and why
        eligibility jsonb NOT NULL DEFAULT '{}',
        -- entered later than the day itself
        late boolean NOT NULL DEFAULT false,
        claimed_at timestamptz,
        content_hash text NOT NULL,
        recorded_by uuid NOT NULL CONSTRAINT fk_observation_recorded_by REFERENCES person (id),
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_observation PRIMARY KEY (org_id, id),
        CONSTRAINT fk_observation_assignment FOREIGN KEY (org_id, assignment_id, person_id) REFERENCES training_assignment (org_id, id, person_id),
        CONSTRAINT fk_observation_site FOREIGN KEY (org_id, assignment_id, site_org_id, site_id) REFERENCES training_assignment (org_id, id, site_org_id, site_id),
        CONSTRAINT fk_observation_skill FOREIGN KEY (skill_org_id, skill_id, skill_version_id) REFERENCES skill_version (org_id, skill_id, id),
        CONSTRAINT ck_observation_times CHECK (ends_at >= starts_at AND ends_at <= starts_at + interval '16 hours'),
        CONSTRAINT ck_observation_performance CHECK (kind <> 'PERFORMANCE' OR (method IS NOT NULL AND result IS NOT NULL AND observed_by IS NOT NULL))
      );
      CREATE INDEX ix_observation_skill ON observation (org_id, person_id, skill_id);
      CREATE INDEX ix_observation_assignment ON observation (org_id, assignment_id);
      CREATE INDEX ix_observation_skill_version ON observation (skill_org_id, skill_version_id);
      CREATE INDEX ix_observation_observer ON observation (observed_by, starts_at);
      CREATE INDEX ix_observation_person ON observation (person_id, starts_at);
      ${tenantTable('observation', APPEND_ONLY)}
      ${hostedTable('observation')}

      CREATE TABLE observation_step (
        org_id uuid NOT NULL,
        observation_id uuid NOT NULL,
        step_id uuid NOT NULL,
        position int NOT NULL,
        result text NOT NULL CONSTRAINT ck_observation_step_result CHECK (result IN ('MET', 'NOT_MET', 'NOT_OBSERVED', 'NOT_APPLICABLE')),
        -- of a measured step: what the trainee read, what the observer read, and what was allowed between them (inv 17)
        reading numeric,
        reference_reading numeric,
        tolerance numeric,
        reason text,
        CONSTRAINT pk_observation_step PRIMARY KEY (org_id, observation_id, step_id),
        CONSTRAINT fk_observation_step_observation FOREIGN KEY (org_id, observation_id) REFERENCES observation (org_id, id)
      );
      ${tenantTable('observation_step', APPEND_ONLY)}
      ${hostedPart('observation_step', 'observation_id', 'observation')}

      -- Taken back: made on the wrong person, or wrong otherwise. For good.
      CREATE TABLE observation_voiding (
        org_id uuid NOT NULL,
        observation_id uuid NOT NULL,
        reason_code text NOT NULL CONSTRAINT ck_observation_voiding_reason_code CHECK (reason_code IN ('WRONG_PERSON', 'WRONG_SKILL', 'WRONG_TIME', 'ENTERED_TWICE', 'OTHER')),
        reason text NOT NULL,
        voided_by uuid NOT NULL CONSTRAINT fk_observation_voiding_by REFERENCES person (id),
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_observation_voiding PRIMARY KEY (org_id, observation_id),
        CONSTRAINT fk_observation_voiding_observation FOREIGN KEY (org_id, observation_id) REFERENCES observation (org_id, id)
      );
      ${tenantTable('observation_voiding', APPEND_ONLY)}
      ${hostedPart('observation_voiding', 'observation_id', 'observation')}

      CREATE TABLE observation_request (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        assignment_id uuid NOT NULL,
        site_org_id uuid NOT NULL,
        person_id uuid NOT NULL CONSTRAINT fk_observation_request_person REFERENCES person (id),
        skill_org_id uuid NOT NULL,
        skill_id uuid NOT NULL,
        -- a supervisor asked for by name; null: whoever has time
        asked_person_id uuid CONSTRAINT fk_observation_request_asked REFERENCES person (id),
        note text,
        requested_at timestamptz NOT NULL DEFAULT app_now(),
        answered_at timestamptz,
        -- REPEATED: another one for the same skill was open and stands for both
        answer text CONSTRAINT ck_observation_request_answer CHECK (answer IN ('OBSERVED', 'WITHDRAWN', 'DECLINED', 'REPEATED')),
        observation_id uuid,
        answered_by uuid,
        reason text,
        CONSTRAINT pk_observation_request PRIMARY KEY (org_id, id),
        CONSTRAINT fk_observation_request_assignment FOREIGN KEY (org_id, assignment_id, person_id) REFERENCES training_assignment (org_id, id, person_id),
        CONSTRAINT fk_observation_request_skill FOREIGN KEY (skill_org_id, skill_id) REFERENCES skill (org_id, id),
        CONSTRAINT fk_observation_request_observation FOREIGN KEY (org_id, observation_id) REFERENCES observation (org_id, id),
        CONSTRAINT ck_observation_request_answered CHECK ((answered_at IS NULL) = (answer IS NULL))
      );
      CREATE UNIQUE INDEX uq_observation_request_open ON observation_request (org_id, assignment_id, skill_id) WHERE answered_at IS NULL;
      CREATE INDEX ix_observation_request_assignment ON observation_request (org_id, assignment_id);
      ${tenantTable('observation_request', MUTABLE)}
      ${hostedTable('observation_request')}

      -- After too many attempts that were not met: retrain, then be observed again. Blocks sign-off until it is done.
      CREATE TABLE action_plan (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        assignment_id uuid NOT NULL,
        site_org_id uuid NOT NULL,
        person_id uuid NOT NULL CONSTRAINT fk_action_plan_person REFERENCES person (id),
        skill_org_id uuid NOT NULL,
        skill_id uuid NOT NULL,
        -- the observation that made it necessary; null when somebody opened it for another reason
        observation_id uuid,
        reason text NOT NULL,
        plan text NOT NULL DEFAULT '',
        due_on date,
        opened_by uuid,
        opened_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_action_plan PRIMARY KEY (org_id, id),
        CONSTRAINT fk_action_plan_assignment FOREIGN KEY (org_id, assignment_id, person_id) REFERENCES training_assignment (org_id, id, person_id),
        CONSTRAINT fk_action_plan_observation FOREIGN KEY (org_id, observation_id) REFERENCES observation (org_id, id),
        CONSTRAINT fk_action_plan_skill FOREIGN KEY (skill_org_id, skill_id) REFERENCES skill (org_id, id)
      );
      CREATE INDEX ix_action_plan_skill ON action_plan (org_id, person_id, skill_id);
      CREATE INDEX ix_action_plan_assignment ON action_plan (org_id, assignment_id);
      ${tenantTable('action_plan', APPEND_ONLY)}
      ${hostedTable('action_plan')}
      CREATE TABLE action_plan_entry (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        action_plan_id uuid NOT NULL,
        -- NOT_NEEDED: an observation that made it necessary was voided
        kind text NOT NULL CONSTRAINT ck_action_plan_entry_kind CHECK (kind IN ('WRITTEN', 'DONE', 'CANCELLED', 'NOT_NEEDED')),
        plan text,
        due_on date,
        note text,
        recorded_by uuid,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_action_plan_entry PRIMARY KEY (org_id, id),
        CONSTRAINT fk_action_plan_entry_plan FOREIGN KEY (org_id, action_plan_id) REFERENCES action_plan (org_id, id)
      );
      CREATE INDEX ix_action_plan_entry_plan ON action_plan_entry (org_id, action_plan_id);
      CREATE UNIQUE INDEX uq_action_plan_entry_end ON action_plan_entry (org_id, action_plan_id) WHERE kind <> 'WRITTEN';
      ${tenantTable('action_plan_entry', APPEND_ONLY)}
      ${hostedPart('action_plan_entry', 'action_plan_id', 'action_plan')}

      -- When these persons observed or were observed, in any organization: nobody is at two places at once. Sees through
      -- organizations, and tells nothing but times, places and the persons who stand for those asked about.
      CREATE FUNCTION observations_at(p_persons uuid[], p_from timestamptz, p_to timestamptz)
      RETURNS TABLE (id uuid, site_id uuid, observer_id uuid, trainee_id uuid, starts_at timestamptz, ends_at timestamptz, group_event boolean)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        WITH asked AS (SELECT same.person_id FROM same_persons(p_persons) same),
        met AS (
          SELECT o.* FROM asked a JOIN observation o ON o.observed_by = a.person_id AND o.starts_at < p_to AND o.starts_at > p_from - interval '16 hours'
          UNION SELECT o.* FROM asked a JOIN observation o ON o.person_id = a.person_id AND o.starts_at < p_to AND o.starts_at > p_from - interval '16 hours'
        )
        SELECT m.id, m.site_id, canonical_person(m.observed_by), canonical_person(m.person_id), m.starts_at, m.ends_at, m.group_event FROM met m
        WHERE m.kind = 'PERFORMANCE' AND m.ends_at > p_from
          AND NOT EXISTS (SELECT 1 FROM observation_voiding v WHERE v.org_id = m.org_id AND v.observation_id = m.id)
      $$;
      -- Of which assignment an observation, a request or an action plan is, of the transaction's organization or at its sites.
      CREATE FUNCTION assignment_of_record(p_id uuid) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        WITH near AS (
          SELECT current_org() AS org_id
          UNION SELECT s.org_id FROM assignment_standing s WHERE s.site_org_id = current_org()
        ), found AS (
          SELECT o.org_id, o.assignment_id, o.site_org_id FROM near n JOIN observation o ON o.org_id = n.org_id AND o.id = p_id
          UNION ALL SELECT r.org_id, r.assignment_id, r.site_org_id FROM near n JOIN observation_request r ON r.org_id = n.org_id AND r.id = p_id
          UNION ALL SELECT p.org_id, p.assignment_id, p.site_org_id FROM near n JOIN action_plan p ON p.org_id = n.org_id AND p.id = p_id
        )
        SELECT f.assignment_id FROM found f WHERE f.org_id = current_org() OR f.site_org_id = current_org()
        ORDER BY f.org_id = current_org() DESC, f.assignment_id LIMIT 1
      $$;
      REVOKE EXECUTE ON FUNCTION observations_at, assignment_of_record FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION observations_at, assignment_of_record TO preceptor_runtime;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION observations_at, assignment_of_record;
      DROP TABLE action_plan_entry, action_plan, observation_request, observation_voiding, observation_step, observation;
    `);
  }
}
