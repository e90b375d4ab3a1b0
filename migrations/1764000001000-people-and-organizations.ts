import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forgetting } from './support/forgetting.js';
import { DRAFT, MUTABLE, tenantTable } from './support/tenant-table.js';

/** Persons and accounts (global), organizations, sites, memberships, invitations, sessions. */
export class PeopleAndOrganizations1764000001000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE organization (
        id uuid CONSTRAINT pk_organization PRIMARY KEY,
        name text NOT NULL CONSTRAINT ck_organization_name CHECK (length(name) BETWEEN 1 AND 200),
        is_school boolean NOT NULL,
        is_clinic boolean NOT NULL,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT ck_organization_kind CHECK (is_school OR is_clinic)
      );
      CREATE TABLE person (
        id uuid CONSTRAINT pk_person PRIMARY KEY,
        given_name text NOT NULL CONSTRAINT ck_person_given_name CHECK (length(given_name) BETWEEN 1 AND 200),
        family_name text NOT NULL DEFAULT '' CONSTRAINT ck_person_family_name CHECK (length(family_name) <= 200),
        merged_into_id uuid CONSTRAINT fk_person_merged_into REFERENCES person (id),
        created_at timestamptz NOT NULL DEFAULT app_now()
      );
      CREATE TABLE account (
        id uuid CONSTRAINT pk_account PRIMARY KEY,
        person_id uuid NOT NULL CONSTRAINT fk_account_person REFERENCES person (id),
        email text NOT NULL CONSTRAINT uq_account_email UNIQUE CONSTRAINT ck_account_email CHECK (email = lower(email) AND length(email) <= 254),
        kind text NOT NULL DEFAULT 'USER' CONSTRAINT ck_account_kind CHECK (kind IN ('USER', 'SERVICE')),
        disabled_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT app_now()
      );
      CREATE INDEX ix_account_person ON account (person_id);
      CREATE TABLE account_password (
        account_id uuid CONSTRAINT pk_account_password PRIMARY KEY CONSTRAINT fk_account_password_account REFERENCES account (id),
        person_id uuid NOT NULL CONSTRAINT fk_account_password_person REFERENCES person (id),
        hash text NOT NULL,
        changed_at timestamptz NOT NULL DEFAULT app_now()
      );
      CREATE TABLE lockout (
        key_hash text CONSTRAINT pk_lockout PRIMARY KEY,
        failures int NOT NULL,
        last_failed_at timestamptz NOT NULL,
        locked_until timestamptz
      );
      GRANT ${DRAFT} ON lockout TO preceptor_runtime;

      CREATE TABLE site (
        org_id uuid NOT NULL CONSTRAINT fk_site_organization REFERENCES organization (id),
        id uuid NOT NULL,
        name text NOT NULL,
        setting text NOT NULL CONSTRAINT ck_site_setting CHECK (setting IN ('CLASSROOM', 'OUTPATIENT', 'HOSPITAL', 'LONG_TERM_CARE', 'SPORTS', 'HOME_HEALTH', 'OTHER')),
        jurisdiction text NOT NULL,
        time_zone text NOT NULL,
        closed_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_site PRIMARY KEY (org_id, id),
        CONSTRAINT uq_site_name UNIQUE (org_id, name)
      );
      ${tenantTable('site', MUTABLE)}

      CREATE TABLE membership (
        org_id uuid NOT NULL CONSTRAINT fk_membership_organization REFERENCES organization (id),
        id uuid NOT NULL,
        person_id uuid NOT NULL CONSTRAINT fk_membership_person REFERENCES person (id),
        -- under which id the member was known here before they joined with an account of another person
        former_person_id uuid CONSTRAINT fk_membership_former_person REFERENCES person (id),
        role text NOT NULL CONSTRAINT ck_membership_role CHECK (role IN ('OWNER', 'ADMIN', 'RECORDS', 'INSTRUCTOR', 'SUPERVISOR', 'TRAINEE', 'AUDITOR')),
        is_service boolean NOT NULL DEFAULT false,
        line_manager_id uuid,
        cohort_limited boolean NOT NULL DEFAULT false,
        site_limited boolean NOT NULL DEFAULT false,
        external_source text,
        external_id text,
        expires_at timestamptz,
        revoked_at timestamptz,
        revoked_by uuid,
        revocation_reason text,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_membership PRIMARY KEY (org_id, id),
        CONSTRAINT uq_membership_person UNIQUE (org_id, person_id),
        CONSTRAINT uq_membership_former_person UNIQUE (org_id, former_person_id),
        CONSTRAINT uq_membership_external UNIQUE (org_id, external_source, external_id),
        CONSTRAINT fk_membership_line_manager FOREIGN KEY (org_id, line_manager_id) REFERENCES membership (org_id, id),
        CONSTRAINT ck_membership_auditor CHECK (role <> 'AUDITOR' OR expires_at IS NOT NULL)
      );
      CREATE INDEX ix_membership_by_person ON membership (person_id);
      ${tenantTable('membership', MUTABLE)}
      CREATE POLICY own ON membership FOR SELECT USING (person_id = (SELECT current_person()));

      CREATE TABLE membership_site (
        org_id uuid NOT NULL,
        membership_id uuid NOT NULL,
        site_id uuid NOT NULL,
        CONSTRAINT pk_membership_site PRIMARY KEY (org_id, membership_id, site_id),
        CONSTRAINT fk_membership_site_membership FOREIGN KEY (org_id, membership_id) REFERENCES membership (org_id, id),
        CONSTRAINT fk_membership_site_site FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id)
      );
      ${tenantTable('membership_site', DRAFT)}

      CREATE TABLE invitation (
        org_id uuid NOT NULL CONSTRAINT fk_invitation_organization REFERENCES organization (id),
        id uuid NOT NULL,
        email text NOT NULL,
        given_name text NOT NULL,
        family_name text NOT NULL,
        role text NOT NULL CONSTRAINT ck_invitation_role CHECK (role IN ('OWNER', 'ADMIN', 'RECORDS', 'INSTRUCTOR', 'SUPERVISOR', 'TRAINEE', 'AUDITOR')),
        external_source text,
        external_id text,
        line_manager_id uuid,
        membership_id uuid,
        site_ids uuid[] NOT NULL DEFAULT '{}',
        cohort_ids uuid[] NOT NULL DEFAULT '{}',
        membership_expires_at timestamptz,
        token_hash text NOT NULL,
        expires_at timestamptz NOT NULL,
        accepted_at timestamptz,
        revoked_at timestamptz,
        invited_by uuid CONSTRAINT fk_invitation_invited_by REFERENCES person (id),
        created_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_invitation PRIMARY KEY (org_id, id),
        CONSTRAINT uq_invitation_token UNIQUE (org_id, token_hash),
        CONSTRAINT fk_invitation_line_manager FOREIGN KEY (org_id, line_manager_id) REFERENCES membership (org_id, id),
        CONSTRAINT fk_invitation_membership FOREIGN KEY (org_id, membership_id) REFERENCES membership (org_id, id)
      );
      CREATE UNIQUE INDEX uq_invitation_open ON invitation (org_id, email) WHERE accepted_at IS NULL AND revoked_at IS NULL;
      CREATE INDEX ix_invitation_membership ON invitation (org_id, membership_id);
      CREATE INDEX ix_invitation_email ON invitation (org_id, email);
      CREATE INDEX ix_invitation_token ON invitation (token_hash);
      ${tenantTable('invitation', MUTABLE)}
      CREATE POLICY by_token ON invitation FOR SELECT USING (token_hash = nullif(current_setting('app.token_hash', true), ''));

      CREATE TABLE session (
        id uuid CONSTRAINT pk_session PRIMARY KEY,
        person_id uuid NOT NULL CONSTRAINT fk_session_person REFERENCES person (id),
        account_id uuid NOT NULL CONSTRAINT fk_session_account REFERENCES account (id),
        org_id uuid NOT NULL,
        membership_id uuid NOT NULL,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        last_used_at timestamptz NOT NULL DEFAULT app_now(),
        ended_at timestamptz,
        end_reason text,
        CONSTRAINT fk_session_membership FOREIGN KEY (org_id, membership_id) REFERENCES membership (org_id, id)
      );
      CREATE INDEX ix_session_person ON session (person_id);
      -- Whoever listens for a session learns at once that it has ended, whichever way it did.
      CREATE FUNCTION tell_of_ended_session() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('preceptor', json_build_object('topic', 'access', 'orgId', NEW.org_id, 'about', json_build_object('sessionId', NEW.id))::text);
        RETURN NULL;
      END $$;
      CREATE TRIGGER session_ended AFTER UPDATE OF ended_at ON session FOR EACH ROW
        WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL) EXECUTE FUNCTION tell_of_ended_session();
      CREATE TABLE refresh_token (
        id uuid CONSTRAINT pk_refresh_token PRIMARY KEY,
        session_id uuid NOT NULL CONSTRAINT fk_refresh_token_session REFERENCES session (id),
        person_id uuid NOT NULL CONSTRAINT fk_refresh_token_person REFERENCES person (id),
        token_hash text NOT NULL CONSTRAINT uq_refresh_token_hash UNIQUE,
        issued_at timestamptz NOT NULL DEFAULT app_now(),
        expires_at timestamptz NOT NULL,
        used_at timestamptz
      );
      CREATE INDEX ix_refresh_token_session ON refresh_token (session_id);
      CREATE TABLE password_reset (
        id uuid CONSTRAINT pk_password_reset PRIMARY KEY,
        account_id uuid NOT NULL CONSTRAINT fk_password_reset_account REFERENCES account (id),
        person_id uuid NOT NULL CONSTRAINT fk_password_reset_person REFERENCES person (id),
        token_hash text NOT NULL CONSTRAINT uq_password_reset_hash UNIQUE,
        expires_at timestamptz NOT NULL,
        used_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT app_now()
      );
      CREATE TABLE person_merge (
        id uuid CONSTRAINT pk_person_merge PRIMARY KEY,
        from_person_id uuid NOT NULL CONSTRAINT fk_person_merge_from REFERENCES person (id),
        into_person_id uuid NOT NULL CONSTRAINT fk_person_merge_into REFERENCES person (id),
        reason text NOT NULL,
        merged_by uuid NOT NULL CONSTRAINT fk_person_merge_by REFERENCES person (id),
        merged_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT ck_person_merge_two CHECK (from_person_id <> into_person_id)
      );

      -- The person who stands for this one: itself, unless it was merged. Sees through organizations, for a
      -- chain of merges may pass through persons this one does not know; tells nothing but an id.
      CREATE FUNCTION canonical_person(p_person uuid) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER
      SET search_path = public, pg_temp AS $$
        WITH RECURSIVE chain AS (
          SELECT id, merged_into_id FROM person WHERE id = p_person
          UNION SELECT p.id, p.merged_into_id FROM chain c JOIN person p ON p.id = c.merged_into_id
        )
        SELECT id FROM chain WHERE merged_into_id IS NULL
      $$;
      -- Whether what is recorded under an id is one's own to read: the same id, or that of somebody who never had an
      -- account and was merged into oneself. Only their own organization can have done that; of persons with accounts
      -- it could be another one, and a merge there must open nothing here.
      CREATE FUNCTION may_read_as_own(p_viewer uuid, p_person uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
      SET search_path = public, pg_temp AS $$
        SELECT p_viewer = p_person OR EXISTS (SELECT 1 FROM person p WHERE p.id = p_person AND p.merged_into_id = p_viewer
          AND NOT EXISTS (SELECT 1 FROM account a WHERE a.person_id = p.id))
      $$;
      REVOKE EXECUTE ON FUNCTION canonical_person, may_read_as_own FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION canonical_person, may_read_as_own TO preceptor_runtime;

      -- Global tables: a row is seen by whom it is about, by an organization tied to the person,
      -- or by whoever presents its secret.
      CREATE FUNCTION tied_to_current_org(p_person uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT EXISTS (SELECT 1 FROM membership m WHERE m.org_id = current_org() AND m.person_id = p_person)
          OR EXISTS (SELECT 1 FROM membership m WHERE m.org_id = current_org() AND m.former_person_id = p_person)
      $$;
      -- Whether another organization knows a member of this one, too: a name that is not this one's alone to correct.
      -- Answers for members of the transaction's organization only, and never which other one it is.
      CREATE FUNCTION belongs_elsewhere(p_person uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
      SET search_path = public, pg_temp AS $$
        SELECT tied_to_current_org(p_person)
          AND EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p_person AND m.org_id <> current_org())
      $$;
      REVOKE EXECUTE ON FUNCTION belongs_elsewhere FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION belongs_elsewhere TO preceptor_runtime;
      ALTER TABLE organization ENABLE ROW LEVEL SECURITY; ALTER TABLE organization FORCE ROW LEVEL SECURITY;
      CREATE POLICY tenant ON organization USING (id = (SELECT current_org()));
      CREATE POLICY own ON organization FOR SELECT
        USING (EXISTS (SELECT 1 FROM membership m WHERE m.org_id = organization.id AND m.person_id = (SELECT current_person())));
      GRANT SELECT, INSERT, UPDATE ON organization TO preceptor_runtime;

      ALTER TABLE person ENABLE ROW LEVEL SECURITY; ALTER TABLE person FORCE ROW LEVEL SECURITY;
      CREATE POLICY seen ON person FOR SELECT USING (id = (SELECT current_person()) OR tied_to_current_org(id));
      CREATE POLICY added ON person FOR INSERT WITH CHECK (true);
      CREATE POLICY changed ON person FOR UPDATE USING (id = (SELECT current_person()) OR tied_to_current_org(id));
      GRANT SELECT, INSERT, UPDATE (merged_into_id, given_name, family_name) ON person TO preceptor_runtime;

      ALTER TABLE account ENABLE ROW LEVEL SECURITY; ALTER TABLE account FORCE ROW LEVEL SECURITY;
      CREATE POLICY seen ON account FOR SELECT
        USING (person_id = (SELECT current_person()) OR email = nullif(current_setting('app.email', true), '') OR tied_to_current_org(person_id));
      CREATE POLICY added ON account FOR INSERT WITH CHECK (true);
      GRANT SELECT, INSERT ON account TO preceptor_runtime;

      ALTER TABLE account_password ENABLE ROW LEVEL SECURITY; ALTER TABLE account_password FORCE ROW LEVEL SECURITY;
      CREATE POLICY own ON account_password USING (person_id = (SELECT current_person())) WITH CHECK (true);
      CREATE POLICY signing_in ON account_password FOR SELECT USING (EXISTS (
        SELECT 1 FROM account a WHERE a.id = account_id AND a.email = nullif(current_setting('app.email', true), '')));
      GRANT SELECT, INSERT, UPDATE (hash, changed_at) ON account_password TO preceptor_runtime;

      ALTER TABLE session ENABLE ROW LEVEL SECURITY; ALTER TABLE session FORCE ROW LEVEL SECURITY;
      CREATE POLICY own ON session USING (person_id = (SELECT current_person()));
      GRANT SELECT, INSERT, UPDATE ON session TO preceptor_runtime;
      ALTER TABLE refresh_token ENABLE ROW LEVEL SECURITY; ALTER TABLE refresh_token FORCE ROW LEVEL SECURITY;
      CREATE POLICY own ON refresh_token USING (person_id = (SELECT current_person()));
      CREATE POLICY by_token ON refresh_token FOR SELECT USING (token_hash = nullif(current_setting('app.token_hash', true), ''));
      GRANT SELECT, INSERT, UPDATE ON refresh_token TO preceptor_runtime;
      ALTER TABLE password_reset ENABLE ROW LEVEL SECURITY; ALTER TABLE password_reset FORCE ROW LEVEL SECURITY;
      CREATE POLICY own ON password_reset USING (person_id = (SELECT current_person()));
      CREATE POLICY by_token ON password_reset FOR SELECT USING (token_hash = nullif(current_setting('app.token_hash', true), ''));
      GRANT SELECT, INSERT, UPDATE ON password_reset TO preceptor_runtime;
      ALTER TABLE person_merge ENABLE ROW LEVEL SECURITY; ALTER TABLE person_merge FORCE ROW LEVEL SECURITY;
      CREATE POLICY seen ON person_merge FOR SELECT USING (tied_to_current_org(from_person_id) AND tied_to_current_org(into_person_id));
      CREATE POLICY added ON person_merge FOR INSERT WITH CHECK (tied_to_current_org(from_person_id) AND tied_to_current_org(into_person_id));
      GRANT SELECT, INSERT ON person_merge TO preceptor_runtime;

      -- Opens a transaction for a signed-in person: membership, role, session and account are confirmed each time,
      -- so a revoked membership or a disabled account ends a live token at its next use.
      CREATE FUNCTION enter_as_member(p_org uuid, p_membership uuid, p_person uuid, p_session uuid, p_role text) RETURNS timestamptz
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM 1 FROM membership m JOIN session s ON s.org_id = m.org_id AND s.membership_id = m.id
        WHERE m.org_id = p_org AND m.id = p_membership AND m.person_id = p_person AND m.role = p_role AND m.revoked_at IS NULL
          AND (m.expires_at IS NULL OR m.expires_at > app_now()) AND s.id = p_session AND s.ended_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM account a WHERE a.id = s.account_id AND a.disabled_at IS NOT NULL);
        IF NOT FOUND THEN
          RAISE EXCEPTION 'access has ended' USING ERRCODE = 'PT401';
        END IF;
        PERFORM set_config('app.org_id', p_org::text, true), set_config('app.person_id', p_person::text, true);
        RETURN app_now();
      END $$;
      REVOKE EXECUTE ON FUNCTION enter_as_member FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION enter_as_member TO preceptor_runtime;

      -- Sessions are the person's own rows: an organization may end those opened for it, and do nothing else.
      CREATE FUNCTION end_sessions_of_member(p_org uuid, p_membership uuid, p_reason text) RETURNS void
      LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        UPDATE session SET ended_at = app_now(), end_reason = p_reason
        WHERE org_id = p_org AND p_org = current_org() AND membership_id = p_membership AND ended_at IS NULL
      $$;
      -- A service account has no person who could change its password: the organization does.
      CREATE FUNCTION set_service_secret(p_org uuid, p_membership uuid, p_hash text) RETURNS void
      LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        UPDATE account_password p SET hash = p_hash, changed_at = app_now()
        FROM membership m JOIN account a ON a.person_id = m.person_id AND a.kind = 'SERVICE'
        WHERE m.org_id = p_org AND p_org = current_org() AND m.id = p_membership AND m.is_service AND p.account_id = a.id
      $$;
      REVOKE EXECUTE ON FUNCTION end_sessions_of_member, set_service_secret FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION end_sessions_of_member, set_service_secret TO preceptor_runtime;

      -- Failures count for a day.
      ${forgetting('lockout', `t.last_failed_at < app_now() - interval '1 day' AND (t.locked_until IS NULL OR t.locked_until < app_now())`)}
      ${forgetting('password_reset', `t.expires_at < app_now() - interval '30 days'`)}
      -- Used ones stay until they would have expired, too: the second use of one ends its session.
      ${forgetting('refresh_token', `t.expires_at < app_now() - interval '30 days'`)}
      -- Ended, or left without a way to go on. The last one of a person in an organization stays: signing in leads there.
      ${forgetting(
        'session',
        `coalesce(t.ended_at, t.last_used_at) < app_now() - interval '90 days'
          AND NOT EXISTS (SELECT 1 FROM refresh_token r WHERE r.session_id = t.id)
          AND EXISTS (SELECT 1 FROM session l WHERE l.person_id = t.person_id AND l.org_id = t.org_id
            AND (l.last_used_at, l.id) > (t.last_used_at, t.id))`,
      )}
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION enter_as_member, canonical_person, may_read_as_own, belongs_elsewhere, end_sessions_of_member, set_service_secret,
        forget_lockout, forget_password_reset, forget_refresh_token, forget_session;
      DROP TABLE person_merge, password_reset, refresh_token, session, invitation, membership_site, site, lockout, account_password;
      DROP FUNCTION tell_of_ended_session;
      DROP POLICY seen ON person; DROP POLICY changed ON person; DROP POLICY seen ON account;
      DROP FUNCTION tied_to_current_org;
      DROP POLICY own ON organization;
      DROP TABLE membership, account, person, organization;
    `);
  }
}
