import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPEND_ONLY, MUTABLE, tenantTable } from './support/tenant-table.js';

/** What people were awarded, what became of it, and what an award asks for beside a program. */
export class Awards1764000027000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Numbers of certificates, of all organizations in one place: none is given twice, whatever becomes of the award.
      CREATE TABLE award_number (
        number text NOT NULL,
        org_id uuid NOT NULL CONSTRAINT fk_award_number_organization REFERENCES organization (id),
        award_id uuid NOT NULL,
        CONSTRAINT pk_award_number PRIMARY KEY (number),
        CONSTRAINT ck_award_number_form CHECK (number ~ '^([2-9A-HJ-NP-TV-Z]{4}-){3}[2-9A-HJ-NP-TV-Z]{4}$')
      );
      ${tenantTable('award_number', APPEND_ONLY)}

      -- Who is awarded what is complete without being asked, and which holds keep a certificate back. The last one counts.
      CREATE TABLE award_policy (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        -- null: for every program that has none of its own
        program_id uuid,
        automatic boolean NOT NULL,
        blocking_holds text[] NOT NULL,
        decided_by uuid CONSTRAINT fk_award_policy_decided_by REFERENCES person (id),
        decided_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_award_policy PRIMARY KEY (org_id, id),
        CONSTRAINT fk_award_policy_program FOREIGN KEY (org_id, program_id) REFERENCES program (org_id, id),
        CONSTRAINT ck_award_policy_holds CHECK (blocking_holds <@ ARRAY['FINANCIAL', 'DISCIPLINARY', 'RECORDS', 'OTHER'])
      );
      CREATE INDEX ix_award_policy ON award_policy (org_id, program_id);
      ${tenantTable('award_policy', APPEND_ONLY)}

      -- Specialties on top of a certificate: what they ask for besides, in versions.
      CREATE TABLE specialty_track (
        org_id uuid NOT NULL CONSTRAINT fk_specialty_track_organization REFERENCES organization (id),
        id uuid NOT NULL,
        code text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_specialty_track PRIMARY KEY (org_id, id),
        CONSTRAINT uq_specialty_track_code UNIQUE (org_id, code)
      );
      ${tenantTable('specialty_track', MUTABLE)}
      CREATE TABLE specialty_track_version (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        track_id uuid NOT NULL,
        label text NOT NULL,
        title text NOT NULL,
        summary text NOT NULL DEFAULT '',
        status text NOT NULL DEFAULT 'DRAFT' CONSTRAINT ck_specialty_track_version_status CHECK (status IN ('DRAFT', 'PUBLISHED', 'RETIRED')),
        -- Whoever holds the certificate of this program may earn the specialty.
        base_program_code text NOT NULL,
        -- In the words of a program's award: <CHECKLIST>_complete, <CREDENTIAL>_current.
        award_requirements text[] NOT NULL,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        published_at timestamptz,
        published_by uuid,
        retired_at timestamptz,
        retired_by uuid,
        CONSTRAINT pk_specialty_track_version PRIMARY KEY (org_id, id),
        CONSTRAINT uq_specialty_track_version_in_track UNIQUE (org_id, track_id, id),
        CONSTRAINT uq_specialty_track_version_label UNIQUE (org_id, track_id, label),
        CONSTRAINT fk_specialty_track_version_track FOREIGN KEY (org_id, track_id) REFERENCES specialty_track (org_id, id)
      );
      CREATE UNIQUE INDEX uq_specialty_track_version_draft ON specialty_track_version (org_id, track_id) WHERE status = 'DRAFT';
      CREATE UNIQUE INDEX uq_specialty_track_version_published ON specialty_track_version (org_id, track_id) WHERE status = 'PUBLISHED';
      ${tenantTable('specialty_track_version', MUTABLE)}

      CREATE TABLE award (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        person_id uuid NOT NULL CONSTRAINT fk_award_person REFERENCES person (id),
        -- of a specialty: that of the certificate it rests on
        enrollment_id uuid NOT NULL,
        kind text NOT NULL CONSTRAINT ck_award_kind CHECK (kind IN ('PROGRAM', 'SPECIALTY')),
        number text NOT NULL CONSTRAINT fk_award_number REFERENCES award_number (number),
        title text NOT NULL,
        -- as printed
        recipient_name text NOT NULL,
        program_version_id uuid,
        track_id uuid,
        track_version_id uuid,
        -- the day its requirements were met and it was earned; a reissue keeps it
        awarded_on date NOT NULL,
        -- the day this certificate was issued
        issued_on date NOT NULL,
        time_zone text NOT NULL,
        -- null: the system
        awarded_by uuid CONSTRAINT fk_award_awarded_by REFERENCES person (id),
        automatic boolean NOT NULL,
        -- requirement by requirement, as it was decided
        requirements jsonb NOT NULL,
        content_hash text NOT NULL,
        -- the certificate it takes the place of: reissued, or awarded again after a revocation
        supersedes_id uuid,
        -- why it was reissued
        reissue_reason text,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_award PRIMARY KEY (org_id, id),
        CONSTRAINT uq_award_number UNIQUE (org_id, number),
        -- At most one takes the place of another: the certificates of an enrollment are a chain.
        CONSTRAINT uq_award_supersedes UNIQUE (org_id, supersedes_id),
        CONSTRAINT fk_award_enrollment FOREIGN KEY (org_id, enrollment_id) REFERENCES enrollment (org_id, id),
        CONSTRAINT fk_award_program_version FOREIGN KEY (org_id, program_version_id) REFERENCES program_version (org_id, id),
        CONSTRAINT fk_award_track_version FOREIGN KEY (org_id, track_id, track_version_id) REFERENCES specialty_track_version (org_id, track_id, id),
        CONSTRAINT fk_award_supersedes FOREIGN KEY (org_id, supersedes_id) REFERENCES award (org_id, id),
        CONSTRAINT ck_award_of CHECK (CASE kind
          WHEN 'PROGRAM' THEN program_version_id IS NOT NULL AND track_id IS NULL AND track_version_id IS NULL
          ELSE program_version_id IS NULL AND track_id IS NOT NULL AND track_version_id IS NOT NULL END)
      );
      -- Two who award at the same moment: one of them finds it awarded.
      CREATE UNIQUE INDEX uq_award_first ON award (org_id, enrollment_id) WHERE kind = 'PROGRAM' AND supersedes_id IS NULL;
      CREATE UNIQUE INDEX uq_award_first_specialty ON award (org_id, person_id, track_id) WHERE kind = 'SPECIALTY' AND supersedes_id IS NULL;
      CREATE INDEX ix_award_enrollment ON award (org_id, enrollment_id);
      CREATE INDEX ix_award_person ON award (org_id, person_id);
      CREATE INDEX ix_award_awarded_on ON award (org_id, awarded_on, id);
      CREATE INDEX ix_award_program_version ON award (org_id, program_version_id);
      ${tenantTable('award', APPEND_ONLY)}

      CREATE TABLE award_entry (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        award_id uuid NOT NULL,
        kind text NOT NULL CONSTRAINT ck_award_entry_kind CHECK (kind IN ('SUSPENDED', 'REINSTATED', 'REVOKED')),
        effective_on date NOT NULL,
        reason text NOT NULL,
        recorded_by uuid CONSTRAINT fk_award_entry_recorded_by REFERENCES person (id),
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_award_entry PRIMARY KEY (org_id, id),
        CONSTRAINT fk_award_entry_award FOREIGN KEY (org_id, award_id) REFERENCES award (org_id, id)
      );
      CREATE INDEX ix_award_entry ON award_entry (org_id, award_id);
      CREATE UNIQUE INDEX uq_award_entry_revoked ON award_entry (org_id, award_id) WHERE kind = 'REVOKED';
      ${tenantTable('award_entry', APPEND_ONLY)}

      -- What became of an award, as its standing is folded from: without reasons and names.
      CREATE FUNCTION award_life(p_org uuid, p_award uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
        SELECT jsonb_build_object('awardedOn', a.awarded_on, 'recordedAt', a.recorded_at,
          'entries', coalesce((SELECT jsonb_agg(jsonb_build_object('kind', e.kind, 'effectiveOn', e.effective_on, 'recordedAt', e.recorded_at)
            ORDER BY e.recorded_at, e.id) FROM award_entry e WHERE e.org_id = a.org_id AND e.award_id = a.id), '[]'),
          'successor', (SELECT jsonb_build_object('issuedOn', s.issued_on, 'recordedAt', s.recorded_at)
            FROM award s WHERE s.org_id = a.org_id AND s.supersedes_id = a.id))
        FROM award a WHERE a.org_id = p_org AND a.id = p_award
      $$;
      -- Besides, of a specialty, the certificates that it rests on.
      CREATE FUNCTION award_facts(p_org uuid, p_award uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
        SELECT award_life(a.org_id, a.id) || jsonb_build_object('base', CASE a.kind WHEN 'SPECIALTY' THEN (
          SELECT jsonb_agg(award_life(b.org_id, b.id) ORDER BY b.recorded_at, b.id)
          FROM award b WHERE b.org_id = a.org_id AND b.enrollment_id = a.enrollment_id AND b.kind = 'PROGRAM') END)
        FROM award a WHERE a.org_id = p_org AND a.id = p_award
      $$;
      -- For strangers, who hold the number and nothing else: what stands on the certificate, and whether it still counts.
      -- No grades, no reasons, nobody's name but the one that is printed on it.
      CREATE FUNCTION award_by_number(p_number text) RETURNS TABLE (
        org_id uuid, award_id uuid, number text, kind text, title text, recipient_name text, issuer text,
        awarded_on date, issued_on date, time_zone text, facts jsonb
      ) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT a.org_id, a.id, a.number, a.kind, a.title, a.recipient_name, o.name, a.awarded_on, a.issued_on, a.time_zone,
          award_facts(a.org_id, a.id)
        FROM award_number n JOIN award a ON a.org_id = n.org_id AND a.id = n.award_id JOIN organization o ON o.id = n.org_id
        WHERE n.number = p_number
      $$;
      -- Who awards without being asked: ids of organizations, before one is chosen.
      CREATE FUNCTION organizations_that_award() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
      SET search_path = public, pg_temp AS $$ SELECT DISTINCT org_id FROM award_policy WHERE automatic $$;
      -- Organizations that awarded something to a person, under whichever id: those that have to look when two persons turn
      -- out to be one. Tells nothing but which they are.
      CREATE FUNCTION orgs_that_awarded(p_person uuid) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
      SET search_path = public, pg_temp AS $$
        SELECT DISTINCT a.org_id FROM same_persons(ARRAY[p_person]) same JOIN award a ON a.person_id = same.person_id
      $$;
      REVOKE EXECUTE ON FUNCTION award_by_number, organizations_that_award, orgs_that_awarded FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION award_by_number, organizations_that_award, orgs_that_awarded TO preceptor_runtime;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION orgs_that_awarded, organizations_that_award, award_by_number, award_facts, award_life;
      DROP TABLE award_entry, award, specialty_track_version, specialty_track, award_policy, award_number;
    `);
  }
}
