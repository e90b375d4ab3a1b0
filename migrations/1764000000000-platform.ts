import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forgetting } from './support/forgetting.js';
import { MUTABLE, tenantTable } from './support/tenant-table.js';

/** Time, kept answers, files and the ledger: what every feature stands on. */
export class Platform1764000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- A row here lets "now" be moved: in tests and where the demo's history is loaded, never in production.
      CREATE TABLE clock_adjustable (
        allowed boolean CONSTRAINT pk_clock_adjustable PRIMARY KEY CONSTRAINT ck_clock_adjustable CHECK (allowed)
      );

      -- The one "now". Without a row in clock_adjustable a moved clock yields NULL, and nothing can be written.
      CREATE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT CASE WHEN nullif(current_setting('app.clock_offset', true), '') IS NULL THEN now()
          ELSE (SELECT now() + current_setting('app.clock_offset')::interval FROM clock_adjustable) END
      $$;

      -- The organization this transaction is for. Plain SQL, so that policies are inlined into plans.
      CREATE FUNCTION current_org() RETURNS uuid LANGUAGE sql STABLE AS $$
        SELECT nullif(current_setting('app.org_id', true), '')::uuid
      $$;
      CREATE FUNCTION current_person() RETURNS uuid LANGUAGE sql STABLE AS $$
        SELECT nullif(current_setting('app.person_id', true), '')::uuid
      $$;

      -- Answers already given, so that a retried mutation gets the first one.
      CREATE TABLE operation (
        org_id uuid NOT NULL,
        person_id uuid NOT NULL,
        id uuid NOT NULL,
        name text NOT NULL,
        request_hash text NOT NULL,
        refused boolean NOT NULL,
        answer jsonb NOT NULL,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_operation PRIMARY KEY (org_id, person_id, id)
      );
      ALTER TABLE operation ENABLE ROW LEVEL SECURITY;
      ALTER TABLE operation FORCE ROW LEVEL SECURITY;
      CREATE POLICY tenant ON operation USING (org_id = (SELECT current_org())) WITH CHECK (org_id = (SELECT current_org()));
      GRANT SELECT, INSERT ON operation TO preceptor_runtime;

      -- Files beside GraphQL: what was announced, by whom, and under which content hash it is stored.
      CREATE TABLE stored_file (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        name text NOT NULL,
        content_type text NOT NULL,
        declared_bytes int NOT NULL CONSTRAINT ck_stored_file_declared_bytes CHECK (declared_bytes > 0),
        sha256 text,
        uploaded_by uuid NOT NULL,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        stored_at timestamptz,
        CONSTRAINT pk_stored_file PRIMARY KEY (org_id, id),
        CONSTRAINT ck_stored_file_stored CHECK ((sha256 IS NULL) = (stored_at IS NULL))
      );
      ${tenantTable('stored_file', MUTABLE)}

      -- One chain per person and organization. Nobody but ledger_append writes it.
      CREATE TABLE ledger_head (
        org_id uuid NOT NULL,
        person_id uuid NOT NULL,
        seq bigint NOT NULL,
        hash bytea NOT NULL,
        CONSTRAINT pk_ledger_head PRIMARY KEY (org_id, person_id)
      );
      CREATE TABLE ledger_entry (
        org_id uuid NOT NULL,
        person_id uuid NOT NULL,
        seq bigint NOT NULL,
        kind text NOT NULL,
        actor_id uuid,
        recorded_at timestamptz NOT NULL,
        content text,
        salt bytea,
        commitment bytea NOT NULL,
        previous_hash bytea NOT NULL,
        hash bytea NOT NULL,
        signature bytea,
        key_id text,
        -- The transaction that wrote it: a reader that follows the feed waits until older ones have ended.
        txid bigint NOT NULL DEFAULT pg_current_xact_id()::text::bigint,
        CONSTRAINT pk_ledger_entry PRIMARY KEY (org_id, person_id, seq)
      );
      CREATE INDEX ix_ledger_entry_feed ON ledger_entry (org_id, txid, person_id, seq);

      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '42501';
      END $$;
      CREATE TRIGGER ledger_is_append_only BEFORE UPDATE OR DELETE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER ledger_is_not_truncated BEFORE TRUNCATE ON ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      -- Appends in the order of persons, so that two transactions lock the heads in the same order.
      -- commitment = sha256(salt || content); hash = sha256 over previous hash, header and commitment: a content
      -- and its salt may lawfully be erased later and the chain still verifies.
      CREATE FUNCTION ledger_append(p_org uuid, p_actor uuid, p_entries jsonb) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE
        entry record;
        head ledger_head;
        at timestamptz := app_now();
        committed bytea;
        chained bytea;
      BEGIN
        IF p_org IS DISTINCT FROM current_org() THEN
          RAISE EXCEPTION 'the ledger of another organization' USING ERRCODE = '42501';
        END IF;
        FOR entry IN
          SELECT (e.value ->> 'person_id')::uuid AS person_id, e.value ->> 'kind' AS kind, e.value ->> 'content' AS content,
                 decode(e.value ->> 'salt', 'hex') AS salt
          FROM jsonb_array_elements(p_entries) WITH ORDINALITY AS e (value, ordinal)
          ORDER BY 1, e.ordinal
        LOOP
          INSERT INTO ledger_head AS h VALUES (p_org, entry.person_id, 0, '\\x00'::bytea) ON CONFLICT DO NOTHING;
          SELECT * INTO head FROM ledger_head h WHERE h.org_id = p_org AND h.person_id = entry.person_id FOR UPDATE;
          committed := sha256(entry.salt || convert_to(entry.content, 'UTF8'));
          chained := sha256(convert_to(concat_ws(E'\\n', 'preceptor-ledger-1', p_org, entry.person_id, head.seq + 1, entry.kind,
            coalesce(p_actor::text, 'system'), to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
            encode(head.hash, 'hex'), encode(committed, 'hex')), 'UTF8'));
          INSERT INTO ledger_entry (org_id, person_id, seq, kind, actor_id, recorded_at, content, salt, commitment, previous_hash, hash)
          VALUES (p_org, entry.person_id, head.seq + 1, entry.kind, p_actor, at, entry.content, entry.salt, committed, head.hash, chained);
          UPDATE ledger_head h SET seq = head.seq + 1, hash = chained WHERE h.org_id = p_org AND h.person_id = entry.person_id;
        END LOOP;
      END $$;
      REVOKE EXECUTE ON FUNCTION ledger_append FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION ledger_append TO preceptor_runtime;

      ALTER TABLE ledger_head ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ledger_head FORCE ROW LEVEL SECURITY;
      CREATE POLICY tenant ON ledger_head USING (org_id = (SELECT current_org()));
      ALTER TABLE ledger_entry ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ledger_entry FORCE ROW LEVEL SECURITY;
      CREATE POLICY tenant ON ledger_entry USING (org_id = (SELECT current_org()));
      GRANT SELECT ON ledger_head, ledger_entry TO preceptor_runtime;

      -- A request that comes back after 30 days is a new one.
      ${forgetting('operation', `t.created_at < app_now() - interval '30 days'`)}
      -- Announced and never sent.
      ${forgetting('stored_file', `t.stored_at IS NULL AND t.created_at < app_now() - interval '2 days'`)}
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION ledger_append, forget_operation, forget_stored_file;
      DROP TABLE ledger_entry, ledger_head, stored_file, operation;
      DROP FUNCTION refuse_change, current_person, current_org, app_now;
      DROP TABLE clock_adjustable;
    `);
  }
}
