import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPEND_ONLY, tenantTable } from './support/tenant-table.js';

/** Grading by people: what waits for them, and what is decided about a question after answers to it were marked. */
export class QuizRegrades1764000011000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Of an answer that waits for a grader: random, so that it leads to nobody where grading is anonymous.
      ALTER TABLE quiz_mark ADD answer_id uuid;
      CREATE UNIQUE INDEX uq_quiz_mark_answer ON quiz_mark (org_id, answer_id) WHERE answer_id IS NOT NULL;
      CREATE INDEX ix_quiz_mark_waiting ON quiz_mark (org_id, attempt_id, position) WHERE earned IS NULL;
      CREATE INDEX ix_quiz_answer_late ON quiz_answer (org_id, attempt_id, position) WHERE late;

      CREATE TABLE quiz_regrade (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        quiz_id uuid NOT NULL,
        question_id uuid NOT NULL,
        question_version_id uuid NOT NULL,
        action text NOT NULL CONSTRAINT ck_quiz_regrade_action CHECK (action IN ('VOID', 'FULL_CREDIT', 'ACCEPT', 'CURRENT_KEY', 'ORIGINAL_KEY')),
        -- an answer that is right besides those of the key
        accepted jsonb,
        -- the version of the question whose key counts
        newer_version_id uuid,
        reason text NOT NULL,
        changed_attempts int NOT NULL,
        made_by uuid NOT NULL,
        made_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_quiz_regrade PRIMARY KEY (org_id, id),
        CONSTRAINT fk_quiz_regrade_quiz FOREIGN KEY (org_id, quiz_id) REFERENCES quiz (org_id, id),
        CONSTRAINT fk_quiz_regrade_question FOREIGN KEY (org_id, question_id, question_version_id) REFERENCES question_version (org_id, question_id, id),
        CONSTRAINT fk_quiz_regrade_newer FOREIGN KEY (org_id, question_id, newer_version_id) REFERENCES question_version (org_id, question_id, id),
        CONSTRAINT ck_quiz_regrade_accepted CHECK ((action = 'ACCEPT') = (accepted IS NOT NULL)),
        CONSTRAINT ck_quiz_regrade_newer CHECK ((action = 'CURRENT_KEY') = (newer_version_id IS NOT NULL))
      );
      CREATE INDEX ix_quiz_regrade_question ON quiz_regrade (org_id, question_id, question_version_id);
      CREATE INDEX ix_quiz_regrade_quiz ON quiz_regrade (org_id, quiz_id);
      ${tenantTable('quiz_regrade', APPEND_ONLY)}
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE quiz_regrade;
      DROP INDEX ix_quiz_answer_late, ix_quiz_mark_waiting, uq_quiz_mark_answer;
      ALTER TABLE quiz_mark DROP answer_id;
    `);
  }
}
