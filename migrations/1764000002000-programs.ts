import type { MigrationInterface, QueryRunner } from 'typeorm';
import { DRAFT, MUTABLE, tenantTable } from './support/tenant-table.js';

/** Program → version → course → module → lesson, and what a course requires besides lessons. */
export class Programs1764000002000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE program (
        org_id uuid NOT NULL CONSTRAINT fk_program_organization REFERENCES organization (id),
        id uuid NOT NULL,
        code text NOT NULL,
        title text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_program PRIMARY KEY (org_id, id),
        CONSTRAINT uq_program_code UNIQUE (org_id, code)
      );
      ${tenantTable('program', MUTABLE)}

      CREATE TABLE program_version (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        program_id uuid NOT NULL,
        label text NOT NULL,
        title text NOT NULL,
        summary text NOT NULL DEFAULT '',
        status text NOT NULL DEFAULT 'DRAFT' CONSTRAINT ck_program_version_status CHECK (status IN ('DRAFT', 'PUBLISHED', 'RETIRED')),
        -- Grows with every edit of the draft: an edit names the revision it was made on.
        revision int NOT NULL DEFAULT 1,
        total_clock_minutes int NOT NULL,
        normal_weeks int NOT NULL,
        max_timeframe_percent int NOT NULL,
        min_pace_percent int NOT NULL,
        excused_absence_cap_percent int NOT NULL,
        lecture_pass_mark_percent numeric(5, 2) NOT NULL,
        lab_pass_mark_percent numeric(5, 2) NOT NULL,
        -- {technicalMinPercent, maxAttempts, repeatScoreCapPercent, criticalSteps: "all"}
        practical jsonb,
        entry_requirements text[] NOT NULL DEFAULT '{}',
        -- {coursesPassed, credentialsCurrent, clearancesCurrent, trainingsCurrent}
        placement_gate jsonb,
        award_requirements text[] NOT NULL DEFAULT '{}',
        copied_from_id uuid,
        -- sum over the required courses, set when the version is published
        required_minutes int NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        published_at timestamptz,
        published_by uuid,
        retired_at timestamptz,
        retired_by uuid,
        CONSTRAINT pk_program_version PRIMARY KEY (org_id, id),
        CONSTRAINT uq_program_version_label UNIQUE (org_id, program_id, label),
        CONSTRAINT fk_program_version_program FOREIGN KEY (org_id, program_id) REFERENCES program (org_id, id),
        CONSTRAINT fk_program_version_copied_from FOREIGN KEY (org_id, copied_from_id) REFERENCES program_version (org_id, id)
      );
      CREATE INDEX ix_program_version_copied_from ON program_version (org_id, copied_from_id);
      ${tenantTable('program_version', DRAFT)}

      CREATE TABLE course (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        program_version_id uuid NOT NULL,
        position int NOT NULL,
        code text NOT NULL,
        title text NOT NULL,
        summary text NOT NULL DEFAULT '',
        lecture_minutes int NOT NULL,
        lab_minutes int NOT NULL,
        placement_minutes int NOT NULL,
        grading text NOT NULL CONSTRAINT ck_course_grading CHECK (grading IN ('GRADED', 'PASS_FAIL')),
        -- null: the version's pass marks decide
        pass_mark_percent numeric(5, 2),
        required boolean NOT NULL DEFAULT true,
        -- placement minutes that must be verified, when completion asks for hours
        verified_placement_minutes int,
        -- Sums over what is required, set when the version is published: progress is measured against them.
        required_minutes int NOT NULL DEFAULT 0,
        lessons_required int NOT NULL DEFAULT 0,
        requirements_required int NOT NULL DEFAULT 0,
        CONSTRAINT pk_course PRIMARY KEY (org_id, id),
        CONSTRAINT uq_course_in_version UNIQUE (org_id, program_version_id, id),
        CONSTRAINT uq_course_code UNIQUE (org_id, program_version_id, code),
        CONSTRAINT fk_course_version FOREIGN KEY (org_id, program_version_id) REFERENCES program_version (org_id, id),
        CONSTRAINT ck_course_minutes CHECK (lecture_minutes >= 0 AND lab_minutes >= 0 AND placement_minutes >= 0)
      );
      ${tenantTable('course', DRAFT)}

      CREATE TABLE course_prerequisite (
        org_id uuid NOT NULL,
        program_version_id uuid NOT NULL,
        course_id uuid NOT NULL,
        prerequisite_course_id uuid NOT NULL,
        CONSTRAINT pk_course_prerequisite PRIMARY KEY (org_id, course_id, prerequisite_course_id),
        CONSTRAINT fk_course_prerequisite_course FOREIGN KEY (org_id, program_version_id, course_id) REFERENCES course (org_id, program_version_id, id),
        CONSTRAINT fk_course_prerequisite_other FOREIGN KEY (org_id, program_version_id, prerequisite_course_id) REFERENCES course (org_id, program_version_id, id),
        CONSTRAINT ck_course_prerequisite_other CHECK (course_id <> prerequisite_course_id)
      );
      CREATE INDEX ix_course_prerequisite_version ON course_prerequisite (org_id, program_version_id);
      ${tenantTable('course_prerequisite', DRAFT)}

      CREATE TABLE gradebook_category (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        program_version_id uuid NOT NULL,
        course_id uuid NOT NULL,
        position int NOT NULL,
        code text NOT NULL,
        weight_percent numeric(5, 2) NOT NULL,
        CONSTRAINT pk_gradebook_category PRIMARY KEY (org_id, id),
        CONSTRAINT uq_gradebook_category_code UNIQUE (org_id, course_id, code),
        CONSTRAINT uq_gradebook_category_in_course UNIQUE (org_id, course_id, id),
        CONSTRAINT fk_gradebook_category_course FOREIGN KEY (org_id, program_version_id, course_id) REFERENCES course (org_id, program_version_id, id),
        CONSTRAINT ck_gradebook_category_weight CHECK (weight_percent > 0 AND weight_percent <= 100)
      );
      ${tenantTable('gradebook_category', DRAFT)}

      CREATE TABLE module (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        program_version_id uuid NOT NULL,
        course_id uuid NOT NULL,
        position int NOT NULL,
        title text NOT NULL,
        clock_minutes int NOT NULL,
        required boolean NOT NULL DEFAULT true,
        CONSTRAINT pk_module PRIMARY KEY (org_id, id),
        CONSTRAINT uq_module_in_course UNIQUE (org_id, course_id, id),
        CONSTRAINT fk_module_course FOREIGN KEY (org_id, program_version_id, course_id) REFERENCES course (org_id, program_version_id, id),
        CONSTRAINT ck_module_minutes CHECK (clock_minutes >= 0)
      );
      CREATE INDEX ix_module_version ON module (org_id, program_version_id);
      ${tenantTable('module', DRAFT)}

      CREATE TABLE lesson (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        program_version_id uuid NOT NULL,
        course_id uuid NOT NULL,
        module_id uuid NOT NULL,
        position int NOT NULL,
        title text NOT NULL,
        minutes int,
        objectives text[] NOT NULL DEFAULT '{}',
        -- Markdown as written; HTML is made and sanitized when it is read
        body text NOT NULL DEFAULT '',
        media jsonb NOT NULL DEFAULT '[]',
        required boolean NOT NULL DEFAULT true,
        -- this lesson's share of its module's clock minutes; set when the version is published
        credit_minutes int NOT NULL DEFAULT 0,
        CONSTRAINT pk_lesson PRIMARY KEY (org_id, id),
        CONSTRAINT fk_lesson_course FOREIGN KEY (org_id, program_version_id, course_id) REFERENCES course (org_id, program_version_id, id),
        CONSTRAINT fk_lesson_module FOREIGN KEY (org_id, course_id, module_id) REFERENCES module (org_id, course_id, id)
      );
      CREATE INDEX ix_lesson_module ON lesson (org_id, module_id);
      CREATE INDEX ix_lesson_version ON lesson (org_id, program_version_id);
      ${tenantTable('lesson', DRAFT)}

      -- What a course requires besides lessons, hours and grades. Features below programs resolve it:
      -- a quiz, later a checklist. Unresolved, it can not be met, and everybody sees it.
      CREATE TABLE course_requirement (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        program_version_id uuid NOT NULL,
        course_id uuid NOT NULL,
        module_id uuid,
        category_id uuid,
        kind text NOT NULL CONSTRAINT ck_course_requirement_kind CHECK (kind IN ('QUIZ', 'CHECKLIST')),
        position int NOT NULL,
        code text NOT NULL,
        title text NOT NULL,
        required boolean NOT NULL DEFAULT true,
        credit_minutes int NOT NULL DEFAULT 0,
        resolved_id uuid,
        CONSTRAINT pk_course_requirement PRIMARY KEY (org_id, id),
        CONSTRAINT uq_course_requirement_code UNIQUE (org_id, course_id, kind, code),
        CONSTRAINT fk_course_requirement_course FOREIGN KEY (org_id, program_version_id, course_id) REFERENCES course (org_id, program_version_id, id),
        CONSTRAINT fk_course_requirement_module FOREIGN KEY (org_id, course_id, module_id) REFERENCES module (org_id, course_id, id),
        CONSTRAINT fk_course_requirement_category FOREIGN KEY (org_id, course_id, category_id) REFERENCES gradebook_category (org_id, course_id, id),
        -- a checklist stands on the course: it belongs to no module and earns no grade
        CONSTRAINT ck_course_requirement_checklist CHECK (kind = 'QUIZ' OR (module_id IS NULL AND category_id IS NULL))
      );
      CREATE INDEX ix_course_requirement_version ON course_requirement (org_id, program_version_id);
      CREATE INDEX ix_course_requirement_resolved ON course_requirement (org_id, resolved_id);
      ${tenantTable('course_requirement', DRAFT)}

      -- Published versions are immutable, whoever asks (inv 7, 38). Publishing is the last change but for
      -- retiring, an open requirement may be resolved once, and what a version was copied from is forgotten with
      -- the draft that it was. Only drafts are discarded. FOR SHARE: a change that races with publishing
      -- waits for it and is refused; one that came first lets publishing wait.
      CREATE FUNCTION is_draft_version(p_org uuid, p_version uuid) RETURNS boolean LANGUAGE plpgsql AS $$
      DECLARE
        found_status text;
      BEGIN
        SELECT v.status INTO found_status FROM program_version v WHERE v.org_id = p_org AND v.id = p_version FOR SHARE;
        RETURN coalesce(found_status = 'DRAFT', true);
      END $$;
      CREATE FUNCTION refuse_change_of_published_version() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF (TG_OP = 'INSERT' OR is_draft_version(OLD.org_id, OLD.program_version_id))
           AND (TG_OP = 'DELETE' OR is_draft_version(NEW.org_id, NEW.program_version_id)) THEN
          RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
        END IF;
        IF TG_TABLE_NAME = 'course_requirement' AND TG_OP = 'UPDATE' AND to_jsonb(OLD) ->> 'resolved_id' IS NULL
           AND to_jsonb(OLD) - 'resolved_id' = to_jsonb(NEW) - 'resolved_id' THEN
          RETURN NEW;
        END IF;
        RAISE EXCEPTION 'a published program version does not change' USING ERRCODE = '42501';
      END $$;
      ${['course', 'course_prerequisite', 'gradebook_category', 'module', 'lesson', 'course_requirement']
        .map(
          (table) => `CREATE TRIGGER published_is_immutable BEFORE INSERT OR UPDATE OR DELETE ON ${table}
            FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published_version();`,
        )
        .join('\n')}
      CREATE FUNCTION refuse_change_of_published_header() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' THEN
          IF OLD.status <> 'DRAFT' THEN
            RAISE EXCEPTION 'a published program version does not change' USING ERRCODE = '42501';
          END IF;
          RETURN OLD;
        END IF;
        IF NEW.copied_from_id IS NULL AND to_jsonb(OLD) - 'copied_from_id' = to_jsonb(NEW) - 'copied_from_id' THEN
          RETURN NEW;
        END IF;
        IF OLD.status <> 'DRAFT' AND (OLD.status = 'RETIRED' OR NEW.status <> 'RETIRED'
           OR to_jsonb(OLD) - ARRAY['status', 'retired_at', 'retired_by'] <> to_jsonb(NEW) - ARRAY['status', 'retired_at', 'retired_by']) THEN
          RAISE EXCEPTION 'a published program version does not change' USING ERRCODE = '42501';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER published_is_immutable BEFORE UPDATE OR DELETE ON program_version FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published_header();
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE course_requirement, lesson, module, gradebook_category, course_prerequisite, course, program_version, program;
      DROP FUNCTION refuse_change_of_published_version, refuse_change_of_published_header, is_draft_version;
    `);
  }
}
