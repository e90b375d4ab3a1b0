import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How `ledger_append` writes a moment into a hash. */
const UTC = `'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`;

/** Signatures of ledger entries by keys outside the database; anchors of the chains' heads. */
export class LedgerSignatures1764000020000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Signatures have a table of their own: an entry is never written twice.
      ALTER TABLE ledger_entry DROP COLUMN signature, DROP COLUMN key_id,
        -- Made with a key outside the database: tells what the application appended from what somebody put in here.
        ADD COLUMN mark text,
        -- By the clock on the wall, also where "now" is moved: where to look for what is not signed yet.
        ADD COLUMN appended_at timestamptz NOT NULL DEFAULT clock_timestamp();
      CREATE INDEX ix_ledger_entry_appended ON ledger_entry USING brin (appended_at);

      -- Made within a second of the commit. Without a foreign key: ledger_sign, which alone writes here, has seen the
      -- entry, and the check would lock and so rewrite the row of every entry.
      CREATE TABLE ledger_signature (
        org_id uuid NOT NULL,
        person_id uuid NOT NULL,
        seq bigint NOT NULL,
        key_id text NOT NULL,
        -- the way from the entry's hash to the root that was signed, 33 bytes a step
        proof bytea NOT NULL,
        signature bytea NOT NULL,
        CONSTRAINT pk_ledger_signature PRIMARY KEY (org_id, person_id, seq)
      );
      ALTER TABLE ledger_signature ENABLE ROW LEVEL SECURITY; ALTER TABLE ledger_signature FORCE ROW LEVEL SECURITY;
      CREATE POLICY tenant ON ledger_signature USING (org_id = (SELECT current_org()));
      GRANT SELECT ON ledger_signature TO preceptor_runtime;

      -- Of the whole installation: a copy of what is kept outside, but for the heads themselves.
      CREATE TABLE ledger_anchor (
        id uuid CONSTRAINT pk_ledger_anchor PRIMARY KEY,
        number int NOT NULL CONSTRAINT uq_ledger_anchor_number UNIQUE,
        anchored_at timestamptz NOT NULL,
        -- hash of the anchor before
        previous bytea,
        root bytea NOT NULL,
        heads int NOT NULL,
        key_id text NOT NULL,
        signature bytea NOT NULL,
        made_at timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      ALTER TABLE ledger_anchor ENABLE ROW LEVEL SECURITY; ALTER TABLE ledger_anchor FORCE ROW LEVEL SECURITY;
      CREATE POLICY public_knowledge ON ledger_anchor FOR SELECT USING (true);
      GRANT SELECT ON ledger_anchor TO preceptor_runtime;

      ${['ledger_signature', 'ledger_anchor']
        .map(
          (table) => `
      CREATE TRIGGER ${table}_is_append_only BEFORE UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER ${table}_is_not_truncated BEFORE TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();`,
        )
        .join('')}

      DROP FUNCTION ledger_append(uuid, uuid, jsonb);
      -- As before, and answers where each entry stands in its chain: what the application signs it makes out for itself.
      -- A school's trainee takes what the clinic they are placed at has to tell.
      CREATE FUNCTION ledger_append(p_org uuid, p_entries jsonb)
      RETURNS TABLE (at_ordinal int, at_seq int, at_time text, at_previous text)
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE
        entry record;
        head ledger_head;
        at timestamptz := app_now();
        committed bytea;
        chained bytea;
      BEGIN
        IF p_org IS DISTINCT FROM current_org() AND (p_org IS DISTINCT FROM hosting_org() OR EXISTS (
            SELECT 1 FROM jsonb_array_elements(p_entries) AS e (value) WHERE (e.value ->> 'person_id')::uuid <> ALL (hosted_persons()))) THEN
          RAISE EXCEPTION 'the ledger of another organization' USING ERRCODE = '42501';
        END IF;
        at_time := to_char(at AT TIME ZONE 'UTC', ${UTC});
        FOR entry IN
          SELECT (e.value ->> 'person_id')::uuid AS person_id, (e.value ->> 'actor_id')::uuid AS actor_id, e.value ->> 'kind' AS kind,
                 e.value ->> 'content' AS content, decode(e.value ->> 'salt', 'hex') AS salt, e.value ->> 'mark' AS mark, e.ordinal
          FROM jsonb_array_elements(p_entries) WITH ORDINALITY AS e (value, ordinal)
          ORDER BY 1, e.ordinal
        LOOP
          INSERT INTO ledger_head AS h VALUES (p_org, entry.person_id, 0, '\\x00'::bytea) ON CONFLICT DO NOTHING;
          SELECT * INTO head FROM ledger_head h WHERE h.org_id = p_org AND h.person_id = entry.person_id FOR UPDATE;
          committed := sha256(entry.salt || convert_to(entry.content, 'UTF8'));
          chained := sha256(convert_to(concat_ws(E'\\n', 'preceptor-ledger-1', p_org, entry.person_id, head.seq + 1, entry.kind,
            coalesce(entry.actor_id::text, 'system'), at_time, encode(head.hash, 'hex'), encode(committed, 'hex')), 'UTF8'));
          INSERT INTO ledger_entry (org_id, person_id, seq, kind, actor_id, recorded_at, content, salt, commitment, previous_hash, hash, mark)
          VALUES (p_org, entry.person_id, head.seq + 1, entry.kind, entry.actor_id, at, entry.content, entry.salt, committed, head.hash, chained, entry.mark);
          UPDATE ledger_head h SET seq = head.seq + 1, hash = chained WHERE h.org_id = p_org AND h.person_id = entry.person_id;
          at_ordinal := entry.ordinal;
          at_seq := head.seq + 1;
          at_previous := encode(head.hash, 'hex');
          RETURN NEXT;
        END LOOP;
      END $$;

      -- Adds signatures of entries that are there with this very hash; a second one changes nothing. Answers those whose
      -- entry is not what was signed.
      CREATE FUNCTION ledger_sign(p_signed jsonb) RETURNS TABLE (broken_org uuid, broken_person uuid, broken_seq int)
      LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        WITH given AS (
          SELECT * FROM jsonb_to_recordset(p_signed) AS s (org_id uuid, person_id uuid, seq bigint, hash text, key_id text, proof text, signature text)),
        there AS (
          SELECT g.*, EXISTS (SELECT 1 FROM ledger_entry e WHERE e.org_id = g.org_id AND e.person_id = g.person_id AND e.seq = g.seq
            AND e.hash = decode(g.hash, 'hex')) AS holds FROM given g),
        signed AS (
          INSERT INTO ledger_signature (org_id, person_id, seq, key_id, proof, signature)
          SELECT org_id, person_id, seq, key_id, decode(proof, 'hex'), decode(signature, 'hex') FROM there WHERE holds
          ON CONFLICT DO NOTHING)
        SELECT org_id, person_id, seq::int FROM there WHERE NOT holds
      $$;

      -- Entries appended since without a signature, of all organizations, without what they say; null: since the anchor before
      -- the last one, at which all others were signed, with an hour to spare for transactions that took long.
      CREATE FUNCTION ledger_unsigned(p_since timestamptz, p_org uuid, p_person uuid, p_seq bigint, p_limit int)
      RETURNS TABLE (org_id uuid, person_id uuid, seq int, kind text, actor_id uuid, recorded_at text, commitment text,
        previous_hash text, hash text, mark text, repeated boolean)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT e.org_id, e.person_id, e.seq::int, e.kind, e.actor_id, to_char(e.recorded_at AT TIME ZONE 'UTC', ${UTC}),
          encode(e.commitment, 'hex'), encode(e.previous_hash, 'hex'), encode(e.hash, 'hex'), e.mark,
          EXISTS (SELECT 1 FROM ledger_entry d WHERE d.org_id = e.org_id AND d.person_id = e.person_id AND d.seq < e.seq AND d.commitment = e.commitment)
        FROM ledger_entry e
        WHERE e.appended_at >= coalesce(p_since,
            (SELECT a.made_at - interval '1 hour' FROM ledger_anchor a ORDER BY a.number DESC OFFSET 1 LIMIT 1), '-infinity')
          AND (e.org_id, e.person_id, e.seq) > (p_org, p_person, p_seq)
          AND NOT EXISTS (SELECT 1 FROM ledger_signature s WHERE s.org_id = e.org_id AND s.person_id = e.person_id AND s.seq = e.seq)
        ORDER BY e.org_id, e.person_id, e.seq LIMIT p_limit
      $$;

      -- The heads of all chains: ids and hashes.
      CREATE FUNCTION ledger_heads() RETURNS TABLE (org_id uuid, person_id uuid, seq int, hash text)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT h.org_id, h.person_id, h.seq::int, encode(h.hash, 'hex') FROM ledger_head h WHERE h.seq > 0
      $$;

      -- Those of the given places of chains where another entry stands, or none.
      CREATE FUNCTION ledger_diverged(p_places jsonb) RETURNS TABLE (org_id uuid, person_id uuid)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT p.org_id, p.person_id FROM jsonb_to_recordset(p_places) AS p (org_id uuid, person_id uuid, seq bigint, hash text)
        WHERE NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.org_id = p.org_id AND e.person_id = p.person_id AND e.seq = p.seq
          AND e.hash = decode(p.hash, 'hex'))
      $$;

      -- Keeps the copy of an anchor; one number is given once.
      CREATE FUNCTION ledger_keep_anchor(p_id uuid, p_number int, p_at timestamptz, p_previous text, p_root text, p_heads int, p_key_id text, p_signature text)
      RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        INSERT INTO ledger_anchor (id, number, anchored_at, previous, root, heads, key_id, signature)
        VALUES (p_id, p_number, p_at, decode(p_previous, 'hex'), decode(p_root, 'hex'), p_heads, p_key_id, decode(p_signature, 'hex'))
        ON CONFLICT DO NOTHING
      $$;
      REVOKE EXECUTE ON FUNCTION ledger_append, ledger_sign, ledger_unsigned, ledger_heads, ledger_diverged, ledger_keep_anchor FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION ledger_append, ledger_sign, ledger_unsigned, ledger_heads, ledger_diverged, ledger_keep_anchor TO preceptor_runtime;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION ledger_append, ledger_sign, ledger_unsigned, ledger_heads, ledger_diverged, ledger_keep_anchor;
      DROP TABLE ledger_anchor, ledger_signature;
      DROP INDEX ix_ledger_entry_appended;
      -- Columns come back in the order in which they stood.
      ALTER TABLE ledger_entry DROP COLUMN mark, DROP COLUMN appended_at, ADD COLUMN signature bytea, ADD COLUMN key_id text,
        ADD COLUMN kept_txid bigint, DISABLE TRIGGER ledger_is_append_only;
      UPDATE ledger_entry SET kept_txid = txid;
      ALTER TABLE ledger_entry DROP COLUMN txid, ENABLE TRIGGER ledger_is_append_only;
      ALTER TABLE ledger_entry RENAME COLUMN kept_txid TO txid;
      ALTER TABLE ledger_entry ALTER COLUMN txid SET NOT NULL, ALTER COLUMN txid SET DEFAULT pg_current_xact_id()::text::bigint;
      CREATE INDEX ix_ledger_entry_feed ON ledger_entry (org_id, txid, person_id, seq);
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
            coalesce(p_actor::text, 'system'), to_char(at AT TIME ZONE 'UTC', ${UTC}),
            encode(head.hash, 'hex'), encode(committed, 'hex')), 'UTF8'));
          INSERT INTO ledger_entry (org_id, person_id, seq, kind, actor_id, recorded_at, content, salt, commitment, previous_hash, hash)
          VALUES (p_org, entry.person_id, head.seq + 1, entry.kind, p_actor, at, entry.content, entry.salt, committed, head.hash, chained);
          UPDATE ledger_head h SET seq = head.seq + 1, hash = chained WHERE h.org_id = p_org AND h.person_id = entry.person_id;
        END LOOP;
      END $$;
      REVOKE EXECUTE ON FUNCTION ledger_append FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION ledger_append TO preceptor_runtime;
    `);
  }
}
