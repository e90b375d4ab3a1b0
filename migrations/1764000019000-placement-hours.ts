import type { MigrationInterface, QueryRunner } from 'typeorm';
import { hostedTable } from './support/hosted-table.js';
import { APPEND_ONLY, tenantTable } from './support/tenant-table.js';

/** Hours on the job: claimed by the trainee, decided by a supervisor, counted in the course record. */
export class PlacementHours1764000019000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- An interval the trainee claims; a later claim may take the place of one that is not verified.
      CREATE TABLE hour_log (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        assignment_id uuid NOT NULL,
        site_org_id uuid NOT NULL,
        site_id uuid NOT NULL,
        person_id uuid NOT NULL CONSTRAINT fk_hour_log_person REFERENCES person (id),
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        break_minutes int NOT NULL DEFAULT 0,
        time_zone text NOT NULL,
        -- patient-related work needs the supervision the rules ask for, and counts in ratios
        patient_related boolean NOT NULL,
        -- who the trainee says supervised them
        supervisor_person_id uuid CONSTRAINT fk_hour_log_supervisor REFERENCES person (id),
        note text,
        supersedes_id uuid,
        withdrawn boolean NOT NULL DEFAULT false,
        logged_by uuid,
        claimed_at timestamptz,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_hour_log PRIMARY KEY (org_id, id),
        CONSTRAINT uq_hour_log_superseded UNIQUE (org_id, supersedes_id),
        CONSTRAINT fk_hour_log_assignment FOREIGN KEY (org_id, assignment_id, person_id) REFERENCES training_assignment (org_id, id, person_id),
        CONSTRAINT fk_hour_log_site FOREIGN KEY (org_id, assignment_id, site_org_id, site_id) REFERENCES training_assignment (org_id, id, site_org_id, site_id),
        CONSTRAINT fk_hour_log_superseded FOREIGN KEY (org_id, supersedes_id) REFERENCES hour_log (org_id, id),
        CONSTRAINT ck_hour_log_times CHECK (ends_at > starts_at AND ends_at <= starts_at + interval '16 hours'),
        CONSTRAINT ck_hour_log_break CHECK (break_minutes >= 0)
      );
      CREATE INDEX ix_hour_log_person ON hour_log (org_id, person_id, starts_at);
      CREATE INDEX ix_hour_log_assignment ON hour_log (org_id, assignment_id);
      -- who was at a site at a time, of whichever organization: what ratios are counted by
      CREATE INDEX ix_hour_log_site ON hour_log (site_org_id, starts_at);
      CREATE INDEX ix_hour_log_claimant ON hour_log (person_id, starts_at);
      ${tenantTable('hour_log', APPEND_ONLY)}
      ${hostedTable('hour_log', 'SELECT')}

      -- What a supervisor said about it. The latest decision holds; minutes that do not count say why.
      CREATE TABLE hour_decision (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        hour_log_id uuid NOT NULL,
        decision text NOT NULL CONSTRAINT ck_hour_decision_decision CHECK (decision IN ('VERIFIED', 'REJECTED', 'REOPENED')),
        number int NOT NULL,
        reason text,
        -- of VERIFIED: minutes that count, where they lie: [{on, startsAt, endsAt, breakMinutes, minutes}], and what kept the others
        -- from counting: [{code, minutes, message}]
        counted_minutes int,
        parts jsonb NOT NULL DEFAULT '[]',
        not_counted jsonb NOT NULL DEFAULT '[]',
        eligibility jsonb NOT NULL DEFAULT '{}',
        decided_by uuid NOT NULL CONSTRAINT fk_hour_decision_by REFERENCES person (id),
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_hour_decision PRIMARY KEY (org_id, id),
        CONSTRAINT uq_hour_decision_number UNIQUE (org_id, hour_log_id, number),
        CONSTRAINT fk_hour_decision_log FOREIGN KEY (org_id, hour_log_id) REFERENCES hour_log (org_id, id),
        CONSTRAINT ck_hour_decision_counted CHECK ((decision = 'VERIFIED') = (counted_minutes IS NOT NULL) AND coalesce(counted_minutes, 0) >= 0)
      );
      ${tenantTable('hour_decision', APPEND_ONLY)}
      -- read by the site; what its supervisors decide is entered for them, once it is settled that they may
      CREATE POLICY hosted ON hour_decision FOR SELECT USING (org_id = (SELECT hosting_org())
        AND EXISTS (SELECT 1 FROM hour_log w WHERE w.org_id = hour_decision.org_id AND w.id = hour_decision.hour_log_id));

      -- What the transaction's member claims in other organizations that shares time with an interval: nobody is at two places
      -- at once (inv 34). Tells everybody about themselves alone, by person.
      CREATE FUNCTION own_time_elsewhere(p_from timestamptz, p_to timestamptz) RETURNS TABLE (starts_at timestamptz, ends_at timestamptz)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT l.starts_at, l.ends_at FROM same_persons(ARRAY[current_person()]) s JOIN hour_log l ON l.person_id = s.person_id
        WHERE l.org_id <> current_org() AND l.starts_at < p_to AND l.ends_at > p_from AND NOT l.withdrawn
          AND NOT EXISTS (SELECT 1 FROM hour_log n WHERE n.org_id = l.org_id AND n.supersedes_id = l.id)
          AND coalesce((SELECT d.decision FROM hour_decision d WHERE d.org_id = l.org_id AND d.hour_log_id = l.id
            ORDER BY d.number DESC LIMIT 1), '') <> 'REJECTED'
      $$;
      -- Time that counts for a person at other organizations, near some claims: the same minutes never count twice. For persons
      -- who train with the transaction's organization; tells times only.
      CREATE FUNCTION counted_time_elsewhere(p_person uuid, p_from timestamptz, p_to timestamptz) RETURNS SETOF jsonb
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT part FROM same_persons(ARRAY[p_person]) s JOIN hour_log l ON l.person_id = s.person_id
        CROSS JOIN LATERAL (SELECT d.decision, d.parts FROM hour_decision d WHERE d.org_id = l.org_id AND d.hour_log_id = l.id
          ORDER BY d.number DESC LIMIT 1) d
        CROSS JOIN jsonb_array_elements(d.parts) part
        WHERE l.org_id <> current_org() AND l.starts_at < p_to AND l.ends_at > p_from AND d.decision = 'VERIFIED'
          AND EXISTS (SELECT 1 FROM training_assignment a WHERE a.org_id = current_org() AND a.person_id = p_person)
      $$;
      -- Verified time of everybody whom some persons supervised at an organization's sites, of whichever organization they are:
      -- a ratio counts all of them (inv 32). For that organization and those it has an agreement with; tells ids and times only.
      CREATE FUNCTION supervised_time(p_site_org uuid, p_supervisors uuid[], p_from timestamptz, p_to timestamptz)
      RETURNS TABLE (hour_log_id uuid, supervisor_id uuid, person_id uuid, placed boolean, patient_related boolean, starts_at timestamptz, ends_at timestamptz)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT l.id, s.canonical_id, canonical_person(l.person_id), a.kind = 'CLINICAL_PLACEMENT', l.patient_related, l.starts_at, l.ends_at
        FROM hour_log l JOIN training_assignment a ON a.org_id = l.org_id AND a.id = l.assignment_id
        CROSS JOIN LATERAL (SELECT d.decision, d.decided_by FROM hour_decision d WHERE d.org_id = l.org_id AND d.hour_log_id = l.id
          ORDER BY d.number DESC LIMIT 1) d
        JOIN same_persons(p_supervisors) s ON s.person_id = coalesce(l.supervisor_person_id, d.decided_by)
        WHERE l.site_org_id = p_site_org AND (p_site_org = current_org() OR p_site_org = ANY (partner_orgs()))
          AND l.starts_at < p_to AND l.ends_at > p_from AND d.decision = 'VERIFIED'
      $$;
      -- Whose placements are looked after in the background: ids of organizations, before one is chosen.
      CREATE FUNCTION organizations_with_placements() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
      SET search_path = public, pg_temp AS $$
        SELECT DISTINCT org_id FROM training_assignment WHERE enrollment_id IS NOT NULL AND course_id IS NOT NULL
      $$;

      -- Organizations that keep hours of a person, under whichever id: those that have to look when two persons turn out to be one.
      -- Tells nothing but which they are.
      CREATE FUNCTION orgs_that_keep_hours_of(p_person uuid) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
      SET search_path = public, pg_temp AS $$
        SELECT DISTINCT l.org_id FROM same_persons(ARRAY[p_person]) same JOIN hour_log l ON l.person_id = same.person_id
      $$;
      REVOKE EXECUTE ON FUNCTION own_time_elsewhere, counted_time_elsewhere, supervised_time, organizations_with_placements, orgs_that_keep_hours_of FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION own_time_elsewhere, counted_time_elsewhere, supervised_time, organizations_with_placements, orgs_that_keep_hours_of TO preceptor_runtime;

      -- Of the course record: what counts of a claim. A later entry takes the place of an earlier one.
      CREATE TABLE placement_hours_entry (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        enrollment_id uuid NOT NULL,
        course_id uuid NOT NULL,
        course_attempt_id uuid NOT NULL,
        -- what claimed the hours, in the feature that verified them
        source_id uuid NOT NULL,
        -- [{startsAt, endsAt, breakMinutes, minutes}]; none: nothing of it counts any more
        parts jsonb NOT NULL CONSTRAINT ck_placement_hours_entry_parts CHECK (jsonb_typeof(parts) = 'array'),
        reason text,
        supersedes_id uuid,
        -- the entry it was copied from when the enrollment moved to another version
        origin_id uuid,
        recorded_by uuid,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_placement_hours_entry PRIMARY KEY (org_id, id),
        CONSTRAINT uq_placement_hours_entry_superseded UNIQUE (org_id, supersedes_id),
        CONSTRAINT fk_placement_hours_entry_attempt FOREIGN KEY (org_id, enrollment_id, course_id, course_attempt_id) REFERENCES course_attempt (org_id, enrollment_id, course_id, id),
        CONSTRAINT fk_placement_hours_entry_superseded FOREIGN KEY (org_id, supersedes_id) REFERENCES placement_hours_entry (org_id, id),
        CONSTRAINT fk_placement_hours_entry_origin FOREIGN KEY (org_id, origin_id) REFERENCES placement_hours_entry (org_id, id)
      );
      CREATE INDEX ix_placement_hours_entry_enrollment ON placement_hours_entry (org_id, enrollment_id);
      CREATE UNIQUE INDEX uq_placement_hours_entry_first_of_source ON placement_hours_entry (org_id, course_attempt_id, source_id) WHERE supersedes_id IS NULL;
      ${tenantTable('placement_hours_entry', APPEND_ONLY)}
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION own_time_elsewhere, counted_time_elsewhere, supervised_time, organizations_with_placements, orgs_that_keep_hours_of;
      DROP TABLE placement_hours_entry, hour_decision, hour_log;
    `);
  }
}
