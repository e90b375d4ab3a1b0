import type { MigrationInterface, QueryRunner } from 'typeorm';
import { DRAFT, MUTABLE, tenantTable } from './support/tenant-table.js';

/** Skills, their steps and versions; checklists of them. */
export class SkillsAndChecklists1764000014000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE skill (
        org_id uuid NOT NULL CONSTRAINT fk_skill_organization REFERENCES organization (id),
        id uuid NOT NULL,
        code text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_skill PRIMARY KEY (org_id, id),
        CONSTRAINT uq_skill_code UNIQUE (org_id, code)
      );
      ${tenantTable('skill', MUTABLE)}

      CREATE TABLE skill_version (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        skill_id uuid NOT NULL,
        number int NOT NULL CONSTRAINT ck_skill_version_number CHECK (number >= 1),
        status text NOT NULL DEFAULT 'DRAFT' CONSTRAINT ck_skill_version_status CHECK (status IN ('DRAFT', 'PUBLISHED', 'RETIRED')),
        revision int NOT NULL DEFAULT 1,
        title text NOT NULL,
        -- a code of the task vocabulary, which supervision rules speak of, too
        task_code text NOT NULL,
        patient_contact boolean NOT NULL,
        risk_band text NOT NULL CONSTRAINT ck_skill_version_risk_band CHECK (risk_band IN ('GREEN', 'YELLOW', 'ORANGE', 'RED')),
        methods text[] NOT NULL CONSTRAINT ck_skill_version_methods CHECK (methods <@ ARRAY['TEST'::text, 'RETURN_DEMONSTRATION'::text,
          'EVIDENCE_OF_DAILY_WORK'::text, 'CASE_STUDY'::text, 'EXEMPLAR'::text, 'PEER_REVIEW'::text, 'SELF_ASSESSMENT'::text,
          'DISCUSSION_GROUP'::text, 'PRESENTATION'::text, 'MOCK_EVENT'::text, 'QUALITY_MONITOR'::text]),
        simulation_allowed boolean NOT NULL DEFAULT false,
        -- of the observed, applicable steps
        cut_score_percent numeric(5, 2) NOT NULL CONSTRAINT ck_skill_version_cut_score CHECK (cut_score_percent BETWEEN 0 AND 100),
        required_observations int NOT NULL CONSTRAINT ck_skill_version_observations CHECK (required_observations >= 1),
        required_dates int NOT NULL DEFAULT 1,
        required_validators int NOT NULL DEFAULT 1,
        consecutive boolean NOT NULL DEFAULT false,
        max_attempts int NOT NULL DEFAULT 3 CONSTRAINT ck_skill_version_max_attempts CHECK (max_attempts >= 1),
        -- the lowest level of the scale at which an observation counts; scale from most to least help
        entrustment_scale text[] NOT NULL DEFAULT '{}',
        min_entrustment text,
        -- null: does not expire
        validity_months int CONSTRAINT ck_skill_version_validity CHECK (validity_months >= 1),
        renewal_window_days int NOT NULL DEFAULT 60,
        late_entry_days int NOT NULL DEFAULT 7,
        -- not performed for so long: to be reviewed; null: no such limit
        inactivity_months int,
        final_approval boolean NOT NULL DEFAULT false,
        -- what a sign-off of an earlier version is worth from here on
        effect text NOT NULL DEFAULT 'NONE' CONSTRAINT ck_skill_version_effect CHECK (effect IN ('NONE', 'REVALIDATE_AT_EXPIRY', 'REVALIDATE_BY')),
        revalidate_by date,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        published_at timestamptz,
        published_by uuid,
        retired_at timestamptz,
        retired_by uuid,
        CONSTRAINT pk_skill_version PRIMARY KEY (org_id, id),
        CONSTRAINT uq_skill_version_number UNIQUE (org_id, skill_id, number),
        CONSTRAINT uq_skill_version_of_skill UNIQUE (org_id, skill_id, id),
        CONSTRAINT fk_skill_version_skill FOREIGN KEY (org_id, skill_id) REFERENCES skill (org_id, id),
        CONSTRAINT ck_skill_version_dates CHECK (required_dates BETWEEN 1 AND required_observations AND required_validators BETWEEN 1 AND required_observations),
        CONSTRAINT ck_skill_version_revalidate CHECK ((effect = 'REVALIDATE_BY') = (revalidate_by IS NOT NULL))
      );
      CREATE UNIQUE INDEX uq_skill_version_draft ON skill_version (org_id, skill_id) WHERE status = 'DRAFT';
      ${tenantTable('skill_version', DRAFT)}

      CREATE TABLE skill_step (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        skill_version_id uuid NOT NULL,
        position int NOT NULL,
        text text NOT NULL,
        critical boolean NOT NULL DEFAULT false,
        -- whether "not applicable" may be answered on a critical step; on others it always may
        may_be_not_applicable boolean NOT NULL DEFAULT false,
        measure_unit text,
        measure_tolerance numeric,
        CONSTRAINT pk_skill_step PRIMARY KEY (org_id, id),
        CONSTRAINT uq_skill_step_position UNIQUE (org_id, skill_version_id, position) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_skill_step_version FOREIGN KEY (org_id, skill_version_id) REFERENCES skill_version (org_id, id),
        CONSTRAINT ck_skill_step_measure CHECK ((measure_unit IS NULL) = (measure_tolerance IS NULL) AND coalesce(measure_tolerance, 0) >= 0)
      );
      ${tenantTable('skill_step', DRAFT)}

      -- Prerequisites name skills, not versions: a current sign-off of any version in force meets them.
      CREATE TABLE skill_prerequisite (
        org_id uuid NOT NULL,
        skill_version_id uuid NOT NULL,
        prerequisite_skill_id uuid NOT NULL,
        CONSTRAINT pk_skill_prerequisite PRIMARY KEY (org_id, skill_version_id, prerequisite_skill_id),
        CONSTRAINT fk_skill_prerequisite_version FOREIGN KEY (org_id, skill_version_id) REFERENCES skill_version (org_id, id),
        CONSTRAINT fk_skill_prerequisite_skill FOREIGN KEY (org_id, prerequisite_skill_id) REFERENCES skill (org_id, id)
      );
      CREATE INDEX ix_skill_prerequisite_skill ON skill_prerequisite (org_id, prerequisite_skill_id);
      ${tenantTable('skill_prerequisite', DRAFT)}

      CREATE TABLE checklist (
        org_id uuid NOT NULL CONSTRAINT fk_checklist_organization REFERENCES organization (id),
        id uuid NOT NULL,
        code text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_checklist PRIMARY KEY (org_id, id),
        CONSTRAINT uq_checklist_code UNIQUE (org_id, code)
      );
      ${tenantTable('checklist', MUTABLE)}

      CREATE TABLE checklist_version (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        checklist_id uuid NOT NULL,
        number int NOT NULL CONSTRAINT ck_checklist_version_number CHECK (number >= 1),
        status text NOT NULL DEFAULT 'DRAFT' CONSTRAINT ck_checklist_version_status CHECK (status IN ('DRAFT', 'PUBLISHED', 'RETIRED')),
        revision int NOT NULL DEFAULT 1,
        title text NOT NULL,
        completion text NOT NULL DEFAULT 'SKILLS' CONSTRAINT ck_checklist_version_completion CHECK (completion IN ('HOURS', 'SKILLS', 'HYBRID')),
        -- verified minutes on the job; of HOURS and HYBRID
        required_minutes int NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        published_at timestamptz,
        published_by uuid,
        retired_at timestamptz,
        retired_by uuid,
        CONSTRAINT pk_checklist_version PRIMARY KEY (org_id, id),
        CONSTRAINT uq_checklist_version_number UNIQUE (org_id, checklist_id, number),
        CONSTRAINT fk_checklist_version_checklist FOREIGN KEY (org_id, checklist_id) REFERENCES checklist (org_id, id),
        CONSTRAINT ck_checklist_version_minutes CHECK (required_minutes >= 0 AND (completion <> 'SKILLS' OR required_minutes = 0))
      );
      CREATE UNIQUE INDEX uq_checklist_version_draft ON checklist_version (org_id, checklist_id) WHERE status = 'DRAFT';
      ${tenantTable('checklist_version', DRAFT)}

      CREATE TABLE checklist_skill (
        org_id uuid NOT NULL,
        checklist_version_id uuid NOT NULL,
        skill_id uuid NOT NULL,
        skill_version_id uuid NOT NULL,
        position int NOT NULL,
        required boolean NOT NULL DEFAULT true,
        CONSTRAINT pk_checklist_skill PRIMARY KEY (org_id, checklist_version_id, skill_id),
        CONSTRAINT fk_checklist_skill_checklist FOREIGN KEY (org_id, checklist_version_id) REFERENCES checklist_version (org_id, id),
        CONSTRAINT fk_checklist_skill_version FOREIGN KEY (org_id, skill_id, skill_version_id) REFERENCES skill_version (org_id, skill_id, id)
      );
      CREATE INDEX ix_checklist_skill_version ON checklist_skill (org_id, skill_version_id);
      ${tenantTable('checklist_skill', DRAFT)}

      -- Published versions are immutable, whoever asks (inv 7): a version is published, then perhaps retired, and that is
      -- all. FOR SHARE: a change of a part that races with publishing waits for it and is refused; one that came first
      -- lets publishing wait. The version of a part stands in the column that the trigger names.
      CREATE FUNCTION refuse_change_of_published_definition() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.status = 'DRAFT' AND (TG_OP = 'DELETE' OR NEW.status <> 'RETIRED') THEN
          RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
        END IF;
        IF TG_OP = 'UPDATE' AND OLD.status = 'PUBLISHED' AND NEW.status = 'RETIRED'
           AND to_jsonb(OLD) - ARRAY['status', 'retired_at', 'retired_by'] = to_jsonb(NEW) - ARRAY['status', 'retired_at', 'retired_by'] THEN
          RETURN NEW;
        END IF;
        RAISE EXCEPTION 'a published definition does not change' USING ERRCODE = '42501';
      END $$;
      CREATE FUNCTION refuse_change_of_definition_part() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        part jsonb;
        whole_status text;
      BEGIN
        FOREACH part IN ARRAY CASE TG_OP WHEN 'INSERT' THEN ARRAY[to_jsonb(NEW)] WHEN 'DELETE' THEN ARRAY[to_jsonb(OLD)]
            ELSE ARRAY[to_jsonb(OLD), to_jsonb(NEW)] END LOOP
          EXECUTE format('SELECT v.status FROM %I v WHERE v.org_id = $1 AND v.id = $2 FOR SHARE', TG_ARGV[0])
            INTO whole_status USING (part ->> 'org_id')::uuid, (part ->> (TG_ARGV[0] || '_id'))::uuid;
          IF whole_status <> 'DRAFT' THEN
            RAISE EXCEPTION 'a published definition does not change' USING ERRCODE = '42501';
          END IF;
        END LOOP;
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
      END $$;
      ${['skill_version', 'checklist_version']
        .map(
          (table) => `CREATE TRIGGER published_is_immutable BEFORE UPDATE OR DELETE ON ${table}
            FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published_definition();`,
        )
        .join('\n')}
      ${[
        ['skill_step', 'skill_version'],
        ['skill_prerequisite', 'skill_version'],
        ['checklist_skill', 'checklist_version'],
      ]
        .map(
          ([
            part,
            whole,
          ]) => `CREATE TRIGGER published_is_immutable BEFORE INSERT OR UPDATE OR DELETE ON ${part}
            FOR EACH ROW EXECUTE FUNCTION refuse_change_of_definition_part('${whole}');`,
        )
        .join('\n')}
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE checklist_skill, checklist_version, checklist, skill_prerequisite, skill_step, skill_version, skill;
      DROP FUNCTION refuse_change_of_definition_part, refuse_change_of_published_definition;
    `);
  }
}
