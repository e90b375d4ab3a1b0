import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPEND_ONLY, tenantTable } from './support/tenant-table.js';

/** Triggers that keep rows from being deleted, but for the ledger's own, which lets go of contents alone. */
const KEEPING_TRIGGERS = `
  SELECT pg_get_triggerdef(t.oid) AS definition FROM pg_trigger t
  JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_class c ON c.oid = t.tgrelid
  WHERE NOT t.tgisinternal AND t.tgtype::int & 8 = 8 AND p.proname LIKE 'refuse_change_of%' AND c.relname NOT LIKE 'ledger%'`;

/** How long records are kept, what holds them, and what was erased. */
export class Retention1764000030000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- One row per version: of a code and a beginning the one recorded last holds. Written by the owner alone, from a file.
      CREATE TABLE retention_rule (
        id uuid CONSTRAINT pk_retention_rule PRIMARY KEY,
        code text NOT NULL,
        record_class text NOT NULL,
        -- the kind of thing within the class that it speaks of, a training by its code; null: all
        item_code text,
        -- where the organization has a site; null: everywhere
        jurisdiction text,
        -- null: for good
        keep_months int CONSTRAINT ck_retention_rule_keep_months CHECK (keep_months >= 0),
        counts_from text NOT NULL CONSTRAINT ck_retention_rule_counts_from CHECK (counts_from IN ('RECORD', 'LEAVING')),
        lawful_basis text NOT NULL CONSTRAINT ck_retention_rule_lawful_basis
          CHECK (lawful_basis IN ('LEGAL_OBLIGATION', 'LEGAL_CLAIMS', 'CONTRACT', 'PUBLIC_INTEREST', 'LEGITIMATE_INTEREST')),
        authority text[] NOT NULL,
        -- both inclusive; null: without a known beginning or end
        effective_from date,
        effective_to date,
        verified_on date NOT NULL,
        withdrawn boolean NOT NULL DEFAULT false,
        recorded_at timestamptz NOT NULL DEFAULT app_now()
      );
      CREATE INDEX ix_retention_rule_class ON retention_rule (record_class, item_code);
      ALTER TABLE retention_rule ENABLE ROW LEVEL SECURITY; ALTER TABLE retention_rule FORCE ROW LEVEL SECURITY;
      CREATE POLICY law ON retention_rule FOR SELECT USING (true);
      GRANT SELECT ON retention_rule TO preceptor_runtime;

      -- Nothing of whom it names is erased while it stands; of nobody: nothing of the organization.
      CREATE TABLE legal_hold (
        org_id uuid NOT NULL CONSTRAINT fk_legal_hold_organization REFERENCES organization (id),
        id uuid NOT NULL,
        person_id uuid CONSTRAINT fk_legal_hold_person REFERENCES person (id),
        reason text NOT NULL,
        placed_by uuid,
        placed_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_legal_hold PRIMARY KEY (org_id, id)
      );
      CREATE INDEX ix_legal_hold_person ON legal_hold (org_id, person_id);
      ${tenantTable('legal_hold', APPEND_ONLY)}
      CREATE TABLE legal_hold_release (
        org_id uuid NOT NULL,
        hold_id uuid NOT NULL,
        reason text NOT NULL,
        released_by uuid,
        released_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_legal_hold_release PRIMARY KEY (org_id, hold_id),
        CONSTRAINT fk_legal_hold_release_hold FOREIGN KEY (org_id, hold_id) REFERENCES legal_hold (org_id, id)
      );
      ${tenantTable('legal_hold_release', APPEND_ONLY)}

      -- Who was erased, or with nobody named: which organization was deleted. Stays when the organization is gone, so without a key to it.
      CREATE TABLE erasure (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        person_id uuid,
        reason text NOT NULL,
        erased_at timestamptz NOT NULL DEFAULT app_now(),
        -- The transaction that erases: what it alone may do, triggers know by this.
        txid bigint NOT NULL,
        CONSTRAINT pk_erasure PRIMARY KEY (org_id, id)
      );
      CREATE INDEX ix_erasure_person ON erasure (org_id, person_id);
      CREATE INDEX ix_erasure_txid ON erasure (txid);
      ${tenantTable('erasure', 'SELECT')}

      -- Whether this very transaction deletes an organization. The runtime role cannot bring that about.
      CREATE FUNCTION is_deleting_organization() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT EXISTS (SELECT 1 FROM erasure e WHERE e.txid = pg_current_xact_id_if_assigned()::text::bigint AND e.person_id IS NULL)
      $$;
      REVOKE EXECUTE ON FUNCTION is_deleting_organization FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION is_deleting_organization TO preceptor_runtime;
      -- What was published stays, but for the day on which its whole organization goes.
      DO $do$ DECLARE keeping record; BEGIN
        FOR keeping IN ${KEEPING_TRIGGERS} LOOP
          EXECUTE replace(replace(keeping.definition, 'CREATE TRIGGER', 'CREATE OR REPLACE TRIGGER'),
            'EXECUTE FUNCTION', 'WHEN (NOT is_deleting_organization()) EXECUTE FUNCTION');
        END LOOP;
      END $do$;

      -- Of an entry nothing changes, but that content and salt go, together, when the person is erased.
      CREATE FUNCTION refuse_change_of_ledger() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF TG_OP = 'UPDATE' THEN
          IF NEW.content IS NULL AND NEW.salt IS NULL
            AND to_jsonb(NEW) - '{content,salt}'::text[] = to_jsonb(OLD) - '{content,salt}'::text[]
            AND EXISTS (SELECT 1 FROM erasure e WHERE e.txid = pg_current_xact_id_if_assigned()::text::bigint
              AND e.org_id = OLD.org_id AND (e.person_id IS NULL OR e.person_id = OLD.person_id)) THEN
            RETURN NEW;
          END IF;
        END IF;
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '42501';
      END $$;
      REVOKE EXECUTE ON FUNCTION refuse_change_of_ledger FROM PUBLIC;
      CREATE OR REPLACE TRIGGER ledger_is_append_only BEFORE UPDATE OR DELETE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION refuse_change_of_ledger();

      -- What a person's entries say is gone, and stays gone; that there were entries, their order and their hashes stay. Null: of all
      -- persons of an organization that is deleted. The owner alone may call it: nobody is granted it.
      CREATE FUNCTION ledger_erase(p_org uuid, p_persons uuid[], p_reason text) RETURNS int
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE
        erased int;
      BEGIN
        INSERT INTO erasure (org_id, id, person_id, reason, txid)
        SELECT p_org, gen_random_uuid(), p.id, p_reason, pg_current_xact_id()::text::bigint FROM unnest(coalesce(p_persons, ARRAY[NULL::uuid])) AS p (id);
        UPDATE ledger_entry SET content = NULL, salt = NULL
        WHERE org_id = p_org AND (p_persons IS NULL OR person_id = ANY (p_persons)) AND content IS NOT NULL;
        GET DIAGNOSTICS erased = ROW_COUNT;
        RETURN erased;
      END $$;
      REVOKE EXECUTE ON FUNCTION ledger_erase FROM PUBLIC;

      -- A fact of the person outlives the organization that noted it.
      ALTER TABLE license_status_entry DROP CONSTRAINT fk_license_status_entry_recorded_in;

      -- The row stays with its hash, so that what names it still does; there is nothing behind it any more.
      ALTER TABLE stored_file ADD COLUMN erased_at timestamptz;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE stored_file DROP COLUMN erased_at;
      UPDATE license_status_entry SET recorded_in = NULL WHERE recorded_in NOT IN (SELECT id FROM organization);
      ALTER TABLE license_status_entry ADD CONSTRAINT fk_license_status_entry_recorded_in FOREIGN KEY (recorded_in) REFERENCES organization (id);
      CREATE OR REPLACE TRIGGER ledger_is_append_only BEFORE UPDATE OR DELETE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
      DO $do$ DECLARE keeping record; BEGIN
        FOR keeping IN ${KEEPING_TRIGGERS} LOOP
          EXECUTE regexp_replace(replace(keeping.definition, 'CREATE TRIGGER', 'CREATE OR REPLACE TRIGGER'),
            'WHEN \\(+NOT (public\\.)?is_deleting_organization\\(\\)+ ', '');
        END LOOP;
      END $do$;
      DROP FUNCTION ledger_erase, refuse_change_of_ledger, is_deleting_organization;
      DROP TABLE erasure, legal_hold_release, legal_hold, retention_rule;
    `);
  }
}
