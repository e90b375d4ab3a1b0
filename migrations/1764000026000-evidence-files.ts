import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was sent and what is kept of it: photographs are kept without what their camera has noted. */
export class EvidenceFiles1764000026000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- of the content that came, and the size of the content that is kept
      ALTER TABLE stored_file ADD received_sha256 text, ADD bytes int;
      UPDATE stored_file SET received_sha256 = sha256, bytes = declared_bytes WHERE stored_at IS NOT NULL;
      ALTER TABLE stored_file ADD CONSTRAINT ck_stored_file_kept
        CHECK ((received_sha256 IS NULL) = (stored_at IS NULL) AND (bytes IS NULL) = (stored_at IS NULL));
      -- how much somebody has announced of late
      CREATE INDEX ix_stored_file_uploader ON stored_file (org_id, uploaded_by, created_at);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP INDEX ix_stored_file_uploader;
      ALTER TABLE stored_file DROP CONSTRAINT ck_stored_file_kept;
      ALTER TABLE stored_file DROP received_sha256, DROP bytes;
    `);
  }
}
