import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPEND_ONLY, tenantTable } from './support/tenant-table.js';

/** What every version of a type says. */
const VERSION = (table: string): string => `
        org_id uuid NOT NULL CONSTRAINT fk_${table}_organization REFERENCES organization (id),
        id uuid NOT NULL,
        code text NOT NULL,
        title text NOT NULL,
        -- null: ever since
        effective_from date,
        -- calendar months; null: it does not expire by itself
        validity_months int CONSTRAINT ck_${table}_validity CHECK (validity_months > 0),
        expiry_rule text NOT NULL CONSTRAINT ck_${table}_expiry_rule CHECK (expiry_rule IN ('END_OF_MONTH', 'SAME_DAY')),
        warn_days int[] NOT NULL,
        citation text,
        recorded_by uuid,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_${table} PRIMARY KEY (org_id, id)`;

/** What was found of something held, or taken back. An entry taken back, and the one that takes it back, count as if neither were there. */
const ENTRIES = (table: string, held: string): string => `
        org_id uuid NOT NULL CONSTRAINT fk_${table}_organization REFERENCES organization (id),
        id uuid NOT NULL,
        ${held}_id uuid NOT NULL,
        kind text NOT NULL CONSTRAINT ck_${table}_kind CHECK (kind IN ('CONFIRMED', 'NOT_CONFIRMED', 'WITHDRAWN')),
        -- of a finding: when and how it was looked up
        found_on date,
        method text CONSTRAINT ck_${table}_method CHECK (method IN ('COPY_SEEN', 'ORIGINAL_SEEN', 'ISSUER_CONTACTED', 'ISSUER_LOOKUP')),
        source text,
        -- the last day, as whoever issued it says
        expires_on date,
        -- of a withdrawal: the finding it takes back; null: all of what is held
        withdraws_id uuid,
        note text,
        recorded_by uuid CONSTRAINT fk_${table}_by REFERENCES person (id),
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_${table} PRIMARY KEY (org_id, id),
        CONSTRAINT uq_${table}_withdrawn UNIQUE (org_id, withdraws_id),
        CONSTRAINT fk_${table}_${held} FOREIGN KEY (org_id, ${held}_id) REFERENCES ${held} (org_id, id),
        CONSTRAINT fk_${table}_withdrawn FOREIGN KEY (org_id, withdraws_id) REFERENCES ${table} (org_id, id),
        CONSTRAINT ck_${table}_finding CHECK ((kind = 'WITHDRAWN') = (found_on IS NULL))`;

/** Types of credentials and clearances, and what persons hold of them. */
export class Credentials1764000022000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Versions of types, only added: what a card is worth goes by the version in force on the day it was issued.
      CREATE TABLE credential_type_version (${VERSION('credential_type_version')},
        -- whether a card counts only with a session in which skills were shown in person
        hands_on_required boolean NOT NULL,
        -- empty: whoever issues it
        accepted_issuers text[] NOT NULL,
        -- how it is to be verified; null: any way
        verification_method text CONSTRAINT ck_credential_type_version_method CHECK
          (verification_method IN ('COPY_SEEN', 'ORIGINAL_SEEN', 'ISSUER_CONTACTED', 'ISSUER_LOOKUP')),
        -- the policy of continuing education by which it is renewed
        renewal_ce_policy text
      );
      CREATE INDEX ix_credential_type_version_code ON credential_type_version (org_id, code);
      ${tenantTable('credential_type_version', APPEND_ONLY)}
      CREATE TABLE clearance_type_version (${VERSION('clearance_type_version')},
        -- whether its documents are of somebody's health
        health_data boolean NOT NULL,
        -- whether a signed declination clears as well
        accepts_declination boolean NOT NULL
      );
      CREATE INDEX ix_clearance_type_version_code ON clearance_type_version (org_id, code);
      ${tenantTable('clearance_type_version', APPEND_ONLY)}

      -- A card of a person as an organization knows it, as it was shown. What became of it stands in its entries.
      CREATE TABLE external_credential (
        org_id uuid NOT NULL CONSTRAINT fk_external_credential_organization REFERENCES organization (id),
        id uuid NOT NULL,
        person_id uuid NOT NULL CONSTRAINT fk_external_credential_person REFERENCES person (id),
        type_code text NOT NULL,
        issuer text NOT NULL,
        number text,
        issued_on date NOT NULL,
        -- the last day as the card says; null: it says none, and the type's rule holds
        claimed_until date,
        -- when and before whom skills were shown in person; null: no evidence of it
        hands_on_on date,
        hands_on_with text,
        front_file_id uuid,
        back_file_id uuid,
        renews_id uuid,
        recorded_by uuid,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_external_credential PRIMARY KEY (org_id, id),
        CONSTRAINT fk_external_credential_front FOREIGN KEY (org_id, front_file_id) REFERENCES stored_file (org_id, id),
        CONSTRAINT fk_external_credential_back FOREIGN KEY (org_id, back_file_id) REFERENCES stored_file (org_id, id),
        CONSTRAINT fk_external_credential_renewed FOREIGN KEY (org_id, renews_id) REFERENCES external_credential (org_id, id),
        CONSTRAINT ck_external_credential_dates CHECK (claimed_until >= issued_on)
      );
      CREATE INDEX ix_external_credential_person ON external_credential (org_id, person_id);
      CREATE INDEX ix_external_credential_type ON external_credential (org_id, type_code, recorded_at);
      ${tenantTable('external_credential', APPEND_ONLY)}
      CREATE TABLE external_credential_entry (${ENTRIES('external_credential_entry', 'external_credential')},
        -- what the finding adds about skills shown in person
        hands_on_on date,
        evidence_file_id uuid,
        CONSTRAINT fk_external_credential_entry_file FOREIGN KEY (org_id, evidence_file_id) REFERENCES stored_file (org_id, id)
      );
      CREATE INDEX ix_external_credential_entry_held ON external_credential_entry (org_id, external_credential_id, recorded_at);
      ${tenantTable('external_credential_entry', APPEND_ONLY)}

      -- What clears a person. Kind, document and remark are for those who may read such documents; everybody else learns the status alone.
      CREATE TABLE clearance (
        org_id uuid NOT NULL CONSTRAINT fk_clearance_organization REFERENCES organization (id),
        id uuid NOT NULL,
        person_id uuid NOT NULL CONSTRAINT fk_clearance_person REFERENCES person (id),
        type_code text NOT NULL,
        cleared_on date NOT NULL,
        claimed_until date,
        evidence text NOT NULL CONSTRAINT ck_clearance_evidence CHECK (evidence IN ('DOCUMENT', 'DECLINATION')),
        document_file_id uuid,
        remark text,
        -- what makes the commitment in the ledger say nothing to whoever does not know the document
        salt text NOT NULL,
        recorded_by uuid,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_clearance PRIMARY KEY (org_id, id),
        CONSTRAINT fk_clearance_document FOREIGN KEY (org_id, document_file_id) REFERENCES stored_file (org_id, id),
        CONSTRAINT ck_clearance_dates CHECK (claimed_until >= cleared_on)
      );
      CREATE INDEX ix_clearance_person ON clearance (org_id, person_id);
      CREATE INDEX ix_clearance_type ON clearance (org_id, type_code, recorded_at);
      ${tenantTable('clearance', APPEND_ONLY)}
      CREATE TABLE clearance_entry (${ENTRIES('clearance_entry', 'clearance')}
      );
      CREATE INDEX ix_clearance_entry_held ON clearance_entry (org_id, clearance_id, recorded_at);
      ${tenantTable('clearance_entry', APPEND_ONLY)}
      -- Organizations that keep cards or clearances of a person, under whichever id: those that have to look when two persons
      -- turn out to be one. Tells nothing but which they are.
      CREATE FUNCTION orgs_that_keep_credentials_of(p_person uuid) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
      SET search_path = public, pg_temp AS $$
        SELECT h.org_id FROM same_persons(ARRAY[p_person]) same JOIN external_credential h ON h.person_id = same.person_id
        UNION SELECT h.org_id FROM same_persons(ARRAY[p_person]) same JOIN clearance h ON h.person_id = same.person_id
      $$;
      REVOKE EXECUTE ON FUNCTION orgs_that_keep_credentials_of FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION orgs_that_keep_credentials_of TO preceptor_runtime;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION orgs_that_keep_credentials_of;
      DROP TABLE clearance_entry, clearance, external_credential_entry, external_credential,
        clearance_type_version, credential_type_version;
    `);
  }
}
