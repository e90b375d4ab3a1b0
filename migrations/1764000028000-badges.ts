import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPEND_ONLY, tenantTable } from './support/tenant-table.js';

/** Badges that a stranger can verify, and where their status stands. */
export class Badges1764000028000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- An award that somebody asked a badge of. Where its bits stand in the lists of its organization is drawn by lot, so
      -- that whoever asks for a list does not learn from the place who it is about.
      CREATE TABLE badge (
        org_id uuid NOT NULL,
        award_id uuid NOT NULL,
        status_list int NOT NULL CONSTRAINT ck_badge_status_list CHECK (status_list >= 1),
        status_index int NOT NULL CONSTRAINT ck_badge_status_index CHECK (status_index BETWEEN 0 AND 131071),
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_badge PRIMARY KEY (org_id, award_id),
        CONSTRAINT uq_badge_status UNIQUE (org_id, status_list, status_index),
        CONSTRAINT fk_badge_award FOREIGN KEY (org_id, award_id) REFERENCES award (org_id, id)
      );
      ${tenantTable('badge', APPEND_ONLY)}

      -- The badge as it was signed with a key. It never changes; when the key is given up, it is signed with another one.
      CREATE TABLE badge_signing (
        org_id uuid NOT NULL,
        award_id uuid NOT NULL,
        key_id text NOT NULL,
        document text NOT NULL,
        signed_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_badge_signing PRIMARY KEY (org_id, award_id, key_id),
        CONSTRAINT fk_badge_signing_badge FOREIGN KEY (org_id, award_id) REFERENCES badge (org_id, award_id)
      );
      ${tenantTable('badge_signing', APPEND_ONLY)}
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE badge_signing, badge');
  }
}
