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
      -- The words for licenses, loaded with the rules.
      CREATE TABLE license_type (
        code text CONSTRAINT pk_license_type PRIMARY KEY,
        title text NOT NULL,
        -- whether who holds it is a licensed professional: applicants and students are not
        is_licensed boolean NOT NULL
      );
      ALTER TABLE license_type ENABLE ROW LEVEL SECURITY; ALTER TABLE license_type FORCE ROW LEVEL SECURITY;
      CREATE POLICY vocabulary ON license_type FOR SELECT USING (true);
      GRANT SELECT ON license_type TO preceptor_runtime;

      -- Everything that says who may validate what is asked: a set of questions [{validator, trainee, site_org, owner_org, agreement,
      -- jurisdiction}] answered at once. Runs as the owner, for a school must know of the supervisors of a clinic by whom its
      -- trainees are taught, and the clinic of the agreement with the school. It tells only of sites of the transaction's own
      -- organization or of organizations it has an agreement with, for its own records, those it is let into or those under an
      -- agreement, and of persons who were ever authorized there. Nobody named: only the rules of the place. plpgsql, because it speaks of tables that come after it.
      CREATE FUNCTION validator_facts(p_questions jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE
        facts jsonb;
      BEGIN
        WITH asked AS MATERIALIZED (
          SELECT DISTINCT q.* FROM jsonb_to_recordset(p_questions)
            AS q (validator uuid, trainee uuid, site_org uuid, owner_org uuid, agreement uuid, jurisdiction text)
          WHERE (q.owner_org IN (current_org(), hosting_org()) OR EXISTS (
              SELECT 1 FROM affiliation_agreement a WHERE a.org_id = q.owner_org AND a.id = q.agreement AND a.site_org_id = current_org()))
            AND (q.site_org = current_org() OR EXISTS (
              SELECT 1 FROM affiliation_agreement a WHERE a.org_id = current_org() AND a.site_org_id = q.site_org))
        ), same AS MATERIALIZED (
          SELECT s.person_id, s.canonical_id
          FROM same_persons(ARRAY(SELECT validator FROM asked WHERE validator IS NOT NULL
            UNION SELECT trainee FROM asked WHERE trainee IS NOT NULL)) s
        ), granted AS MATERIALIZED (
          SELECT v.*, s.canonical_id FROM validator_authorization v JOIN same s ON s.person_id = v.person_id
          WHERE v.org_id IN (SELECT site_org FROM asked)
        )
        SELECT jsonb_build_object(
          'persons', (SELECT jsonb_agg(jsonb_build_object('id', s.person_id, 'canonicalId', s.canonical_id,
              'name', CASE WHEN s.person_id = s.canonical_id AND s.canonical_id IN (SELECT g.canonical_id FROM granted g) THEN (
                SELECT btrim(p.given_name || ' ' || p.family_name) FROM person p WHERE p.id = s.person_id) END)) FROM same s),
          'authorizations', (SELECT jsonb_agg(jsonb_build_object('id', g.id, 'siteOrgId', g.org_id, 'siteId', g.site_id,
              'personId', g.canonical_id, 'startsOn', g.starts_on, 'endsOn', g.ends_on, 'assessorTrainedOn', g.assessor_trained_on,
              'skillCodes', g.skill_codes, 'mayApprove', g.may_approve, 'supersedesId', g.supersedes_id, 'recordedAt', g.recorded_at))
            FROM granted g),
          'licenses', (SELECT jsonb_agg(jsonb_build_object('id', l.id, 'personId', s.canonical_id, 'typeCode', l.type_code,
              'jurisdiction', l.jurisdiction, 'number', l.number,
              'entries', (SELECT jsonb_agg(jsonb_build_object('id', e.id, 'status', e.status, 'startsOn', e.starts_on, 'endsOn', e.ends_on,
                  'recordedBy', e.recorded_by, 'recordedIn', e.recorded_in, 'recordedAt', e.recorded_at))
                FROM license_status_entry e WHERE e.license_id = l.id),
              'verifications', (SELECT jsonb_agg(jsonb_build_object('id', v.id, 'orgId', v.org_id, 'outcome', v.outcome,
                  'verifiedOn', v.verified_on, 'recordedAt', v.recorded_at))
                FROM license_verification v
                WHERE v.license_id = l.id AND v.org_id IN (SELECT site_org FROM asked UNION SELECT owner_org FROM asked))))
            FROM license l JOIN same s ON s.person_id = l.person_id
            WHERE l.jurisdiction IN (SELECT jurisdiction FROM asked) AND s.canonical_id IN (SELECT canonical_id FROM granted)),
          'rules', (SELECT jsonb_agg(jsonb_build_object('id', r.id, 'jurisdiction', r.jurisdiction, 'role', r.role,
              'effectiveFrom', r.effective_from, 'effectiveTo', r.effective_to, 'verifiedOn', r.verified_on, 'authority', r.authority,
              'rule', r.rule, 'recordedAt', r.recorded_at))
            FROM supervision_rule r WHERE r.jurisdiction IN (SELECT jurisdiction FROM asked)),
          'policies', (SELECT jsonb_agg(jsonb_build_object('orgId', p.org_id, 'id', p.id, 'siteId', p.site_id,
              'effectiveFrom', p.effective_from, 'effectiveTo', p.effective_to, 'citation', p.citation, 'rule', p.rule,
              'supersedesId', p.supersedes_id, 'withdrawn', p.withdrawn, 'recordedAt', p.recorded_at))
            FROM supervision_policy p WHERE p.org_id IN (SELECT site_org FROM asked)),
          'agreements', (SELECT jsonb_agg(jsonb_build_object('orgId', a.org_id, 'id', a.id, 'title', a.title,
              'startsOn', a.starts_on, 'rule', a.supervision_rule))
            FROM affiliation_agreement a WHERE (a.org_id, a.id, a.site_org_id) IN (SELECT owner_org, agreement, site_org FROM asked))
        ) INTO facts;
        RETURN facts;
      END $$;
      REVOKE EXECUTE ON FUNCTION validator_facts FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION validator_facts TO preceptor_runtime;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION validator_facts;
      DROP TABLE license_type, supervision_policy, supervision_rule, license_verification, license_status_entry, license;
    `);
  }
}
