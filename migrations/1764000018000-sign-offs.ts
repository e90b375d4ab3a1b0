import type { MigrationInterface, QueryRunner } from 'typeorm';
import { hostedPart, hostedTable } from './support/hosted-table.js';
import { forgetting } from './support/forgetting.js';
import { APPEND_ONLY, DRAFT, MUTABLE, tenantTable } from './support/tenant-table.js';

/** Signed decisions that somebody may do a task, what became of them, and how people prove that it is them who sign. */
export class SignOffs1764000018000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- A second secret, short enough for a shared device: a PIN, or the seed of one-time codes. Of the person, in one organization.
      CREATE TABLE signing_secret (
        org_id uuid NOT NULL,
        person_id uuid NOT NULL CONSTRAINT fk_signing_secret_person REFERENCES person (id),
        kind text NOT NULL CONSTRAINT ck_signing_secret_kind CHECK (kind IN ('PIN', 'ONE_TIME_CODE')),
        -- argon2id of a PIN; the seed of codes, encrypted by a key outside the database
        secret text NOT NULL,
        -- the last time step whose code was used: none is taken twice
        last_step bigint,
        confirmed_at timestamptz,
        updated_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_signing_secret PRIMARY KEY (org_id, person_id, kind)
      );
      ${tenantTable('signing_secret', DRAFT)}

      -- Five minutes in which its owner may sign exactly what it names, once.
      CREATE TABLE signing_ticket (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        token_hash text NOT NULL,
        person_id uuid NOT NULL CONSTRAINT fk_signing_ticket_person REFERENCES person (id),
        -- it dies with the session that asked for it
        session_id uuid NOT NULL,
        authentication text NOT NULL CONSTRAINT ck_signing_ticket_authentication CHECK (authentication IN ('PASSWORD', 'PIN', 'ONE_TIME_CODE', 'GUEST_LINK')),
        purpose text NOT NULL,
        payload_hash text NOT NULL,
        issued_at timestamptz NOT NULL DEFAULT app_now(),
        expires_at timestamptz NOT NULL,
        used_at timestamptz,
        CONSTRAINT pk_signing_ticket PRIMARY KEY (org_id, id),
        CONSTRAINT uq_signing_ticket_token UNIQUE (org_id, token_hash),
        CONSTRAINT ck_signing_ticket_expiry CHECK (expires_at <= issued_at + interval '5 minutes')
      );
      ${tenantTable('signing_ticket', MUTABLE)}
      -- Asked for and not used.
      ${forgetting('signing_ticket', `t.used_at IS NULL AND t.expires_at < app_now() - interval '1 day'`)}

      CREATE TABLE sign_off (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        assignment_id uuid NOT NULL,
        site_org_id uuid NOT NULL,
        site_id uuid NOT NULL,
        person_id uuid NOT NULL CONSTRAINT fk_sign_off_person REFERENCES person (id),
        skill_org_id uuid NOT NULL,
        skill_id uuid NOT NULL,
        skill_version_id uuid NOT NULL,
        kind text NOT NULL CONSTRAINT ck_sign_off_kind CHECK (kind IN ('INITIAL', 'REVALIDATION', 'RENEWAL', 'CORRECTION', 'PRIOR_LEARNING')),
        -- the day it counts from, in the zone of the site; the last day it counts; null: does not expire
        effective_on date NOT NULL,
        expires_on date,
        time_zone text NOT NULL,
        entrustment_level text,
        -- the sign-off it renews, follows or corrects
        previous_id uuid,
        final_approval_required boolean NOT NULL DEFAULT false,
        late boolean NOT NULL DEFAULT false,
        -- the signature (inv 21)
        meaning text NOT NULL,
        signed_by uuid NOT NULL CONSTRAINT fk_sign_off_signed_by REFERENCES person (id),
        printed_name text NOT NULL,
        license_id uuid NOT NULL CONSTRAINT fk_sign_off_license REFERENCES license (id),
        license_snapshot jsonb NOT NULL,
        supervision_snapshot jsonb NOT NULL,
        authentication text NOT NULL,
        -- exactly what was shown and signed, as canonical JSON, and its SHA-256 in hexadecimal
        content text NOT NULL,
        content_hash text NOT NULL,
        signed_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_sign_off PRIMARY KEY (org_id, id),
        CONSTRAINT fk_sign_off_assignment FOREIGN KEY (org_id, assignment_id, person_id) REFERENCES training_assignment (org_id, id, person_id),
        CONSTRAINT fk_sign_off_site FOREIGN KEY (org_id, assignment_id, site_org_id, site_id) REFERENCES training_assignment (org_id, id, site_org_id, site_id),
        CONSTRAINT fk_sign_off_skill FOREIGN KEY (skill_org_id, skill_id, skill_version_id) REFERENCES skill_version (org_id, skill_id, id),
        CONSTRAINT fk_sign_off_previous FOREIGN KEY (org_id, previous_id) REFERENCES sign_off (org_id, id),
        CONSTRAINT ck_sign_off_dates CHECK (expires_on IS NULL OR expires_on >= effective_on)
      );
      CREATE INDEX ix_sign_off_skill ON sign_off (org_id, person_id, skill_id);
      CREATE INDEX ix_sign_off_assignment ON sign_off (org_id, assignment_id);
      CREATE INDEX ix_sign_off_license ON sign_off (license_id, effective_on);
      CREATE INDEX ix_sign_off_skill_version ON sign_off (skill_org_id, skill_version_id);
      CREATE INDEX ix_sign_off_site ON sign_off (site_org_id, id);
      CREATE INDEX ix_sign_off_expiry ON sign_off (org_id, expires_on);
      ${tenantTable('sign_off', APPEND_ONLY)}
      ${hostedTable('sign_off')}
      -- By its id alone a clinic finds whose trainee a sign-off is about, while that placement is in force.
      CREATE POLICY located ON sign_off FOR SELECT USING (site_org_id = (SELECT current_org()) AND EXISTS (
        SELECT 1 FROM assignment_standing s WHERE s.org_id = sign_off.org_id AND s.assignment_id = sign_off.assignment_id));

      CREATE TABLE sign_off_observation (
        org_id uuid NOT NULL,
        sign_off_id uuid NOT NULL,
        observation_id uuid NOT NULL,
        CONSTRAINT pk_sign_off_observation PRIMARY KEY (org_id, sign_off_id, observation_id),
        CONSTRAINT fk_sign_off_observation_sign_off FOREIGN KEY (org_id, sign_off_id) REFERENCES sign_off (org_id, id),
        CONSTRAINT fk_sign_off_observation_observation FOREIGN KEY (org_id, observation_id) REFERENCES observation (org_id, id)
      );
      CREATE INDEX ix_sign_off_observation_observation ON sign_off_observation (org_id, observation_id);
      ${tenantTable('sign_off_observation', APPEND_ONLY)}
      -- Written in the statement that writes the sign-off, which does not see it yet: the foreign key does.
      CREATE POLICY hosted ON sign_off_observation FOR SELECT USING (org_id = (SELECT hosting_org())
        AND EXISTS (SELECT 1 FROM sign_off w WHERE w.org_id = sign_off_observation.org_id AND w.id = sign_off_observation.sign_off_id));
      CREATE POLICY hosted_new ON sign_off_observation FOR INSERT WITH CHECK (org_id = (SELECT hosting_org()));

      -- Everything that happened to a sign-off since. Status on any day, as known at any time, follows from these alone.
      CREATE TABLE sign_off_entry (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        sign_off_id uuid NOT NULL,
        kind text NOT NULL CONSTRAINT ck_sign_off_entry_kind CHECK (kind IN ('APPROVED', 'APPROVAL_REFUSED', 'ACKNOWLEDGED', 'ACKNOWLEDGEMENT_REFUSED',
          'REVOKED', 'SUSPENDED', 'REINSTATED', 'CORRECTED', 'REVIEW_OPENED', 'REVIEW_UPHELD')),
        -- the day it takes effect on, in the zone of the sign-off
        effective_from date NOT NULL,
        reason_code text,
        note text,
        -- what brought it about: another sign-off, a license status entry, an observation
        cause_id uuid,
        signature jsonb,
        recorded_by uuid CONSTRAINT fk_sign_off_entry_recorded_by REFERENCES person (id),
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_sign_off_entry PRIMARY KEY (org_id, id),
        CONSTRAINT fk_sign_off_entry_sign_off FOREIGN KEY (org_id, sign_off_id) REFERENCES sign_off (org_id, id)
      );
      CREATE INDEX ix_sign_off_entry_sign_off ON sign_off_entry (org_id, sign_off_id, recorded_at);
      CREATE INDEX ix_sign_off_entry_recorded_by ON sign_off_entry (recorded_by);
      ${tenantTable('sign_off_entry', APPEND_ONLY)}
      ${hostedPart('sign_off_entry', 'sign_off_id', 'sign_off')}

      -- Organizations that keep sign-offs made, approved or observed by a license's holder: those that have to look at them when
      -- it turns out not to have been active. Tells nothing but which they are.
      CREATE FUNCTION orgs_that_signed_under(p_license uuid) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        WITH holder AS (SELECT same.person_id FROM license l CROSS JOIN LATERAL same_persons(ARRAY[l.person_id]) AS same WHERE l.id = p_license)
        SELECT s.org_id FROM sign_off s WHERE s.license_id = p_license
        UNION SELECT e.org_id FROM holder h JOIN sign_off_entry e ON e.recorded_by = h.person_id AND e.kind = 'APPROVED'
        UNION SELECT o.org_id FROM holder h JOIN observation o ON o.observed_by = h.person_id
      $$;
      REVOKE EXECUTE ON FUNCTION orgs_that_signed_under FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION orgs_that_signed_under TO preceptor_runtime;

      -- Organizations that keep sign-offs of a person or by them, under whichever id: those that have to look when two persons
      -- turn out to be one. Tells nothing but which they are.
      CREATE FUNCTION orgs_that_keep_sign_offs_of(p_person uuid) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT DISTINCT s.org_id FROM same_persons(ARRAY[p_person]) same JOIN sign_off s ON same.person_id IN (s.person_id, s.signed_by)
      $$;
      REVOKE EXECUTE ON FUNCTION orgs_that_keep_sign_offs_of FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION orgs_that_keep_sign_offs_of TO preceptor_runtime;

      -- A validator who comes by a mailed link, for one trainee, until it expires.
      CREATE TABLE guest_validator (
        org_id uuid NOT NULL CONSTRAINT fk_guest_validator_organization REFERENCES organization (id),
        id uuid NOT NULL,
        membership_id uuid NOT NULL,
        person_id uuid NOT NULL CONSTRAINT fk_guest_validator_person REFERENCES person (id),
        -- the one assignment they see
        assignment_org_id uuid NOT NULL,
        assignment_id uuid NOT NULL,
        email text NOT NULL,
        token_hash text NOT NULL,
        expires_at timestamptz NOT NULL,
        reminded_at timestamptz,
        used_at timestamptz,
        invited_by uuid,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_guest_validator PRIMARY KEY (org_id, id),
        CONSTRAINT uq_guest_validator_token UNIQUE (org_id, token_hash),
        CONSTRAINT uq_guest_validator_person UNIQUE (org_id, person_id),
        CONSTRAINT fk_guest_validator_membership FOREIGN KEY (org_id, membership_id) REFERENCES membership (org_id, id),
        CONSTRAINT fk_guest_validator_assignment FOREIGN KEY (assignment_org_id, assignment_id) REFERENCES training_assignment (org_id, id)
      );
      CREATE INDEX ix_guest_validator_token ON guest_validator (token_hash);
      ${tenantTable('guest_validator', MUTABLE)}
      CREATE POLICY by_token ON guest_validator FOR SELECT USING (token_hash = nullif(current_setting('app.token_hash', true), ''));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION orgs_that_signed_under, orgs_that_keep_sign_offs_of, forget_signing_ticket;
      DROP TABLE guest_validator, sign_off_entry, sign_off_observation, sign_off, signing_ticket, signing_secret;
    `);
  }
}
