import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPEND_ONLY, tenantTable } from './support/tenant-table.js';

/** Mandatory training, and what has to be current before somebody works. */
export class MandatoryTraining1764000023000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- What an organization trains its people in again and again; a row is a version, in force from its first day on.
      CREATE TABLE mandatory_training (
        org_id uuid NOT NULL CONSTRAINT fk_mandatory_training_organization REFERENCES organization (id),
        id uuid NOT NULL,
        code text NOT NULL,
        -- null: ever since
        effective_from date,
        title text NOT NULL,
        -- what makes it due for the first time, and how many days later at the latest
        due_at text NOT NULL CONSTRAINT ck_mandatory_training_due_at CHECK (due_at IN ('INITIAL_ASSIGNMENT', 'JOINING', 'HIRE')),
        within_days int NOT NULL DEFAULT 0,
        -- codes of changes that ask for it anew
        also_on text[] NOT NULL DEFAULT '{}',
        -- how long it counts: the shorter of both; none: it does not lapse by itself
        interval_months int,
        interval_days int,
        -- whether the organization asks for the interval, and no rule does
        interval_by_policy boolean NOT NULL DEFAULT false,
        live_questions boolean NOT NULL,
        site_specific boolean NOT NULL,
        -- what is to be written down of each time
        evidence text[] NOT NULL DEFAULT '{}',
        warn_days int[] NOT NULL,
        -- how long its records are kept at least, from the training or from when the record was last in effect
        retention_months int,
        retention_from text CONSTRAINT ck_mandatory_training_retention_from CHECK (retention_from IN ('TRAINING_DATE', 'LAST_IN_EFFECT')),
        citation text,
        verified_on date,
        recorded_by uuid,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_mandatory_training PRIMARY KEY (org_id, id),
        CONSTRAINT ck_mandatory_training_interval CHECK (interval_months > 0 AND interval_days > 0)
      );
      CREATE INDEX ix_mandatory_training_code ON mandatory_training (org_id, code);
      ${tenantTable('mandatory_training', APPEND_ONLY)}

      -- That somebody had it. A later row may take the place of an earlier one, or take it back.
      CREATE TABLE mandatory_training_completion (
        org_id uuid NOT NULL CONSTRAINT fk_mandatory_training_completion_organization REFERENCES organization (id),
        id uuid NOT NULL,
        person_id uuid NOT NULL CONSTRAINT fk_mandatory_training_completion_person REFERENCES person (id),
        code text NOT NULL,
        -- those who were there together
        session_id uuid NOT NULL,
        completed_on date NOT NULL,
        -- what is the same everywhere, and what is about one site, which may be a partner's
        general boolean NOT NULL,
        site_org_id uuid,
        site_id uuid,
        live_questions boolean NOT NULL,
        content_summary text,
        trainer_name text,
        trainer_qualification text,
        -- as they were on that day
        attendee_name text NOT NULL,
        attendee_job_title text,
        evidence_file_id uuid,
        late_reason text,
        supersedes_id uuid,
        withdrawn boolean NOT NULL DEFAULT false,
        reason text,
        recorded_by uuid,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_mandatory_training_completion PRIMARY KEY (org_id, id),
        CONSTRAINT uq_mandatory_training_completion_superseded UNIQUE (org_id, supersedes_id),
        CONSTRAINT fk_mandatory_training_completion_site FOREIGN KEY (site_org_id, site_id) REFERENCES site (org_id, id),
        CONSTRAINT fk_mandatory_training_completion_file FOREIGN KEY (org_id, evidence_file_id) REFERENCES stored_file (org_id, id),
        CONSTRAINT fk_mandatory_training_completion_superseded FOREIGN KEY (org_id, supersedes_id)
          REFERENCES mandatory_training_completion (org_id, id),
        CONSTRAINT ck_mandatory_training_completion_parts CHECK ((general OR site_id IS NOT NULL) AND (site_id IS NULL) = (site_org_id IS NULL)),
        CONSTRAINT ck_mandatory_training_completion_reason CHECK ((supersedes_id IS NULL) = (reason IS NULL) AND (supersedes_id IS NOT NULL OR NOT withdrawn))
      );
      CREATE INDEX ix_mandatory_training_completion_person ON mandatory_training_completion (org_id, person_id, code);
      ${tenantTable('mandatory_training_completion', APPEND_ONLY)}

      -- That somebody is late with it, why, and when they will have it.
      CREATE TABLE mandatory_training_delay (
        org_id uuid NOT NULL CONSTRAINT fk_mandatory_training_delay_organization REFERENCES organization (id),
        id uuid NOT NULL,
        person_id uuid NOT NULL CONSTRAINT fk_mandatory_training_delay_person REFERENCES person (id),
        code text NOT NULL,
        due_on date NOT NULL,
        planned_on date NOT NULL,
        reason text NOT NULL,
        recorded_by uuid,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_mandatory_training_delay PRIMARY KEY (org_id, id)
      );
      CREATE INDEX ix_mandatory_training_delay_person ON mandatory_training_delay (org_id, person_id, code);
      ${tenantTable('mandatory_training_delay', APPEND_ONLY)}

      -- Something changed, so that it is to be given anew: to everybody, at one site, or to the persons named.
      CREATE TABLE mandatory_training_change (
        org_id uuid NOT NULL CONSTRAINT fk_mandatory_training_change_organization REFERENCES organization (id),
        id uuid NOT NULL,
        code text NOT NULL,
        event text NOT NULL,
        -- training from this day on speaks of the change; that of before counts through renew_by
        changed_on date NOT NULL,
        renew_by date NOT NULL,
        site_id uuid,
        person_ids uuid[],
        description text NOT NULL,
        supersedes_id uuid,
        withdrawn boolean NOT NULL DEFAULT false,
        recorded_by uuid,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_mandatory_training_change PRIMARY KEY (org_id, id),
        CONSTRAINT uq_mandatory_training_change_superseded UNIQUE (org_id, supersedes_id),
        CONSTRAINT fk_mandatory_training_change_site FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id),
        CONSTRAINT fk_mandatory_training_change_superseded FOREIGN KEY (org_id, supersedes_id) REFERENCES mandatory_training_change (org_id, id),
        CONSTRAINT ck_mandatory_training_change_days CHECK (renew_by >= changed_on - 1)
      );
      CREATE INDEX ix_mandatory_training_change_code ON mandatory_training_change (org_id, code);
      ${tenantTable('mandatory_training_change', APPEND_ONLY)}

      -- What an organization asks for before its people, and whoever is placed at its sites, work. Replaced or withdrawn by a later row.
      CREATE TABLE work_requirement (
        org_id uuid NOT NULL CONSTRAINT fk_work_requirement_organization REFERENCES organization (id),
        id uuid NOT NULL,
        kind text NOT NULL CONSTRAINT ck_work_requirement_kind CHECK (kind IN ('CREDENTIAL', 'CLEARANCE', 'TRAINING')),
        code text NOT NULL,
        -- for what it is asked: ASSIGNMENT_START, SIGN_OFF, HOURS
        required_for text[] NOT NULL,
        site_id uuid,
        task_code text,
        effective_from date NOT NULL,
        effective_to date,
        citation text NOT NULL,
        supersedes_id uuid,
        withdrawn boolean NOT NULL DEFAULT false,
        reason text,
        recorded_by uuid,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_work_requirement PRIMARY KEY (org_id, id),
        CONSTRAINT uq_work_requirement_superseded UNIQUE (org_id, supersedes_id),
        CONSTRAINT fk_work_requirement_site FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id),
        CONSTRAINT fk_work_requirement_superseded FOREIGN KEY (org_id, supersedes_id) REFERENCES work_requirement (org_id, id),
        CONSTRAINT ck_work_requirement_dates CHECK (effective_to IS NULL OR effective_to >= effective_from),
        CONSTRAINT ck_work_requirement_for CHECK (required_for <@ ARRAY['ASSIGNMENT_START', 'SIGN_OFF', 'HOURS'] AND cardinality(required_for) > 0)
      );
      ${tenantTable('work_requirement', APPEND_ONLY)}
      -- Whoever sends trainees to a clinic reads what they will have to hold there, and the other way round.
      CREATE POLICY partner ON work_requirement FOR SELECT USING (org_id = ANY ((SELECT partner_orgs())::uuid[]));

      -- What has to be current for the work of an assignment: what its program and the organizations of both sides say, and what was
      -- overridden. Judged by work-requirement.rules.ts; empty where nothing is asked for.
      CREATE FUNCTION work_asked(p_org uuid, p_assignment uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
        SELECT jsonb_build_object('startsOn', st.starts_on,
          'gate', v.placement_gate,
          'overridden', (SELECT coalesce(jsonb_agg(DISTINCT e.gate), '[]') FROM assignment_entry e
            WHERE e.org_id = a.org_id AND e.assignment_id = a.id AND e.kind = 'GATE_OVERRIDDEN'),
          'rows', (SELECT coalesce(jsonb_agg(jsonb_build_object('orgId', w.org_id, 'id', w.id, 'kind', w.kind, 'code', w.code,
              'requiredFor', w.required_for, 'siteId', w.site_id, 'taskCode', w.task_code, 'effectiveFrom', w.effective_from,
              'effectiveTo', w.effective_to, 'citation', w.citation, 'supersedesId', w.supersedes_id, 'withdrawn', w.withdrawn,
              'recordedAt', w.recorded_at) ORDER BY w.recorded_at, w.id), '[]')
            FROM work_requirement w WHERE w.org_id IN (a.org_id, a.site_org_id)))
        FROM training_assignment a
        JOIN assignment_standing st ON st.org_id = a.org_id AND st.assignment_id = a.id
        LEFT JOIN enrollment n ON n.org_id = a.org_id AND n.id = a.enrollment_id
        LEFT JOIN program_version v ON v.org_id = n.org_id AND v.id = n.program_version_id
        WHERE a.org_id = p_org AND a.id = p_assignment
      $$;
      REVOKE EXECUTE ON FUNCTION work_asked FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION work_asked TO preceptor_runtime;

      -- Goes over to the other organization of some assignments, to ask there what it holds of those placed: a card that only the
      -- clinic has seen counts at the clinic. Only about persons whom one of the two has placed at the other. What is told of it
      -- afterwards is a status, never the record.
      CREATE FUNCTION enter_partner(p_org uuid, p_persons uuid[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF EXISTS (SELECT 1 FROM unnest(p_persons) AS asked (id) WHERE NOT EXISTS (
            SELECT 1 FROM assignment_standing s WHERE s.person_id IN (SELECT same.person_id FROM same_persons(ARRAY[asked.id]) same)
              AND (s.org_id, s.site_org_id) IN ((current_org(), p_org), (p_org, current_org())))) THEN
          RAISE EXCEPTION 'nobody is placed between these organizations' USING ERRCODE = 'PT404';
        END IF;
        PERFORM set_config('app.org_id', p_org::text, true);
      END $$;
      REVOKE EXECUTE ON FUNCTION enter_partner FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION enter_partner TO preceptor_runtime;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION enter_partner, work_asked;
      DROP TABLE work_requirement, mandatory_training_change, mandatory_training_delay, mandatory_training_completion, mandatory_training;
    `);
  }
}
