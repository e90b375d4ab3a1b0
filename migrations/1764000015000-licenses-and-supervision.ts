import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPEND_ONLY, tenantTable } from './support/tenant-table.js';

/** Licenses of persons and what organizations have verified of them; the rules of supervision. */
export class LicensesAndSupervision1764000015000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- A fact of the person, whichever organizations know it. The same number may exist in another jurisdiction or for another type.
      CREATE TABLE license (
        id uuid CONSTRAINT pk_license PRIMARY KEY,
        person_id uuid NOT NULL CONSTRAINT fk_license_person REFERENCES person (id),
        type_code text NOT NULL,
        jurisdiction text NOT NULL,
        number text NOT NULL,
        recorded_by uuid,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT uq_license_number UNIQUE (jurisdiction, type_code, number)
      );
      CREATE INDEX ix_license_person ON license (person_id);
      -- From which to which day it had a status, both inclusive; of entries that speak of the same day the one recorded last holds.
      -- A day no entry speaks of has no status, which is not ACTIVE.
      CREATE TABLE license_status_entry (
        id uuid CONSTRAINT pk_license_status_entry PRIMARY KEY,
        license_id uuid NOT NULL CONSTRAINT fk_license_status_entry_license REFERENCES license (id),
        status text NOT NULL CONSTRAINT ck_license_status_entry_status CHECK (status IN
          ('ACTIVE', 'INACTIVE', 'EXPIRED', 'SUSPENDED', 'REVOKED', 'ENCUMBERED', 'PENDING', 'UNKNOWN')),
        starts_on date NOT NULL,
        ends_on date,
        reason text,
        recorded_by uuid,
        recorded_in uuid CONSTRAINT fk_license_status_entry_recorded_in REFERENCES organization (id),
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT ck_license_status_entry_dates CHECK (ends_on IS NULL OR ends_on >= starts_on)
      );
      CREATE INDEX ix_license_status_entry_license ON license_status_entry (license_id, recorded_at);
      ALTER TABLE license ENABLE ROW LEVEL SECURITY; ALTER TABLE license FORCE ROW LEVEL SECURITY;
      CREATE POLICY seen ON license FOR SELECT USING (person_id = (SELECT current_person()) OR tied_to_current_org(person_id));
      CREATE POLICY added ON license FOR INSERT WITH CHECK (person_id = (SELECT current_person()) OR tied_to_current_org(person_id));
      ALTER TABLE license_status_entry ENABLE ROW LEVEL SECURITY; ALTER TABLE license_status_entry FORCE ROW LEVEL SECURITY;
      CREATE POLICY seen ON license_status_entry FOR SELECT USING (EXISTS (SELECT 1 FROM license l WHERE l.id = license_id));
      CREATE POLICY added ON license_status_entry FOR INSERT WITH CHECK (EXISTS (SELECT 1 FROM license l WHERE l.id = license_id));
      GRANT SELECT, INSERT ON license, license_status_entry TO preceptor_runtime;

      -- What an organization saw at the issuing board. Only what it has verified itself counts there; the last word on a license holds.
      CREATE TABLE license_verification (
        org_id uuid NOT NULL CONSTRAINT fk_license_verification_organization REFERENCES organization (id),
        id uuid NOT NULL,
        license_id uuid NOT NULL CONSTRAINT fk_license_verification_license REFERENCES license (id),
        outcome text NOT NULL CONSTRAINT ck_license_verification_outcome CHECK (outcome IN ('CONFIRMED', 'NOT_CONFIRMED')),
        verified_on date NOT NULL,
        source text NOT NULL,
        note text,
        evidence_file_id uuid,
        verified_by uuid CONSTRAINT fk_license_verification_by REFERENCES person (id),
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_license_verification PRIMARY KEY (org_id, id),
        CONSTRAINT fk_license_verification_file FOREIGN KEY (org_id, evidence_file_id) REFERENCES stored_file (org_id, id)
      );
      CREATE INDEX ix_license_verification_license ON license_verification (org_id, license_id, recorded_at);
      ${tenantTable('license_verification', APPEND_ONLY)}

      -- The law, as data: one row per jurisdiction, role and stretch of time. Written by the owner alone, from a file.
      CREATE TABLE supervision_rule (
        id uuid CONSTRAINT pk_supervision_rule PRIMARY KEY,
        jurisdiction text NOT NULL,
        role text NOT NULL,
        -- both inclusive; null: without a known beginning or end
        effective_from date,
        effective_to date,
        verified_on date NOT NULL,
        authority text[] NOT NULL,
        -- as the file has it, read by supervision/
        rule jsonb NOT NULL,
        recorded_at timestamptz NOT NULL DEFAULT app_now()
      );
      CREATE INDEX ix_supervision_rule_jurisdiction ON supervision_rule (jurisdiction, effective_from);
      ALTER TABLE supervision_rule ENABLE ROW LEVEL SECURITY; ALTER TABLE supervision_rule FORCE ROW LEVEL SECURITY;
      CREATE POLICY law ON supervision_rule FOR SELECT USING (true);
      GRANT SELECT ON supervision_rule TO preceptor_runtime;

      -- What an employer asks for besides, at all its sites or one. What two organizations have agreed stands in the agreement.
      CREATE TABLE supervision_policy (
        org_id uuid NOT NULL CONSTRAINT fk_supervision_policy_organization REFERENCES organization (id),
        id uuid NOT NULL,
        site_id uuid,
        effective_from date NOT NULL,
        effective_to date,
        citation text NOT NULL,
        rule jsonb NOT NULL,
        -- the policy it takes the place of; with \`withdrawn\` it only takes that one back
        supersedes_id uuid,
        withdrawn boolean NOT NULL DEFAULT false,
        reason text,
        recorded_by uuid,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_supervision_policy PRIMARY KEY (org_id, id),
        CONSTRAINT uq_supervision_policy_superseded UNIQUE (org_id, supersedes_id),
        CONSTRAINT fk_supervision_policy_site FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id),
        CONSTRAINT fk_supervision_policy_superseded FOREIGN KEY (org_id, supersedes_id) REFERENCES supervision_policy (org_id, id),
        CONSTRAINT ck_supervision_policy_dates CHECK (effective_to IS NULL OR effective_to >= effective_from)
      );
      ${tenantTable('supervision_policy', APPEND_ONLY)}
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE supervision_policy, supervision_rule, license_verification, license_status_entry, license;
    `);
  }
}
