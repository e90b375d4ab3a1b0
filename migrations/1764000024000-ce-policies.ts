import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPEND_ONLY, tenantTable } from './support/tenant-table.js';

/** Policies of continuing education: of states and certifiers, as data for everybody, and employers' own. */
export class CePolicies1764000024000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- One row per version: of rows about the same stretch of time the one recorded last holds. Written by the owner alone, from a file.
      CREATE TABLE ce_policy (
        id uuid CONSTRAINT pk_ce_policy PRIMARY KEY,
        code text NOT NULL,
        title text NOT NULL,
        -- both inclusive; null: without a known beginning or end
        effective_from date,
        effective_to date,
        -- null: an example that nobody has verified
        verified_on date,
        authority text[] NOT NULL,
        -- as the file has it, read by policies/
        policy jsonb NOT NULL,
        recorded_at timestamptz NOT NULL DEFAULT app_now()
      );
      CREATE INDEX ix_ce_policy_code ON ce_policy (code, effective_from);
      ALTER TABLE ce_policy ENABLE ROW LEVEL SECURITY; ALTER TABLE ce_policy FORCE ROW LEVEL SECURITY;
      CREATE POLICY law ON ce_policy FOR SELECT USING (true);
      GRANT SELECT ON ce_policy TO preceptor_runtime;

      -- What an employer asks of its own people. A version stays as it is: another one takes its place from a day on.
      CREATE TABLE employer_ce_policy (
        org_id uuid NOT NULL CONSTRAINT fk_employer_ce_policy_organization REFERENCES organization (id),
        id uuid NOT NULL,
        code text NOT NULL,
        title text NOT NULL,
        effective_from date NOT NULL,
        citation text NOT NULL,
        -- in the words of the file of policies
        policy jsonb NOT NULL,
        -- the version it takes the place of; with \`withdrawn\` it only takes that one back
        supersedes_id uuid,
        withdrawn boolean NOT NULL DEFAULT false,
        reason text,
        recorded_by uuid,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_employer_ce_policy PRIMARY KEY (org_id, id),
        CONSTRAINT uq_employer_ce_policy_superseded UNIQUE (org_id, supersedes_id),
        CONSTRAINT fk_employer_ce_policy_superseded FOREIGN KEY (org_id, supersedes_id) REFERENCES employer_ce_policy (org_id, id)
      );
      -- A code begins once; its versions follow one another.
      CREATE UNIQUE INDEX uq_employer_ce_policy_code ON employer_ce_policy (org_id, code) WHERE supersedes_id IS NULL;
      ${tenantTable('employer_ce_policy', APPEND_ONLY)}
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE employer_ce_policy, ce_policy');
  }
}
