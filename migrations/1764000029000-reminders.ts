import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPEND_ONLY, MUTABLE, tenantTable } from './support/tenant-table.js';

/** What persons were reminded of, when and how. */
export class Reminders1764000029000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- When somebody wants to be left in peace. No row: from eight in the evening to eight in the morning, where they work.
      CREATE TABLE reminder_setting (
        org_id uuid NOT NULL CONSTRAINT fk_reminder_setting_organization REFERENCES organization (id),
        person_id uuid NOT NULL CONSTRAINT fk_reminder_setting_person REFERENCES person (id),
        time_zone text,
        quiet_from time NOT NULL,
        -- the same as quiet_from: never
        quiet_until time NOT NULL,
        updated_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_reminder_setting PRIMARY KEY (org_id, person_id)
      );
      ${tenantTable('reminder_setting', MUTABLE)}

      -- One mail to one person: what they were reminded of at that time, of themselves or of those they manage.
      CREATE TABLE reminder_digest (
        org_id uuid NOT NULL CONSTRAINT fk_reminder_digest_organization REFERENCES organization (id),
        id uuid NOT NULL,
        recipient_id uuid NOT NULL CONSTRAINT fk_reminder_digest_recipient REFERENCES person (id),
        audience text NOT NULL CONSTRAINT ck_reminder_digest_audience CHECK (audience IN ('HOLDER', 'LINE_MANAGER')),
        -- not before: the end of the recipient's quiet hours
        send_after timestamptz NOT NULL,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_reminder_digest PRIMARY KEY (org_id, id)
      );
      CREATE INDEX ix_reminder_digest_recipient ON reminder_digest (org_id, recipient_id, id);
      ${tenantTable('reminder_digest', APPEND_ONLY)}

      -- Its key is why nobody is reminded of the same thing twice: the same day on which it lapses, so many days before.
      CREATE TABLE reminder (
        org_id uuid NOT NULL,
        recipient_id uuid NOT NULL CONSTRAINT fk_reminder_recipient REFERENCES person (id),
        -- whose it is: the recipient's own, or of somebody they manage
        holder_id uuid NOT NULL CONSTRAINT fk_reminder_holder REFERENCES person (id),
        kind text NOT NULL CONSTRAINT ck_reminder_kind CHECK (kind IN
          ('CREDENTIAL', 'CLEARANCE', 'TRAINING', 'SKILL', 'LICENSE', 'CONTINUING_EDUCATION')),
        code text NOT NULL,
        lapses_on date NOT NULL,
        -- the warning that was due; -1: it has lapsed
        days_before int NOT NULL CONSTRAINT ck_reminder_days_before CHECK (days_before >= -1),
        title text NOT NULL,
        digest_id uuid NOT NULL,
        CONSTRAINT pk_reminder PRIMARY KEY (org_id, recipient_id, holder_id, kind, code, lapses_on, days_before),
        CONSTRAINT fk_reminder_digest FOREIGN KEY (org_id, digest_id) REFERENCES reminder_digest (org_id, id)
      );
      CREATE INDEX ix_reminder_digest ON reminder (org_id, digest_id);
      ${tenantTable('reminder', APPEND_ONLY)}

      -- What became of a mail, try by try. An ATTEMPTED without a later word: the process died, and it is tried again.
      CREATE TABLE reminder_delivery (
        org_id uuid NOT NULL,
        digest_id uuid NOT NULL,
        number int NOT NULL,
        outcome text NOT NULL CONSTRAINT ck_reminder_delivery_outcome CHECK (outcome IN ('ATTEMPTED', 'ACCEPTED', 'DEFERRED', 'REJECTED', 'NO_ADDRESS')),
        -- what the mail server said
        answer text,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_reminder_delivery PRIMARY KEY (org_id, digest_id, number),
        CONSTRAINT fk_reminder_delivery_digest FOREIGN KEY (org_id, digest_id) REFERENCES reminder_digest (org_id, id)
      );
      ${tenantTable('reminder_delivery', APPEND_ONLY)}

      -- Which organizations there are to look after in the background: ids, before one is chosen.
      CREATE FUNCTION organizations_to_remind() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
      SET search_path = public, pg_temp AS $$ SELECT id FROM organization ORDER BY id $$;
      REVOKE EXECUTE ON FUNCTION organizations_to_remind FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION organizations_to_remind TO preceptor_runtime;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION organizations_to_remind;
      DROP TABLE reminder_delivery, reminder, reminder_digest, reminder_setting;
    `);
  }
}
