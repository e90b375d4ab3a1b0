import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Marks are checked to be of an attempt once for each statement that enters them, no longer once for each mark: a foreign
 * key asked twenty times for the same attempt, and took a third of what entering marks takes. No attempt can go away under its marks:
 * nobody may delete one, and its score and its questions refer to it.
 */
export class MarksOfAttempts1764000013000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE FUNCTION refuse_marks_of_nothing() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT org_id, attempt_id FROM entered) m
            WHERE NOT EXISTS (SELECT 1 FROM quiz_attempt a WHERE a.org_id = m.org_id AND a.id = m.attempt_id)) THEN
          RAISE EXCEPTION 'marks of an attempt that is not there' USING ERRCODE = '23503';
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER marks_are_of_attempts AFTER INSERT ON quiz_mark REFERENCING NEW TABLE AS entered
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_marks_of_nothing();
      ALTER TABLE quiz_mark DROP CONSTRAINT fk_quiz_mark_attempt;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE quiz_mark ADD CONSTRAINT fk_quiz_mark_attempt FOREIGN KEY (org_id, attempt_id) REFERENCES quiz_attempt (org_id, id);
      DROP TRIGGER marks_are_of_attempts ON quiz_mark;
      DROP FUNCTION refuse_marks_of_nothing;
    `);
  }
}
