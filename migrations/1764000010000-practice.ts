import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPEND_ONLY, MUTABLE, tenantTable } from './support/tenant-table.js';

const MEMORY = `'NEW', 'LEARNING', 'REVIEW', 'RELEARNING'`;

/** Practice by spaced repetition: what a person still knows of a question, and how that came about. */
export class Practice1764000010000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE practice_card (
        org_id uuid NOT NULL,
        person_id uuid NOT NULL CONSTRAINT fk_practice_card_person REFERENCES person (id),
        question_id uuid NOT NULL,
        -- entries of its log so far: whoever reviews names it, so that no review is given on a card that has changed
        round int NOT NULL DEFAULT 0 CONSTRAINT ck_practice_card_round CHECK (round >= 0),
        state text NOT NULL DEFAULT 'NEW' CONSTRAINT ck_practice_card_state CHECK (state IN (${MEMORY})),
        -- null: new
        due timestamptz,
        -- of FSRS: days until recall has fallen to 90 percent, and 1 to 10
        stability double precision NOT NULL DEFAULT 0 CONSTRAINT ck_practice_card_stability CHECK (stability >= 0 AND stability <> 'NaN'),
        difficulty double precision NOT NULL DEFAULT 0 CONSTRAINT ck_practice_card_difficulty CHECK (difficulty BETWEEN 0 AND 10),
        scheduled_days int NOT NULL DEFAULT 0,
        learning_steps int NOT NULL DEFAULT 0,
        reviews int NOT NULL DEFAULT 0,
        lapses int NOT NULL DEFAULT 0,
        last_reviewed_at timestamptz,
        -- the trainee does not want to be asked
        suspended_at timestamptz,
        CONSTRAINT pk_practice_card PRIMARY KEY (org_id, person_id, question_id),
        CONSTRAINT fk_practice_card_question FOREIGN KEY (org_id, question_id) REFERENCES question (org_id, id),
        CONSTRAINT ck_practice_card_due CHECK ((state = 'NEW') = (due IS NULL))
      );
      CREATE INDEX ix_practice_card_question ON practice_card (org_id, question_id);
      ${tenantTable('practice_card', MUTABLE)}

      -- Every review, and every one taken back.
      CREATE TABLE practice_review (
        org_id uuid NOT NULL,
        person_id uuid NOT NULL,
        question_id uuid NOT NULL,
        round int NOT NULL CONSTRAINT ck_practice_review_round CHECK (round >= 1),
        kind text NOT NULL CONSTRAINT ck_practice_review_kind CHECK (kind IN ('REVIEW', 'UNDO')),
        question_version_id uuid NOT NULL,
        -- of a CALCULATED question: which of its sets of values, from 0
        variant int,
        response jsonb,
        -- share of the points that the response earned
        credit numeric(8, 4) CONSTRAINT ck_practice_review_credit CHECK (credit BETWEEN 0 AND 1),
        rating text CONSTRAINT ck_practice_review_rating CHECK (rating IN ('AGAIN', 'HARD', 'GOOD', 'EASY')),
        -- the memory as it was before, to go back to
        before jsonb NOT NULL,
        reviewed_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_practice_review PRIMARY KEY (org_id, person_id, question_id, round),
        CONSTRAINT fk_practice_review_card FOREIGN KEY (org_id, person_id, question_id) REFERENCES practice_card (org_id, person_id, question_id),
        CONSTRAINT fk_practice_review_question FOREIGN KEY (org_id, question_version_id) REFERENCES question_version (org_id, id),
        CONSTRAINT ck_practice_review_rated CHECK ((kind = 'REVIEW') = (rating IS NOT NULL) AND (kind = 'REVIEW') = (credit IS NOT NULL))
      );
      CREATE INDEX ix_practice_review_question ON practice_review (org_id, question_version_id);
      ${tenantTable('practice_review', APPEND_ONLY)}
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE practice_review, practice_card');
  }
}
