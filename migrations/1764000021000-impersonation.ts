import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './support/tenant-table.js';

const enterAsMember = (impersonation: string): string => `
  CREATE OR REPLACE FUNCTION enter_as_member(p_org uuid, p_membership uuid, p_person uuid, p_session uuid, p_role text) RETURNS timestamptz
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM 1 FROM membership m JOIN session s ON s.org_id = m.org_id AND s.membership_id = m.id
        WHERE m.org_id = p_org AND m.id = p_membership AND m.person_id = p_person AND m.role = p_role AND m.revoked_at IS NULL
          AND (m.expires_at IS NULL OR m.expires_at > app_now()) AND s.id = p_session AND s.ended_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM account a WHERE a.id = s.account_id AND a.disabled_at IS NOT NULL)${impersonation};
        IF NOT FOUND THEN
          RAISE EXCEPTION 'access has ended' USING ERRCODE = 'PT401';
        END IF;
        PERFORM set_config('app.org_id', p_org::text, true), set_config('app.person_id', p_person::text, true);
        RETURN app_now();
      END $$;`;

/** It ends by itself, and with the membership of whoever acts as another. */
const WHILE_ALLOWED = `
          AND (s.impersonator_id IS NULL OR (s.expires_at > app_now() AND EXISTS (
            SELECT 1 FROM membership i WHERE i.org_id = m.org_id AND i.person_id = s.impersonator_id AND i.role IN ('OWNER', 'ADMIN')
              AND i.revoked_at IS NULL AND (i.expires_at IS NULL OR i.expires_at > app_now()))))`;

/** Owners and administrators who look at the organization as one of its members, for half an hour and on record. */
export class Impersonation1764000021000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE session
        -- who really acts; null: the account's own person
        ADD COLUMN impersonator_id uuid CONSTRAINT fk_session_impersonator REFERENCES person (id),
        ADD COLUMN expires_at timestamptz,
        ADD CONSTRAINT ck_session_impersonation CHECK ((impersonator_id IS NULL) = (expires_at IS NULL) AND impersonator_id <> person_id);

      CREATE TABLE impersonation (
        org_id uuid NOT NULL CONSTRAINT fk_impersonation_organization REFERENCES organization (id),
        -- the session's, too
        id uuid NOT NULL,
        person_id uuid NOT NULL CONSTRAINT fk_impersonation_person REFERENCES person (id),
        membership_id uuid NOT NULL,
        impersonator_id uuid NOT NULL CONSTRAINT fk_impersonation_impersonator REFERENCES person (id),
        reason text NOT NULL CONSTRAINT ck_impersonation_reason CHECK (length(reason) BETWEEN 1 AND 1000),
        started_at timestamptz NOT NULL DEFAULT app_now(),
        expires_at timestamptz NOT NULL,
        ended_at timestamptz,
        ended_by uuid CONSTRAINT fk_impersonation_ended_by REFERENCES person (id),
        CONSTRAINT pk_impersonation PRIMARY KEY (org_id, id),
        CONSTRAINT fk_impersonation_membership FOREIGN KEY (org_id, membership_id) REFERENCES membership (org_id, id)
      );
      CREATE INDEX ix_impersonation_person ON impersonation (org_id, person_id, id);
      ${tenantTable('impersonation', 'SELECT, INSERT, UPDATE (ended_at, ended_by)')}

      -- Sessions are the person's own rows: whoever acts here may open one as a member of the same organization, for half an hour.
      CREATE FUNCTION open_impersonation(p_org uuid, p_id uuid, p_membership uuid) RETURNS TABLE (account_id uuid, until timestamptz)
      LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        INSERT INTO session (id, person_id, account_id, org_id, membership_id, impersonator_id, expires_at)
        SELECT p_id, m.person_id, a.id, m.org_id, m.id, current_person(), app_now() + interval '30 minutes'
        FROM membership m JOIN account a ON a.person_id = m.person_id AND a.kind = 'USER' AND a.disabled_at IS NULL
        WHERE m.org_id = p_org AND p_org = current_org() AND m.id = p_membership AND NOT m.is_service AND m.revoked_at IS NULL
          AND (m.expires_at IS NULL OR m.expires_at > app_now()) AND m.person_id <> current_person()
        ORDER BY a.created_at, a.id LIMIT 1
        RETURNING account_id, expires_at
      $$;
      CREATE FUNCTION end_impersonation(p_org uuid, p_id uuid) RETURNS void
      LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        UPDATE session SET ended_at = app_now(), end_reason = 'IMPERSONATION_ENDED'
        WHERE id = p_id AND org_id = p_org AND p_org = current_org() AND impersonator_id IS NOT NULL AND ended_at IS NULL
      $$;
      REVOKE EXECUTE ON FUNCTION open_impersonation, end_impersonation FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION open_impersonation, end_impersonation TO preceptor_runtime;
      ${enterAsMember(WHILE_ALLOWED)}
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ${enterAsMember('')}
      DROP FUNCTION open_impersonation, end_impersonation;
      DROP TABLE impersonation;
      -- Without its columns such a session would pass for the person's own.
      UPDATE session SET ended_at = app_now(), end_reason = 'IMPERSONATION_ENDED' WHERE impersonator_id IS NOT NULL AND ended_at IS NULL;
      ALTER TABLE session DROP CONSTRAINT ck_session_impersonation, DROP COLUMN impersonator_id, DROP COLUMN expires_at;
    `);
  }
}
