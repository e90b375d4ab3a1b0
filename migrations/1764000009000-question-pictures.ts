import type { MigrationInterface, QueryRunner } from 'typeorm';
import { DRAFT, tenantTable } from './support/tenant-table.js';

/** Which uploaded pictures the questions of the bank show. */
export class QuestionPictures1764000009000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE question_picture (
        org_id uuid NOT NULL,
        question_version_id uuid NOT NULL,
        file_id uuid NOT NULL,
        CONSTRAINT pk_question_picture PRIMARY KEY (org_id, question_version_id, file_id),
        CONSTRAINT fk_question_picture_version FOREIGN KEY (org_id, question_version_id) REFERENCES question_version (org_id, id),
        CONSTRAINT fk_question_picture_file FOREIGN KEY (org_id, file_id) REFERENCES stored_file (org_id, id)
      );
      CREATE INDEX ix_question_picture_file ON question_picture (org_id, file_id);
      ${tenantTable('question_picture', DRAFT)}

      CREATE FUNCTION refuse_change_of_published_question() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT 1 FROM question_version v WHERE v.org_id = OLD.org_id AND v.id = OLD.question_version_id AND v.status = 'PUBLISHED') THEN
          RAISE EXCEPTION 'a published question keeps its pictures' USING ERRCODE = '42501';
        END IF;
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
      END $$;
      CREATE TRIGGER published_is_immutable BEFORE UPDATE OR DELETE ON question_picture FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published_question();

      -- Files may come out of packages, for the system on the command line too, and the same package may come again.
      ALTER TABLE stored_file ALTER uploaded_by DROP NOT NULL;
      CREATE INDEX ix_stored_file_content ON stored_file (org_id, sha256);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE question_picture;
      DROP FUNCTION refuse_change_of_published_question;
      DROP INDEX ix_stored_file_content;
      DELETE FROM stored_file WHERE uploaded_by IS NULL;
      ALTER TABLE stored_file ALTER uploaded_by SET NOT NULL;
    `);
  }
}
