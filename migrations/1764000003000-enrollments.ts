import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPEND_ONLY, DRAFT, MUTABLE, tenantTable } from './support/tenant-table.js';

/** Cohorts, enrollments, their status history and holds. */
export class Enrollments1764000003000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE cohort (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        program_version_id uuid NOT NULL,
        code text NOT NULL,
        name text NOT NULL,
        starts_on date NOT NULL,
        ends_on date NOT NULL,
        time_zone text NOT NULL,
        site_id uuid,
        -- [{on, percent}]: how far the calendar expects a trainee to be; between the points it is linear
        milestones jsonb NOT NULL DEFAULT '[]',
        closed_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_cohort PRIMARY KEY (org_id, id),
        CONSTRAINT uq_cohort_code UNIQUE (org_id, code),
        CONSTRAINT fk_cohort_version FOREIGN KEY (org_id, program_version_id) REFERENCES program_version (org_id, id),
        CONSTRAINT fk_cohort_site FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id),
        CONSTRAINT ck_cohort_dates CHECK (ends_on >= starts_on)
      );
      CREATE INDEX ix_cohort_version ON cohort (org_id, program_version_id);
      ${tenantTable('cohort', MUTABLE)}

      CREATE TABLE cohort_instructor (
        org_id uuid NOT NULL,
        cohort_id uuid NOT NULL,
        membership_id uuid NOT NULL,
        CONSTRAINT pk_cohort_instructor PRIMARY KEY (org_id, cohort_id, membership_id),
        CONSTRAINT fk_cohort_instructor_cohort FOREIGN KEY (org_id, cohort_id) REFERENCES cohort (org_id, id),
        CONSTRAINT fk_cohort_instructor_membership FOREIGN KEY (org_id, membership_id) REFERENCES membership (org_id, id)
      );
      CREATE INDEX ix_cohort_instructor_membership ON cohort_instructor (org_id, membership_id);
      ${tenantTable('cohort_instructor', DRAFT)}

      -- The cohorts a limited membership may see.
      CREATE TABLE membership_cohort (
        org_id uuid NOT NULL,
        membership_id uuid NOT NULL,
        cohort_id uuid NOT NULL,
        CONSTRAINT pk_membership_cohort PRIMARY KEY (org_id, membership_id, cohort_id),
        CONSTRAINT fk_membership_cohort_membership FOREIGN KEY (org_id, membership_id) REFERENCES membership (org_id, id),
        CONSTRAINT fk_membership_cohort_cohort FOREIGN KEY (org_id, cohort_id) REFERENCES cohort (org_id, id)
      );
      ${tenantTable('membership_cohort', DRAFT)}

      -- Whether the transaction's member may see a cohort: all of them, unless their membership is limited.
      CREATE FUNCTION may_see_cohort(p_org uuid, p_membership uuid, p_cohort uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT NOT EXISTS (SELECT 1 FROM membership m WHERE m.org_id = p_org AND m.id = p_membership AND m.cohort_limited)
          OR EXISTS (SELECT 1 FROM membership_cohort c WHERE c.org_id = p_org AND c.membership_id = p_membership AND c.cohort_id = p_cohort)
      $$;

      CREATE TABLE enrollment (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        person_id uuid NOT NULL CONSTRAINT fk_enrollment_person REFERENCES person (id),
        cohort_id uuid NOT NULL,
        program_id uuid NOT NULL,
        program_version_id uuid NOT NULL,
        -- Today's status, kept beside the history it follows from.
        status text NOT NULL CONSTRAINT ck_enrollment_status CHECK (status IN ('APPLIED', 'ACTIVE', 'ON_LEAVE', 'WITHDRAWN', 'COMPLETED', 'DISMISSED')),
        status_since date NOT NULL,
        enrolled_on date NOT NULL,
        confirmed_requirements text[] NOT NULL DEFAULT '{}',
        external_source text,
        external_id text,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_enrollment PRIMARY KEY (org_id, id),
        CONSTRAINT uq_enrollment_cohort_person UNIQUE (org_id, cohort_id, person_id),
        CONSTRAINT uq_enrollment_external UNIQUE (org_id, external_source, external_id),
        CONSTRAINT fk_enrollment_cohort FOREIGN KEY (org_id, cohort_id) REFERENCES cohort (org_id, id),
        CONSTRAINT fk_enrollment_program FOREIGN KEY (org_id, program_id) REFERENCES program (org_id, id),
        CONSTRAINT fk_enrollment_version FOREIGN KEY (org_id, program_version_id) REFERENCES program_version (org_id, id)
      );
      CREATE INDEX ix_enrollment_person ON enrollment (org_id, person_id);
      CREATE INDEX ix_enrollment_version ON enrollment (org_id, program_version_id);
      ${tenantTable('enrollment', MUTABLE)}

      -- Whether a member may see another: limited to sites, those of no or a common site; limited to cohorts, of
      -- the trainees those enrolled in them.
      CREATE FUNCTION may_see_member(p_org uuid, p_viewer uuid, p_member uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT EXISTS (SELECT 1 FROM membership v, membership m
          WHERE v.org_id = p_org AND v.id = p_viewer AND m.org_id = p_org AND m.id = p_member
          AND (NOT v.site_limited OR NOT m.site_limited OR EXISTS (
            SELECT 1 FROM membership_site a JOIN membership_site b ON b.org_id = a.org_id AND b.site_id = a.site_id
            WHERE a.org_id = p_org AND a.membership_id = v.id AND b.membership_id = m.id))
          AND (NOT v.cohort_limited OR m.role <> 'TRAINEE' OR EXISTS (
            SELECT 1 FROM enrollment e JOIN membership_cohort c ON c.org_id = e.org_id AND c.cohort_id = e.cohort_id
            WHERE e.org_id = p_org AND e.person_id = m.person_id AND c.membership_id = v.id)))
      $$;

      -- What happened, from which day on. An entry may take the place of an earlier one, or take it back.
      CREATE TABLE enrollment_status_entry (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        enrollment_id uuid NOT NULL,
        event text NOT NULL CONSTRAINT ck_enrollment_status_entry_event CHECK (event IN
          ('APPLIED', 'ENROLLED', 'LEAVE_STARTED', 'LEAVE_ENDED', 'WITHDREW', 'DISMISSED', 'COMPLETED', 'RE_ENTERED', 'VOIDED')),
        effective_on date,
        reason text,
        -- last date attended, for a withdrawal
        last_attended_on date,
        approved_by uuid CONSTRAINT fk_enrollment_status_entry_approved_by REFERENCES person (id),
        corrects_id uuid,
        recorded_by uuid,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_enrollment_status_entry PRIMARY KEY (org_id, id),
        CONSTRAINT uq_enrollment_status_entry_corrected UNIQUE (org_id, corrects_id),
        CONSTRAINT fk_enrollment_status_entry_enrollment FOREIGN KEY (org_id, enrollment_id) REFERENCES enrollment (org_id, id),
        CONSTRAINT fk_enrollment_status_entry_corrected FOREIGN KEY (org_id, corrects_id) REFERENCES enrollment_status_entry (org_id, id),
        CONSTRAINT ck_enrollment_status_entry_voided CHECK (
          CASE WHEN event = 'VOIDED' THEN effective_on IS NULL AND corrects_id IS NOT NULL ELSE effective_on IS NOT NULL END)
      );
      CREATE INDEX ix_enrollment_status_entry ON enrollment_status_entry (org_id, enrollment_id);
      ${tenantTable('enrollment_status_entry', APPEND_ONLY)}

      CREATE TABLE enrollment_hold (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        enrollment_id uuid NOT NULL,
        kind text NOT NULL CONSTRAINT ck_enrollment_hold_kind CHECK (kind IN ('FINANCIAL', 'DISCIPLINARY', 'RECORDS', 'OTHER')),
        reason text NOT NULL,
        placed_by uuid,
        placed_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_enrollment_hold PRIMARY KEY (org_id, id),
        CONSTRAINT fk_enrollment_hold_enrollment FOREIGN KEY (org_id, enrollment_id) REFERENCES enrollment (org_id, id)
      );
      CREATE INDEX ix_enrollment_hold ON enrollment_hold (org_id, enrollment_id);
      ${tenantTable('enrollment_hold', APPEND_ONLY)}
      CREATE TABLE enrollment_hold_release (
        org_id uuid NOT NULL,
        hold_id uuid NOT NULL,
        reason text NOT NULL,
        released_by uuid,
        released_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_enrollment_hold_release PRIMARY KEY (org_id, hold_id),
        CONSTRAINT fk_enrollment_hold_release_hold FOREIGN KEY (org_id, hold_id) REFERENCES enrollment_hold (org_id, id)
      );
      ${tenantTable('enrollment_hold_release', APPEND_ONLY)}

      -- Where a trainee without an account can be written to, so that enrolling them again finds them.
      CREATE TABLE trainee_contact (
        org_id uuid NOT NULL,
        person_id uuid NOT NULL CONSTRAINT fk_trainee_contact_person REFERENCES person (id),
        email text NOT NULL CONSTRAINT ck_trainee_contact_email CHECK (email = lower(email) AND length(email) <= 254),
        CONSTRAINT pk_trainee_contact PRIMARY KEY (org_id, person_id),
        CONSTRAINT uq_trainee_contact_email UNIQUE (org_id, email)
      );
      ${tenantTable('trainee_contact', MUTABLE)}
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE trainee_contact, enrollment_hold_release, enrollment_hold, enrollment_status_entry, enrollment;
      DROP FUNCTION may_see_cohort, may_see_member;
      DROP TABLE membership_cohort, cohort_instructor, cohort;
    `);
  }
}
