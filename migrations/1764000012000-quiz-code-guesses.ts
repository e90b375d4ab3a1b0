import type { MigrationInterface, QueryRunner } from 'typeorm';
import { MUTABLE, tenantTable } from './support/tenant-table.js';

/** Access codes of quizzes are short: who guesses is stopped. */
export class QuizCodeGuesses1764000012000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE quiz_code_guess (
        org_id uuid NOT NULL,
        person_id uuid NOT NULL CONSTRAINT fk_quiz_code_guess_person REFERENCES person (id),
        quiz_id uuid NOT NULL,
        -- since then, and none since a right one
        wrong int NOT NULL CONSTRAINT ck_quiz_code_guess_wrong CHECK (wrong >= 0),
        since timestamptz NOT NULL,
        CONSTRAINT pk_quiz_code_guess PRIMARY KEY (org_id, person_id, quiz_id),
        CONSTRAINT fk_quiz_code_guess_quiz FOREIGN KEY (org_id, quiz_id) REFERENCES quiz (org_id, id)
      );
      CREATE INDEX ix_quiz_code_guess_quiz ON quiz_code_guess (org_id, quiz_id);
      ${tenantTable('quiz_code_guess', MUTABLE)}
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE quiz_code_guess');
  }
}
