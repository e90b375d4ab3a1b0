import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Signatures of ledger entries by keys outside the database; anchors of the chains' heads. */
export class LedgerSignatures1764000020000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Of the whole installation, written by the system: which heads were anchored when, under which root and key.
      CREATE TABLE ledger_anchor (
        id uuid CONSTRAINT pk_ledger_anchor PRIMARY KEY,
        number int NOT NULL CONSTRAINT uq_ledger_anchor_number UNIQUE,
        root bytea NOT NULL,
        heads int NOT NULL,
        previous_root bytea,
        key_id text NOT NULL,
        signature bytea NOT NULL,
        anchored_at timestamptz NOT NULL DEFAULT app_now()
      );
      ALTER TABLE ledger_anchor ENABLE ROW LEVEL SECURITY; ALTER TABLE ledger_anchor FORCE ROW LEVEL SECURITY;
      CREATE POLICY public_knowledge ON ledger_anchor FOR SELECT USING (true);
      GRANT SELECT ON ledger_anchor TO preceptor_runtime;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE ledger_anchor;`);
  }
}
