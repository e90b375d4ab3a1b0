import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPEND_ONLY, tenantTable } from './support/tenant-table.js';

/** How certificates look, what stands on each of them, and which documents were given to whom. */
export class Transcripts1764000031000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- How an organization's documents look and who gets them; the last one counts, for what is awarded from then on.
      CREATE TABLE document_policy (
        org_id uuid NOT NULL CONSTRAINT fk_document_policy_organization REFERENCES organization (id),
        id uuid NOT NULL,
        page_size text NOT NULL CONSTRAINT ck_document_policy_page_size CHECK (page_size IN ('LETTER', 'A4')),
        -- [{name, title}]: who signs certificates; none: whoever awards
        signatories jsonb NOT NULL CONSTRAINT ck_document_policy_signatories CHECK (jsonb_typeof(signatories) = 'array'),
        -- while one of these stands, no transcript goes to others; trainees always get their own
        transcript_holds text[] NOT NULL CONSTRAINT ck_document_policy_holds CHECK (transcript_holds <@ ARRAY['FINANCIAL', 'DISCIPLINARY', 'RECORDS', 'OTHER']),
        decided_by uuid CONSTRAINT fk_document_policy_decided_by REFERENCES person (id),
        decided_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_document_policy PRIMARY KEY (org_id, id)
      );
      CREATE INDEX ix_document_policy ON document_policy (org_id, decided_at);
      ${tenantTable('document_policy', APPEND_ONLY)}

      -- What a certificate says besides its award, as it was when it was awarded: however often it is printed, it says the
      -- same. Written by the database itself.
      CREATE TABLE certificate (
        org_id uuid NOT NULL,
        award_id uuid NOT NULL,
        page_size text NOT NULL,
        -- the organization as it was called
        issuer text NOT NULL,
        signatories jsonb NOT NULL,
        -- clock minutes of the program; null for a specialty
        minutes int,
        CONSTRAINT pk_certificate PRIMARY KEY (org_id, award_id),
        CONSTRAINT fk_certificate_award FOREIGN KEY (org_id, award_id) REFERENCES award (org_id, id)
      );
      ${tenantTable('certificate', APPEND_ONLY)}
      CREATE FUNCTION note_certificate() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO certificate (org_id, award_id, page_size, issuer, signatories, minutes)
        SELECT NEW.org_id, NEW.id, coalesce(l.page_size, 'LETTER'), o.name,
          CASE WHEN jsonb_array_length(l.signatories) > 0 THEN l.signatories
               WHEN p.id IS NOT NULL THEN jsonb_build_array(jsonb_build_object('name', btrim(p.given_name || ' ' || p.family_name), 'title', NULL))
               ELSE '[]' END,
          v.total_clock_minutes
        FROM organization o
        LEFT JOIN LATERAL (SELECT d.page_size, d.signatories FROM document_policy d WHERE d.org_id = NEW.org_id
          ORDER BY d.decided_at DESC, d.id DESC LIMIT 1) l ON true
        LEFT JOIN person p ON p.id = NEW.awarded_by
        LEFT JOIN program_version v ON v.org_id = NEW.org_id AND v.id = NEW.program_version_id
        WHERE o.id = NEW.org_id;
        RETURN NULL;
      END $$;
      CREATE TRIGGER awarded AFTER INSERT ON award FOR EACH ROW EXECUTE FUNCTION note_certificate();

      -- Every document about a person that was given out: which, to whom, on what ground, by whom. What somebody prints for
      -- themselves is told once a day.
      CREATE TABLE document_issue (
        org_id uuid NOT NULL CONSTRAINT fk_document_issue_organization REFERENCES organization (id),
        id uuid NOT NULL,
        kind text NOT NULL CONSTRAINT ck_document_issue_kind CHECK (kind IN ('CERTIFICATE', 'TRANSCRIPT')),
        person_id uuid NOT NULL CONSTRAINT fk_document_issue_person REFERENCES person (id),
        award_id uuid,
        -- SHA-256, hexadecimal: of a certificate's file; of a transcript's record, as it is printed on it
        content_hash text NOT NULL,
        -- to whom it was given; null: whoever asked for it read it
        recipient text,
        basis text CONSTRAINT ck_document_issue_basis CHECK (basis IN ('TRAINEE', 'CONSENT', 'SCHOOL_OFFICIAL', 'LEGAL_REQUIREMENT')),
        -- what the ground is known by
        evidence text,
        evidence_file_id uuid,
        issued_by uuid NOT NULL CONSTRAINT fk_document_issue_issued_by REFERENCES person (id),
        -- the day in UTC
        issued_on date NOT NULL,
        issued_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_document_issue PRIMARY KEY (org_id, id),
        CONSTRAINT fk_document_issue_award FOREIGN KEY (org_id, award_id) REFERENCES award (org_id, id),
        CONSTRAINT fk_document_issue_evidence FOREIGN KEY (org_id, evidence_file_id) REFERENCES stored_file (org_id, id),
        CONSTRAINT ck_document_issue_award CHECK ((kind = 'CERTIFICATE') = (award_id IS NOT NULL)),
        CONSTRAINT ck_document_issue_recipient CHECK ((recipient IS NULL) = (basis IS NULL) AND (recipient IS NULL) = (evidence IS NULL))
      );
      CREATE UNIQUE INDEX uq_document_issue_read ON document_issue (org_id, content_hash, issued_by, issued_on) WHERE recipient IS NULL;
      CREATE INDEX ix_document_issue_person ON document_issue (org_id, person_id);
      CREATE INDEX ix_document_issue_award ON document_issue (org_id, award_id);
      ${tenantTable('document_issue', APPEND_ONLY)}
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TRIGGER awarded ON award;
      DROP FUNCTION note_certificate;
      DROP TABLE document_issue, certificate, document_policy;
    `);
  }
}
