import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPEND_ONLY, DRAFT, MUTABLE, tenantTable } from './support/tenant-table.js';

/** The course record: lessons, hours, grades, course attempts, prior learning, moves, and the counters. */
export class Records1764000004000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE course_attempt (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        enrollment_id uuid NOT NULL,
        course_id uuid NOT NULL,
        number int NOT NULL,
        outcome text NOT NULL DEFAULT 'IN_PROGRESS' CONSTRAINT ck_course_attempt_outcome CHECK (outcome IN ('IN_PROGRESS', 'PASSED', 'FAILED', 'CREDITED')),
        started_at timestamptz NOT NULL DEFAULT app_now(),
        decided_at timestamptz,
        -- rounded once, at the end; null until every category is closed or fully graded
        final_percent numeric(5, 2),
        -- the attempt in the version the enrollment was moved from; and whether a pass of before a move holds on
        origin_id uuid,
        pass_carried boolean NOT NULL DEFAULT false,
        CONSTRAINT pk_course_attempt PRIMARY KEY (org_id, id),
        CONSTRAINT uq_course_attempt_number UNIQUE (org_id, enrollment_id, course_id, number),
        CONSTRAINT uq_course_attempt_in_course UNIQUE (org_id, enrollment_id, course_id, id),
        CONSTRAINT fk_course_attempt_enrollment FOREIGN KEY (org_id, enrollment_id) REFERENCES enrollment (org_id, id),
        CONSTRAINT fk_course_attempt_course FOREIGN KEY (org_id, course_id) REFERENCES course (org_id, id),
        CONSTRAINT fk_course_attempt_origin FOREIGN KEY (org_id, origin_id) REFERENCES course_attempt (org_id, id),
        CONSTRAINT ck_course_attempt_number CHECK (number >= 1)
      );
      ${tenantTable('course_attempt', MUTABLE)}

      CREATE TABLE lesson_completion (
        org_id uuid NOT NULL,
        enrollment_id uuid NOT NULL,
        lesson_id uuid NOT NULL,
        completed_at timestamptz NOT NULL DEFAULT app_now(),
        -- what the trainee's device claims
        claimed_at timestamptz,
        -- of a completion that came along when the enrollment moved to another version
        origin_lesson_id uuid,
        CONSTRAINT pk_lesson_completion PRIMARY KEY (org_id, enrollment_id, lesson_id),
        CONSTRAINT fk_lesson_completion_enrollment FOREIGN KEY (org_id, enrollment_id) REFERENCES enrollment (org_id, id),
        CONSTRAINT fk_lesson_completion_lesson FOREIGN KEY (org_id, lesson_id) REFERENCES lesson (org_id, id)
      );
      ${tenantTable('lesson_completion', APPEND_ONLY)}

      -- Where the trainee stopped reading: a convenience, not evidence.
      CREATE TABLE lesson_position (
        org_id uuid NOT NULL,
        enrollment_id uuid NOT NULL,
        lesson_id uuid NOT NULL,
        position text NOT NULL,
        updated_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_lesson_position PRIMARY KEY (org_id, enrollment_id, lesson_id),
        CONSTRAINT fk_lesson_position_enrollment FOREIGN KEY (org_id, enrollment_id) REFERENCES enrollment (org_id, id),
        CONSTRAINT fk_lesson_position_lesson FOREIGN KEY (org_id, lesson_id) REFERENCES lesson (org_id, id)
      );
      ${tenantTable('lesson_position', MUTABLE)}

      CREATE TABLE class_session (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        cohort_id uuid NOT NULL,
        course_id uuid NOT NULL,
        kind text NOT NULL CONSTRAINT ck_class_session_kind CHECK (kind IN ('LECTURE', 'LAB')),
        title text NOT NULL,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        break_minutes int NOT NULL DEFAULT 0,
        scheduled_by uuid,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        cancelled_at timestamptz,
        CONSTRAINT pk_class_session PRIMARY KEY (org_id, id),
        CONSTRAINT fk_class_session_cohort FOREIGN KEY (org_id, cohort_id) REFERENCES cohort (org_id, id),
        CONSTRAINT fk_class_session_course FOREIGN KEY (org_id, course_id) REFERENCES course (org_id, id),
        CONSTRAINT ck_class_session_times CHECK (ends_at > starts_at AND ends_at <= starts_at + interval '16 hours'),
        CONSTRAINT ck_class_session_break CHECK (break_minutes >= 0)
      );
      CREATE INDEX ix_class_session_cohort ON class_session (org_id, cohort_id, starts_at);
      ${tenantTable('class_session', MUTABLE)}

      -- Every id that stands for one of these persons, each with the id of the person who stands for all of them.
      -- Sees through organizations, as canonical_person does; tells nothing but ids.
      CREATE INDEX ix_person_merged_into ON person (merged_into_id) WHERE merged_into_id IS NOT NULL;
      CREATE FUNCTION same_persons(p_persons uuid[]) RETURNS TABLE (person_id uuid, canonical_id uuid) LANGUAGE sql STABLE SECURITY DEFINER
      SET search_path = public, pg_temp AS $$
        WITH RECURSIVE same AS (
          SELECT canonical_person(a.id) AS id, canonical_person(a.id) AS canonical_id FROM unnest(p_persons) AS a (id)
          UNION SELECT p.id, s.canonical_id FROM same s JOIN person p ON p.merged_into_id = s.id
        )
        SELECT id, canonical_id FROM same
      $$;
      REVOKE EXECUTE ON FUNCTION same_persons FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION same_persons TO preceptor_runtime;

      -- One line of attendance; a later line for the same thing names the one it corrects.
      CREATE TABLE hours_entry (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        enrollment_id uuid NOT NULL,
        course_id uuid NOT NULL,
        course_attempt_id uuid NOT NULL,
        -- attended, or missed and made up
        session_id uuid NOT NULL,
        kind text NOT NULL CONSTRAINT ck_hours_entry_kind CHECK (kind IN ('LECTURE', 'LAB')),
        status text NOT NULL CONSTRAINT ck_hours_entry_status CHECK (status IN ('PRESENT', 'ABSENT', 'EXCUSED', 'MAKE_UP')),
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        break_minutes int NOT NULL DEFAULT 0,
        minutes_late int NOT NULL DEFAULT 0,
        minutes_left_early int NOT NULL DEFAULT 0,
        -- who supervised a make-up
        supervised_by uuid CONSTRAINT fk_hours_entry_supervised_by REFERENCES person (id),
        -- voids the make-up it supersedes
        voided boolean NOT NULL DEFAULT false,
        reason text,
        supersedes_id uuid,
        -- the entry it was copied from when the enrollment moved to another version
        origin_id uuid,
        recorded_by uuid,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_hours_entry PRIMARY KEY (org_id, id),
        CONSTRAINT uq_hours_entry_superseded UNIQUE (org_id, supersedes_id),
        CONSTRAINT fk_hours_entry_attempt FOREIGN KEY (org_id, enrollment_id, course_id, course_attempt_id) REFERENCES course_attempt (org_id, enrollment_id, course_id, id),
        CONSTRAINT fk_hours_entry_session FOREIGN KEY (org_id, session_id) REFERENCES class_session (org_id, id),
        CONSTRAINT fk_hours_entry_superseded FOREIGN KEY (org_id, supersedes_id) REFERENCES hours_entry (org_id, id),
        CONSTRAINT fk_hours_entry_origin FOREIGN KEY (org_id, origin_id) REFERENCES hours_entry (org_id, id),
        CONSTRAINT ck_hours_entry_times CHECK (ends_at > starts_at),
        CONSTRAINT ck_hours_entry_voided CHECK (NOT voided OR (status = 'MAKE_UP' AND supersedes_id IS NOT NULL)),
        CONSTRAINT ck_hours_entry_minutes CHECK (break_minutes >= 0 AND minutes_late >= 0 AND minutes_left_early >= 0)
      );
      CREATE INDEX ix_hours_entry_enrollment ON hours_entry (org_id, enrollment_id);
      CREATE UNIQUE INDEX uq_hours_entry_first_of_session ON hours_entry (org_id, course_attempt_id, session_id) WHERE supersedes_id IS NULL AND status <> 'MAKE_UP';
      CREATE INDEX ix_hours_entry_session ON hours_entry (org_id, session_id);
      ${tenantTable('hours_entry', APPEND_ONLY)}

      CREATE TABLE grade_entry (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        enrollment_id uuid NOT NULL,
        course_id uuid NOT NULL,
        course_attempt_id uuid NOT NULL,
        category_id uuid NOT NULL,
        -- names the graded thing within its category: a title, or the requirement's code for a quiz
        item text NOT NULL,
        requirement_id uuid,
        source text NOT NULL CONSTRAINT ck_grade_entry_source CHECK (source IN ('INSTRUCTOR', 'CSV', 'QUIZ')),
        -- null: the entry voids the one it supersedes
        earned numeric(12, 4),
        possible numeric(12, 4) NOT NULL,
        weight numeric(12, 4),
        -- of a practical
        attempt_number int NOT NULL DEFAULT 1,
        technical_percent numeric(5, 2),
        critical_steps_met boolean,
        -- the quiz attempt it comes from
        quiz_attempt_id uuid,
        reason text,
        supersedes_id uuid,
        -- the entry it was copied from when the enrollment moved to another version
        origin_id uuid,
        recorded_by uuid,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_grade_entry PRIMARY KEY (org_id, id),
        CONSTRAINT uq_grade_entry_superseded UNIQUE (org_id, supersedes_id),
        CONSTRAINT fk_grade_entry_attempt FOREIGN KEY (org_id, enrollment_id, course_id, course_attempt_id) REFERENCES course_attempt (org_id, enrollment_id, course_id, id),
        CONSTRAINT fk_grade_entry_category FOREIGN KEY (org_id, course_id, category_id) REFERENCES gradebook_category (org_id, course_id, id),
        CONSTRAINT fk_grade_entry_requirement FOREIGN KEY (org_id, requirement_id) REFERENCES course_requirement (org_id, id),
        CONSTRAINT fk_grade_entry_superseded FOREIGN KEY (org_id, supersedes_id) REFERENCES grade_entry (org_id, id),
        CONSTRAINT fk_grade_entry_origin FOREIGN KEY (org_id, origin_id) REFERENCES grade_entry (org_id, id),
        CONSTRAINT ck_grade_entry_attempt_number CHECK (attempt_number >= 1),
        CONSTRAINT ck_grade_entry_points CHECK (possible > 0 AND (earned IS NULL OR earned >= 0)),
        CONSTRAINT ck_grade_entry_finite CHECK (possible <> 'NaN' AND (earned IS NULL OR earned <> 'NaN'))
      );
      CREATE INDEX ix_grade_entry_attempt ON grade_entry (org_id, course_attempt_id);
      CREATE UNIQUE INDEX uq_grade_entry_first_of_item ON grade_entry (org_id, course_attempt_id, category_id, item, attempt_number) WHERE supersedes_id IS NULL;
      ${tenantTable('grade_entry', APPEND_ONLY)}

      -- After closing, what was not graded counts as zero. The latest number says whether it is closed.
      CREATE TABLE category_closure (
        org_id uuid NOT NULL,
        cohort_id uuid NOT NULL,
        category_id uuid NOT NULL,
        number int NOT NULL,
        closed boolean NOT NULL,
        -- [{item, possible, weight}]: what the cohort was graded on when it closed
        items jsonb NOT NULL DEFAULT '[]',
        reason text,
        decided_by uuid,
        decided_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_category_closure PRIMARY KEY (org_id, cohort_id, category_id, number),
        CONSTRAINT fk_category_closure_cohort FOREIGN KEY (org_id, cohort_id) REFERENCES cohort (org_id, id),
        CONSTRAINT fk_category_closure_category FOREIGN KEY (org_id, category_id) REFERENCES gradebook_category (org_id, id),
        CONSTRAINT ck_category_closure_number CHECK (number >= 1),
        CONSTRAINT ck_category_closure_reopened CHECK (closed OR reason IS NOT NULL)
      );
      ${tenantTable('category_closure', APPEND_ONLY)}

      -- The result of a requirement that other features decide: a quiz passed, later a checklist signed.
      CREATE TABLE requirement_result (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        enrollment_id uuid NOT NULL,
        course_id uuid NOT NULL,
        course_attempt_id uuid NOT NULL,
        requirement_id uuid NOT NULL,
        met boolean NOT NULL,
        -- what decided it, in the feature that resolved the requirement
        source_id uuid NOT NULL,
        -- points, where the requirement is graded
        earned numeric(12, 4),
        possible numeric(12, 4),
        reason text,
        -- an earlier word on the same source
        supersedes_id uuid,
        origin_id uuid,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_requirement_result PRIMARY KEY (org_id, id),
        CONSTRAINT uq_requirement_result_superseded UNIQUE (org_id, supersedes_id),
        CONSTRAINT fk_requirement_result_attempt FOREIGN KEY (org_id, enrollment_id, course_id, course_attempt_id) REFERENCES course_attempt (org_id, enrollment_id, course_id, id),
        CONSTRAINT fk_requirement_result_requirement FOREIGN KEY (org_id, requirement_id) REFERENCES course_requirement (org_id, id),
        CONSTRAINT fk_requirement_result_superseded FOREIGN KEY (org_id, supersedes_id) REFERENCES requirement_result (org_id, id),
        CONSTRAINT fk_requirement_result_origin FOREIGN KEY (org_id, origin_id) REFERENCES requirement_result (org_id, id),
        CONSTRAINT ck_requirement_result_points CHECK ((earned IS NULL) = (possible IS NULL) AND (earned IS NULL OR (earned >= 0 AND earned <> 'NaN' AND possible > 0 AND possible <> 'NaN')))
      );
      CREATE INDEX ix_requirement_result_attempt ON requirement_result (org_id, course_attempt_id, requirement_id);
      ${tenantTable('requirement_result', APPEND_ONLY)}

      CREATE TABLE enrollment_move (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        enrollment_id uuid NOT NULL,
        from_version_id uuid NOT NULL,
        to_version_id uuid NOT NULL,
        to_cohort_id uuid NOT NULL,
        reason text NOT NULL,
        -- what was shown before it was confirmed
        preview jsonb NOT NULL,
        moved_by uuid,
        moved_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_enrollment_move PRIMARY KEY (org_id, id),
        CONSTRAINT fk_enrollment_move_enrollment FOREIGN KEY (org_id, enrollment_id) REFERENCES enrollment (org_id, id),
        CONSTRAINT fk_enrollment_move_from FOREIGN KEY (org_id, from_version_id) REFERENCES program_version (org_id, id),
        CONSTRAINT fk_enrollment_move_to FOREIGN KEY (org_id, to_version_id) REFERENCES program_version (org_id, id),
        CONSTRAINT fk_enrollment_move_cohort FOREIGN KEY (org_id, to_cohort_id) REFERENCES cohort (org_id, id)
      );
      CREATE INDEX ix_enrollment_move ON enrollment_move (org_id, enrollment_id);
      ${tenantTable('enrollment_move', APPEND_ONLY)}

      CREATE TABLE prior_learning_decision (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        enrollment_id uuid NOT NULL,
        course_id uuid NOT NULL,
        granted boolean NOT NULL,
        reason text NOT NULL,
        evidence text NOT NULL,
        evidence_file_id uuid,
        decided_by uuid,
        decided_at timestamptz NOT NULL DEFAULT app_now(),
        supersedes_id uuid,
        CONSTRAINT pk_prior_learning_decision PRIMARY KEY (org_id, id),
        CONSTRAINT uq_prior_learning_decision_superseded UNIQUE (org_id, supersedes_id),
        CONSTRAINT fk_prior_learning_decision_enrollment FOREIGN KEY (org_id, enrollment_id) REFERENCES enrollment (org_id, id),
        CONSTRAINT fk_prior_learning_decision_course FOREIGN KEY (org_id, course_id) REFERENCES course (org_id, id),
        CONSTRAINT fk_prior_learning_decision_file FOREIGN KEY (org_id, evidence_file_id) REFERENCES stored_file (org_id, id),
        CONSTRAINT fk_prior_learning_decision_superseded FOREIGN KEY (org_id, supersedes_id) REFERENCES prior_learning_decision (org_id, id)
      );
      CREATE INDEX ix_prior_learning_decision ON prior_learning_decision (org_id, enrollment_id);
      ${tenantTable('prior_learning_decision', APPEND_ONLY)}

      -- Counters: kept in the transaction of the record they count, so that the dashboard and the board cost
      -- the same however long the history is. Always recomputable from the records.
      CREATE TABLE course_progress (
        org_id uuid NOT NULL,
        enrollment_id uuid NOT NULL,
        course_id uuid NOT NULL,
        course_attempt_id uuid,
        met_minutes int NOT NULL DEFAULT 0,
        lessons_done int NOT NULL DEFAULT 0,
        requirements_met int NOT NULL DEFAULT 0,
        lecture_minutes int NOT NULL DEFAULT 0,
        lab_minutes int NOT NULL DEFAULT 0,
        placement_minutes int NOT NULL DEFAULT 0,
        current_percent numeric(5, 2),
        final_percent numeric(5, 2),
        outcome text NOT NULL DEFAULT 'IN_PROGRESS' CONSTRAINT ck_course_progress_outcome CHECK (outcome IN ('IN_PROGRESS', 'PASSED', 'FAILED', 'CREDITED')),
        complete boolean NOT NULL DEFAULT false,
        updated_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_course_progress PRIMARY KEY (org_id, enrollment_id, course_id),
        CONSTRAINT fk_course_progress_enrollment FOREIGN KEY (org_id, enrollment_id) REFERENCES enrollment (org_id, id),
        CONSTRAINT fk_course_progress_course FOREIGN KEY (org_id, course_id) REFERENCES course (org_id, id)
      );
      ${tenantTable('course_progress', DRAFT)}
      CREATE TABLE enrollment_progress (
        org_id uuid NOT NULL,
        enrollment_id uuid NOT NULL,
        met_minutes int NOT NULL DEFAULT 0,
        courses_complete int NOT NULL DEFAULT 0,
        complete boolean NOT NULL DEFAULT false,
        last_activity_at timestamptz,
        updated_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_enrollment_progress PRIMARY KEY (org_id, enrollment_id),
        CONSTRAINT fk_enrollment_progress_enrollment FOREIGN KEY (org_id, enrollment_id) REFERENCES enrollment (org_id, id)
      );
      ${tenantTable('enrollment_progress', DRAFT)}
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE enrollment_progress, course_progress, prior_learning_decision, enrollment_move, requirement_result, category_closure, grade_entry, hours_entry, class_session,
        lesson_position, lesson_completion, course_attempt;
      DROP FUNCTION same_persons;
      DROP INDEX ix_person_merged_into;
    `);
  }
}
