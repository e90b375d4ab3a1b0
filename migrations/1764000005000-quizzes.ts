import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPEND_ONLY, DRAFT, MUTABLE, tenantTable } from './support/tenant-table.js';

/** Question bank, quizzes, attempts. Questions and quizzes are versioned; attempts point at versions. */
export class Quizzes1764000005000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE question (
        org_id uuid NOT NULL CONSTRAINT fk_question_organization REFERENCES organization (id),
        id uuid NOT NULL,
        code text NOT NULL,
        category text,
        tags text[] NOT NULL DEFAULT '{}',
        retired_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_question PRIMARY KEY (org_id, id),
        CONSTRAINT uq_question_code UNIQUE (org_id, code)
      );
      ${tenantTable('question', MUTABLE)}

      CREATE TABLE question_version (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        question_id uuid NOT NULL,
        number int NOT NULL,
        status text NOT NULL DEFAULT 'DRAFT' CONSTRAINT ck_question_version_status CHECK (status IN ('DRAFT', 'PUBLISHED')),
        -- Grows with every edit of the draft: an edit names the revision it was made on.
        revision int NOT NULL DEFAULT 1,
        type text NOT NULL CONSTRAINT ck_question_version_type CHECK (type IN ('SINGLE_CHOICE', 'MULTIPLE_CHOICE', 'TRUE_FALSE', 'SHORT_TEXT', 'NUMBER')),
        stem text NOT NULL,
        -- what a trainee may see before finish: choices without right or wrong, a unit
        presentation jsonb NOT NULL,
        -- what nobody may see before finish: right answers, tolerances, feedback, explanation
        answer_key jsonb NOT NULL,
        learning_outcomes text[] NOT NULL DEFAULT '{}',
        created_by uuid,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        published_at timestamptz,
        CONSTRAINT pk_question_version PRIMARY KEY (org_id, id),
        CONSTRAINT uq_question_version_number UNIQUE (org_id, question_id, number),
        CONSTRAINT uq_question_version_of_question UNIQUE (org_id, question_id, id),
        CONSTRAINT fk_question_version_question FOREIGN KEY (org_id, question_id) REFERENCES question (org_id, id)
      );
      CREATE UNIQUE INDEX uq_question_version_draft ON question_version (org_id, question_id) WHERE status = 'DRAFT';
      ${tenantTable('question_version', DRAFT)}

      CREATE TABLE quiz (
        org_id uuid NOT NULL CONSTRAINT fk_quiz_organization REFERENCES organization (id),
        id uuid NOT NULL,
        code text NOT NULL,
        title text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_quiz PRIMARY KEY (org_id, id),
        CONSTRAINT uq_quiz_code UNIQUE (org_id, code)
      );
      ${tenantTable('quiz', MUTABLE)}

      CREATE TABLE quiz_version (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        quiz_id uuid NOT NULL,
        number int NOT NULL,
        status text NOT NULL DEFAULT 'DRAFT' CONSTRAINT ck_quiz_version_status CHECK (status IN ('DRAFT', 'PUBLISHED')),
        -- Grows with every edit of the draft: an edit names the revision it was made on.
        revision int NOT NULL DEFAULT 1,
        instructions text NOT NULL DEFAULT '',
        pass_mark_percent numeric(5, 2) NOT NULL CONSTRAINT ck_quiz_version_pass_mark CHECK (pass_mark_percent BETWEEN 0 AND 100),
        max_attempts int CONSTRAINT ck_quiz_version_max_attempts CHECK (max_attempts >= 1),
        time_limit_minutes int CONSTRAINT ck_quiz_version_time_limit CHECK (time_limit_minutes BETWEEN 1 AND 1440),
        shuffle_questions boolean NOT NULL DEFAULT false,
        shuffle_choices boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        published_at timestamptz,
        published_by uuid,
        CONSTRAINT pk_quiz_version PRIMARY KEY (org_id, id),
        CONSTRAINT uq_quiz_version_number UNIQUE (org_id, quiz_id, number),
        CONSTRAINT fk_quiz_version_quiz FOREIGN KEY (org_id, quiz_id) REFERENCES quiz (org_id, id)
      );
      CREATE UNIQUE INDEX uq_quiz_version_draft ON quiz_version (org_id, quiz_id) WHERE status = 'DRAFT';
      ${tenantTable('quiz_version', DRAFT)}

      CREATE TABLE quiz_question (
        org_id uuid NOT NULL,
        quiz_version_id uuid NOT NULL,
        position int NOT NULL,
        question_id uuid NOT NULL,
        -- pinned when the quiz is published
        question_version_id uuid,
        points numeric(8, 2) NOT NULL CONSTRAINT ck_quiz_question_points CHECK (points > 0 AND points <= 1000),
        CONSTRAINT pk_quiz_question PRIMARY KEY (org_id, quiz_version_id, position),
        CONSTRAINT uq_quiz_question UNIQUE (org_id, quiz_version_id, question_id),
        CONSTRAINT fk_quiz_question_version FOREIGN KEY (org_id, quiz_version_id) REFERENCES quiz_version (org_id, id),
        CONSTRAINT fk_quiz_question_question FOREIGN KEY (org_id, question_id) REFERENCES question (org_id, id),
        CONSTRAINT fk_quiz_question_pinned FOREIGN KEY (org_id, question_id, question_version_id) REFERENCES question_version (org_id, question_id, id)
      );
      CREATE INDEX ix_quiz_question_question ON quiz_question (org_id, question_id);
      ${tenantTable('quiz_question', DRAFT)}

      CREATE TABLE quiz_attempt (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        quiz_version_id uuid NOT NULL,
        enrollment_id uuid NOT NULL,
        requirement_id uuid NOT NULL,
        person_id uuid NOT NULL CONSTRAINT fk_quiz_attempt_person REFERENCES person (id),
        number int NOT NULL,
        status text NOT NULL DEFAULT 'IN_PROGRESS' CONSTRAINT ck_quiz_attempt_status CHECK (status IN ('IN_PROGRESS', 'SUBMITTED')),
        started_at timestamptz NOT NULL DEFAULT app_now(),
        deadline timestamptz,
        submitted_at timestamptz,
        -- submitted because its time had run out, with what was saved in time
        timed_out boolean NOT NULL DEFAULT false,
        -- the order of questions and choices follows from it
        seed int NOT NULL,
        earned numeric(12, 4),
        possible numeric(12, 4) NOT NULL,
        percent numeric(5, 2),
        passed boolean,
        -- kept from the trainee: without it the hash of the marks in the ledger would tell by trying which were right
        marks_salt text,
        CONSTRAINT pk_quiz_attempt PRIMARY KEY (org_id, id),
        CONSTRAINT uq_quiz_attempt_number UNIQUE (org_id, enrollment_id, requirement_id, number),
        CONSTRAINT fk_quiz_attempt_version FOREIGN KEY (org_id, quiz_version_id) REFERENCES quiz_version (org_id, id),
        CONSTRAINT fk_quiz_attempt_enrollment FOREIGN KEY (org_id, enrollment_id) REFERENCES enrollment (org_id, id),
        CONSTRAINT fk_quiz_attempt_requirement FOREIGN KEY (org_id, requirement_id) REFERENCES course_requirement (org_id, id),
        CONSTRAINT ck_quiz_attempt_submitted CHECK ((status = 'SUBMITTED') = (submitted_at IS NOT NULL AND earned IS NOT NULL AND percent IS NOT NULL AND passed IS NOT NULL))
      );
      CREATE UNIQUE INDEX uq_quiz_attempt_open ON quiz_attempt (org_id, enrollment_id, requirement_id) WHERE status = 'IN_PROGRESS';
      CREATE INDEX ix_quiz_attempt_version ON quiz_attempt (org_id, quiz_version_id);
      CREATE INDEX ix_quiz_attempt_person ON quiz_attempt (org_id, person_id) WHERE status = 'IN_PROGRESS';
      CREATE INDEX ix_quiz_attempt_deadline ON quiz_attempt (deadline) WHERE status = 'IN_PROGRESS';
      ${tenantTable('quiz_attempt', MUTABLE)}

      -- Every saved answer is kept; the last revision counts.
      CREATE TABLE quiz_answer (
        org_id uuid NOT NULL,
        attempt_id uuid NOT NULL,
        position int NOT NULL,
        revision int NOT NULL,
        response jsonb NOT NULL,
        saved_at timestamptz NOT NULL DEFAULT app_now(),
        -- what the trainee's device claims
        claimed_at timestamptz,
        -- came after the deadline: kept as a claim, does not count
        late boolean NOT NULL DEFAULT false,
        CONSTRAINT pk_quiz_answer PRIMARY KEY (org_id, attempt_id, position, revision),
        CONSTRAINT fk_quiz_answer_attempt FOREIGN KEY (org_id, attempt_id) REFERENCES quiz_attempt (org_id, id)
      );
      ${tenantTable('quiz_answer', APPEND_ONLY)}

      -- The mark of each question, entered at submission; corrected by later entries.
      CREATE TABLE quiz_mark (
        org_id uuid NOT NULL,
        attempt_id uuid NOT NULL,
        position int NOT NULL,
        entry int NOT NULL DEFAULT 1,
        question_version_id uuid NOT NULL,
        earned numeric(12, 4) NOT NULL CONSTRAINT ck_quiz_mark_earned CHECK (earned >= 0 AND earned <> 'NaN'),
        possible numeric(12, 4) NOT NULL,
        response jsonb,
        reason text,
        marked_by uuid,
        marked_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_quiz_mark PRIMARY KEY (org_id, attempt_id, position, entry),
        CONSTRAINT fk_quiz_mark_attempt FOREIGN KEY (org_id, attempt_id) REFERENCES quiz_attempt (org_id, id),
        CONSTRAINT fk_quiz_mark_question FOREIGN KEY (org_id, question_version_id) REFERENCES question_version (org_id, id)
      );
      CREATE INDEX ix_quiz_mark_question ON quiz_mark (org_id, question_version_id);
      ${tenantTable('quiz_mark', APPEND_ONLY)}

      -- Published questions and quizzes are immutable, whoever asks.
      CREATE FUNCTION refuse_change_of_published() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.status = 'PUBLISHED' THEN
          RAISE EXCEPTION 'a published % does not change', TG_TABLE_NAME USING ERRCODE = '42501';
        END IF;
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
      END $$;
      CREATE TRIGGER published_is_immutable BEFORE UPDATE OR DELETE ON question_version FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published();
      CREATE TRIGGER published_is_immutable BEFORE UPDATE OR DELETE ON quiz_version FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published();
      CREATE FUNCTION refuse_change_of_published_quiz() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        r record := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
      BEGIN
        IF EXISTS (SELECT 1 FROM quiz_version v WHERE v.org_id = r.org_id AND v.id = r.quiz_version_id AND v.status <> 'DRAFT') THEN
          RAISE EXCEPTION 'a published quiz does not change' USING ERRCODE = '42501';
        END IF;
        RETURN r;
      END $$;
      CREATE TRIGGER published_is_immutable BEFORE INSERT OR UPDATE OR DELETE ON quiz_question FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published_quiz();
      -- A submitted attempt is evidence.
      CREATE FUNCTION refuse_change_of_submitted() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.status = 'SUBMITTED' THEN
          RAISE EXCEPTION 'a submitted attempt does not change' USING ERRCODE = '42501';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER submitted_is_immutable BEFORE UPDATE ON quiz_attempt FOR EACH ROW EXECUTE FUNCTION refuse_change_of_submitted();
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE quiz_mark, quiz_answer, quiz_attempt, quiz_question, quiz_version, quiz, question_version, question;
      DROP FUNCTION refuse_change_of_published, refuse_change_of_published_quiz, refuse_change_of_submitted;
    `);
  }
}
