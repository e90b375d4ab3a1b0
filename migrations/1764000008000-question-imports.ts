import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPEND_ONLY, MUTABLE, tenantTable } from './support/tenant-table.js';

const OUTCOMES = `'IMPORTED', 'IMPORTED_WITH_LOSS', 'WOULD_BE_IMPORTED', 'WOULD_BE_IMPORTED_WITH_LOSS', 'ALREADY_THERE', 'REFUSED'`;

/** Files of questions that were brought in, and what became of each question in them. */
export class QuestionImports1764000008000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE question_import (
        org_id uuid NOT NULL CONSTRAINT fk_question_import_organization REFERENCES organization (id),
        id uuid NOT NULL,
        -- null: a file that somebody named on the command line
        file_id uuid,
        file_name text NOT NULL,
        -- null: to be told by the content
        format text CONSTRAINT ck_question_import_format CHECK (format IN ('GIFT', 'AIKEN', 'MOODLE_XML', 'QTI')),
        dry_run boolean NOT NULL,
        -- above what the file says
        category text,
        status text NOT NULL DEFAULT 'WAITING' CONSTRAINT ck_question_import_status CHECK (status IN ('WAITING', 'RUNNING', 'DONE', 'REFUSED')),
        -- why none of the file was read
        refusal text,
        -- questions in the file, once it is opened
        total int CONSTRAINT ck_question_import_total CHECK (total >= 0),
        -- of them, those whose items are written
        done int NOT NULL DEFAULT 0 CONSTRAINT ck_question_import_done CHECK (done >= 0),
        requested_by uuid,
        requested_at timestamptz NOT NULL DEFAULT app_now(),
        finished_at timestamptz,
        CONSTRAINT pk_question_import PRIMARY KEY (org_id, id),
        CONSTRAINT fk_question_import_file FOREIGN KEY (org_id, file_id) REFERENCES stored_file (org_id, id),
        CONSTRAINT ck_question_import_refusal CHECK ((status = 'REFUSED') = (refusal IS NOT NULL)),
        CONSTRAINT ck_question_import_finished CHECK ((status IN ('DONE', 'REFUSED')) = (finished_at IS NOT NULL))
      );
      CREATE INDEX ix_question_import_file ON question_import (org_id, file_id);
      ${tenantTable('question_import', MUTABLE)}

      CREATE TABLE question_import_item (
        org_id uuid NOT NULL,
        import_id uuid NOT NULL,
        -- in the file, from 1
        position int NOT NULL,
        line int,
        element text,
        title text NOT NULL,
        outcome text NOT NULL CONSTRAINT ck_question_import_item_outcome CHECK (outcome IN (${OUTCOMES})),
        losses text[] NOT NULL DEFAULT '{}',
        refusal text,
        question_id uuid,
        CONSTRAINT pk_question_import_item PRIMARY KEY (org_id, import_id, position),
        CONSTRAINT fk_question_import_item_import FOREIGN KEY (org_id, import_id) REFERENCES question_import (org_id, id),
        CONSTRAINT fk_question_import_item_question FOREIGN KEY (org_id, question_id) REFERENCES question (org_id, id),
        CONSTRAINT ck_question_import_item_refusal CHECK ((outcome = 'REFUSED') = (refusal IS NOT NULL))
      );
      CREATE INDEX ix_question_import_item_question ON question_import_item (org_id, question_id);
      ${tenantTable('question_import_item', APPEND_ONLY)}
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE question_import_item, question_import');
  }
}
