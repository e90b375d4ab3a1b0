import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPEND_ONLY, tenantTable } from './support/tenant-table.js';

/** Activities, completions, cycles, reviews, audits and reports of continuing education. */
export class CeRecords1764000025000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- What can be attended or taught. Its facts stand in versions: a correction is a later one.
      CREATE TABLE ce_activity (
        org_id uuid NOT NULL CONSTRAINT fk_ce_activity_organization REFERENCES organization (id),
        id uuid NOT NULL,
        created_by uuid,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_ce_activity PRIMARY KEY (org_id, id)
      );
      ${tenantTable('ce_activity', APPEND_ONLY)}
      CREATE TABLE ce_activity_version (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        activity_id uuid NOT NULL,
        number int NOT NULL,
        title text NOT NULL,
        kind text NOT NULL CONSTRAINT ck_ce_activity_version_kind CHECK (kind IN ('COURSE', 'WORKSHOP', 'WEBINAR', 'CONFERENCE', 'IN_SERVICE', 'CERTIFICATION')),
        -- what is not education counts only where a policy says so (inv 60)
        nature text NOT NULL DEFAULT 'EDUCATION' CONSTRAINT ck_ce_activity_version_nature CHECK (nature IN ('EDUCATION', 'ORIENTATION', 'INITIAL_CERTIFICATION', 'MANDATORY_TRAINING')),
        provider text NOT NULL,
        provider_number text,
        -- what makes it the same course, whatever it is called and whenever it is given (inv 55)
        course_identity text NOT NULL,
        course_number text,
        delivery text NOT NULL CONSTRAINT ck_ce_activity_version_delivery CHECK (delivery IN ('LIVE', 'SELF_PACED')),
        minutes int NOT NULL CONSTRAINT ck_ce_activity_version_minutes CHECK (minutes > 0),
        partial_allowed boolean NOT NULL DEFAULT false,
        -- [{code, minutes}]; of the whole
        categories jsonb NOT NULL DEFAULT '[]',
        -- what it is besides its subjects, as policies name it: certified
        properties text[] NOT NULL DEFAULT '{}',
        -- [{approver, number, startsOn, endsOn}]: judged on the day of completion (inv 60)
        approvals jsonb NOT NULL DEFAULT '[]',
        withdrawn boolean NOT NULL DEFAULT false,
        reason text,
        recorded_by uuid,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_ce_activity_version PRIMARY KEY (org_id, id),
        CONSTRAINT uq_ce_activity_version_number UNIQUE (org_id, activity_id, number),
        CONSTRAINT fk_ce_activity_version_activity FOREIGN KEY (org_id, activity_id) REFERENCES ce_activity (org_id, id)
      );
      ${tenantTable('ce_activity_version', APPEND_ONLY)}

      -- Somebody did it, on a day. What is known of it follows from its entries; beside them stands only what keeps it from being
      -- claimed twice (abuse 39).
      CREATE TABLE ce_completion (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        person_id uuid NOT NULL CONSTRAINT fk_ce_completion_person REFERENCES person (id),
        activity_id uuid NOT NULL,
        completed_on date NOT NULL,
        -- a course of our own it comes from, as ATTENDEE or TEACHER: credited once
        source_key text,
        withdrawn boolean NOT NULL DEFAULT false,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_ce_completion PRIMARY KEY (org_id, id),
        CONSTRAINT fk_ce_completion_activity FOREIGN KEY (org_id, activity_id) REFERENCES ce_activity (org_id, id)
      );
      CREATE UNIQUE INDEX uq_ce_completion_claim ON ce_completion (org_id, person_id, activity_id, completed_on) WHERE NOT withdrawn;
      CREATE UNIQUE INDEX uq_ce_completion_source ON ce_completion (org_id, source_key, activity_id) WHERE source_key IS NOT NULL AND NOT withdrawn;
      CREATE INDEX ix_ce_completion_activity ON ce_completion (org_id, activity_id);
      ${tenantTable('ce_completion', `SELECT, INSERT, UPDATE (completed_on, withdrawn)`)}
      CREATE TABLE ce_completion_entry (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        completion_id uuid NOT NULL,
        number int NOT NULL,
        kind text NOT NULL CONSTRAINT ck_ce_completion_entry_kind CHECK (kind IN ('CLAIMED', 'RECORDED', 'CREDITED', 'CORRECTED', 'WITHDRAWN', 'UNCREDITED', 'SUBMITTED', 'ACCEPTED', 'MORE_ASKED', 'REFUSED')),
        -- what was done, of the kinds that say it
        role text CONSTRAINT ck_ce_completion_entry_role CHECK (role IN ('ATTENDEE', 'TEACHER')),
        -- when, where it was one stretch of time: the same minutes count once (inv 36)
        starts_at timestamptz,
        ends_at timestamptz,
        -- the person's zone, in which the day is read (inv 56)
        time_zone text,
        completed_on date,
        minutes int,
        -- [{code, minutes}]
        categories jsonb,
        reason text,
        recorded_by uuid,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_ce_completion_entry PRIMARY KEY (org_id, id),
        CONSTRAINT uq_ce_completion_entry_number UNIQUE (org_id, completion_id, number),
        CONSTRAINT fk_ce_completion_entry_completion FOREIGN KEY (org_id, completion_id) REFERENCES ce_completion (org_id, id),
        CONSTRAINT ck_ce_completion_entry_fact CHECK ((kind IN ('CLAIMED', 'RECORDED', 'CREDITED', 'CORRECTED')) = (role IS NOT NULL)
          AND (role IS NULL) = (completed_on IS NULL) AND (role IS NULL) = (minutes IS NULL) AND (role IS NULL) = (categories IS NULL)),
        CONSTRAINT ck_ce_completion_entry_times CHECK ((starts_at IS NULL) = (ends_at IS NULL) AND (ends_at IS NULL OR ends_at > starts_at)),
        CONSTRAINT ck_ce_completion_entry_minutes CHECK (minutes >= 0)
      );
      ${tenantTable('ce_completion_entry', APPEND_ONLY)}
      CREATE TABLE ce_completion_file (
        org_id uuid NOT NULL,
        completion_id uuid NOT NULL,
        file_id uuid NOT NULL,
        -- as it was when it was added: what an audit proves
        sha256 text NOT NULL,
        added_by uuid,
        added_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_ce_completion_file PRIMARY KEY (org_id, completion_id, file_id),
        CONSTRAINT fk_ce_completion_file_completion FOREIGN KEY (org_id, completion_id) REFERENCES ce_completion (org_id, id),
        CONSTRAINT fk_ce_completion_file_file FOREIGN KEY (org_id, file_id) REFERENCES stored_file (org_id, id)
      );
      ${tenantTable('ce_completion_file', APPEND_ONLY)}
      CREATE INDEX ix_ce_completion_person ON ce_completion (org_id, person_id);
      -- Time within completions of the transaction's organization that counts as class or placement hours of the same person, here
      -- or elsewhere: the same minutes count once (inv 36). Tells times only.
      CREATE FUNCTION time_counted_as_hours(p_completions uuid[], p_known_at timestamptz)
      RETURNS TABLE (completion_id uuid, starts_at timestamptz, ends_at timestamptz)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        WITH asked AS (
          SELECT c.id, c.person_id, f.starts_at, f.ends_at FROM ce_completion c
          JOIN LATERAL (SELECT e.starts_at, e.ends_at FROM ce_completion_entry e WHERE e.org_id = c.org_id AND e.completion_id = c.id
            AND e.role IS NOT NULL AND e.recorded_at <= p_known_at ORDER BY e.number DESC LIMIT 1) f ON f.starts_at IS NOT NULL
          WHERE c.org_id = current_org() AND c.id = ANY (p_completions)
        ), same AS MATERIALIZED (SELECT * FROM same_persons(ARRAY(SELECT DISTINCT a.person_id FROM asked a))),
        known_in AS (SELECT DISTINCT s.canonical_id, m.org_id FROM same s JOIN membership m ON m.person_id = s.person_id),
        near AS (
          SELECT a.id, a.starts_at, a.ends_at, other.person_id, other.canonical_id FROM asked a
          JOIN same own ON own.person_id = a.person_id JOIN same other ON other.canonical_id = own.canonical_id
        )
        SELECT n.id, h.starts_at + make_interval(mins => h.minutes_late), h.ends_at - make_interval(mins => h.minutes_left_early)
        FROM near n JOIN known_in k ON k.canonical_id = n.canonical_id
        JOIN enrollment e ON e.org_id = k.org_id AND e.person_id = n.person_id
        JOIN hours_entry h ON h.org_id = e.org_id AND h.enrollment_id = e.id
        WHERE h.status IN ('PRESENT', 'MAKE_UP') AND NOT h.voided AND h.starts_at < n.ends_at AND h.ends_at > n.starts_at
          AND h.recorded_at <= p_known_at AND NOT EXISTS (SELECT 1 FROM hours_entry l
            WHERE l.org_id = h.org_id AND l.supersedes_id = h.id AND l.recorded_at <= p_known_at)
        UNION ALL
        SELECT n.id, (part ->> 'startsAt')::timestamptz, (part ->> 'endsAt')::timestamptz
        FROM near n JOIN hour_log w ON w.person_id = n.person_id AND w.starts_at < n.ends_at AND w.starts_at > n.starts_at - interval '16 hours'
        CROSS JOIN LATERAL (SELECT d.decision, d.parts FROM hour_decision d WHERE d.org_id = w.org_id AND d.hour_log_id = w.id
          AND d.recorded_at <= p_known_at ORDER BY d.number DESC LIMIT 1) d
        CROSS JOIN jsonb_array_elements(d.parts) part
        WHERE d.decision = 'VERIFIED' AND w.ends_at > n.starts_at
      $$;
      REVOKE EXECUTE ON FUNCTION time_counted_as_hours FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION time_counted_as_hours TO preceptor_runtime;

      -- Which course of our own yields which activity, to whom.
      CREATE TABLE ce_course_link (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        program_id uuid NOT NULL,
        course_code text NOT NULL,
        activity_id uuid NOT NULL,
        role text NOT NULL CONSTRAINT ck_ce_course_link_role CHECK (role IN ('ATTENDEE', 'TEACHER')),
        -- courses finished from then on
        starts_on date NOT NULL,
        -- the last day; set once, by whoever ends it
        ends_on date,
        reason text NOT NULL,
        recorded_by uuid,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_ce_course_link PRIMARY KEY (org_id, id),
        CONSTRAINT uq_ce_course_link UNIQUE (org_id, program_id, course_code, role, activity_id, starts_on),
        CONSTRAINT fk_ce_course_link_program FOREIGN KEY (org_id, program_id) REFERENCES program (org_id, id),
        CONSTRAINT fk_ce_course_link_activity FOREIGN KEY (org_id, activity_id) REFERENCES ce_activity (org_id, id),
        CONSTRAINT ck_ce_course_link_dates CHECK (ends_on IS NULL OR ends_on >= starts_on)
      );
      CREATE INDEX ix_ce_course_link_activity ON ce_course_link (org_id, activity_id);
      ${tenantTable('ce_course_link', 'SELECT, INSERT, UPDATE (ends_on)')}
      -- Whose courses are credited in the background: ids of organizations, before one is chosen.
      CREATE FUNCTION organizations_with_ce_course_links() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
      SET search_path = public, pg_temp AS $$ SELECT DISTINCT org_id FROM ce_course_link $$;
      REVOKE EXECUTE ON FUNCTION organizations_with_ce_course_links FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION organizations_with_ce_course_links TO preceptor_runtime;
      -- Organizations that keep completions of a person, under whichever id: those that have to look when two persons turn out
      -- to be one. Tells nothing but which they are.
      CREATE FUNCTION orgs_that_keep_ce_of(p_person uuid) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
      SET search_path = public, pg_temp AS $$
        SELECT DISTINCT c.org_id FROM same_persons(ARRAY[p_person]) same JOIN ce_completion c ON c.person_id = same.person_id
      $$;
      REVOKE EXECUTE ON FUNCTION orgs_that_keep_ce_of FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION orgs_that_keep_ce_of TO preceptor_runtime;

      -- Who has to earn by which policy, and for what. Its facts stand in entries: a correction is a later one.
      CREATE TABLE ce_obligation (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        person_id uuid NOT NULL CONSTRAINT fk_ce_obligation_person REFERENCES person (id),
        policy_code text NOT NULL,
        renews text NOT NULL CONSTRAINT ck_ce_obligation_renews CHECK (renews IN ('LICENSE', 'CARD', 'EMPLOYMENT')),
        -- the license, the card, or the organization that employs
        renews_id uuid NOT NULL,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_ce_obligation PRIMARY KEY (org_id, id),
        CONSTRAINT uq_ce_obligation UNIQUE (org_id, person_id, policy_code, renews_id),
        CONSTRAINT fk_ce_obligation_organization FOREIGN KEY (org_id) REFERENCES organization (id)
      );
      CREATE INDEX ix_ce_obligation_policy ON ce_obligation (org_id, policy_code);
      ${tenantTable('ce_obligation', APPEND_ONLY)}
      CREATE TABLE ce_obligation_entry (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        obligation_id uuid NOT NULL,
        number int NOT NULL,
        -- what its cycles are counted from: the day of issue, of hiring
        anchor_on date NOT NULL,
        -- held from then on, and until: both inclusive
        starts_on date NOT NULL,
        ends_on date,
        -- whether the first renewal was late is told by its day
        first_renewed_on date,
        reason text,
        recorded_by uuid,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_ce_obligation_entry PRIMARY KEY (org_id, id),
        CONSTRAINT uq_ce_obligation_entry_number UNIQUE (org_id, obligation_id, number),
        CONSTRAINT fk_ce_obligation_entry_obligation FOREIGN KEY (org_id, obligation_id) REFERENCES ce_obligation (org_id, id),
        CONSTRAINT ck_ce_obligation_entry_dates CHECK (ends_on IS NULL OR ends_on >= starts_on)
      );
      ${tenantTable('ce_obligation_entry', APPEND_ONLY)}

      -- Asked for and granted before the cycle ended: less to earn, or more time.
      CREATE TABLE ce_waiver (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        obligation_id uuid NOT NULL,
        cycle_starts_on date NOT NULL,
        kind text NOT NULL CONSTRAINT ck_ce_waiver_kind CHECK (kind IN ('WAIVER', 'EXTENSION')),
        reason_code text NOT NULL CONSTRAINT ck_ce_waiver_reason_code CHECK (reason_code IN ('MEDICAL', 'MILITARY', 'HARDSHIP', 'OTHER')),
        -- of a waiver: the requirement it speaks of, TOTAL among them; null: all of them
        requirement text,
        -- so many minutes less; null: all
        minutes int,
        -- of an extension: the last day
        extended_to date,
        granted_on date NOT NULL,
        reason text NOT NULL,
        -- the waiver it takes back
        revokes_id uuid,
        recorded_by uuid,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_ce_waiver PRIMARY KEY (org_id, id),
        CONSTRAINT uq_ce_waiver_revoked UNIQUE (org_id, revokes_id),
        CONSTRAINT fk_ce_waiver_obligation FOREIGN KEY (org_id, obligation_id) REFERENCES ce_obligation (org_id, id),
        CONSTRAINT fk_ce_waiver_revoked FOREIGN KEY (org_id, revokes_id) REFERENCES ce_waiver (org_id, id),
        CONSTRAINT ck_ce_waiver_minutes CHECK (minutes > 0),
        CONSTRAINT ck_ce_waiver_kind_says CHECK ((kind = 'EXTENSION') = (extended_to IS NOT NULL) AND (kind = 'WAIVER' OR (minutes IS NULL AND requirement IS NULL)))
      );
      CREATE INDEX ix_ce_waiver_obligation ON ce_waiver (org_id, obligation_id);
      ${tenantTable('ce_waiver', APPEND_ONLY)}

      -- A closed cycle, as it was decided: what counted where stays so, until a correction with a reason (inv 61).
      CREATE TABLE ce_cycle_closing (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        obligation_id uuid NOT NULL,
        cycle_starts_on date NOT NULL,
        cycle_ends_on date NOT NULL,
        -- 1: the closing itself; later ones are corrections of it
        number int NOT NULL,
        reason text,
        -- the policy, the cycle, the completions with their evidence and what counted where
        decided jsonb NOT NULL,
        content_hash text NOT NULL,
        recorded_by uuid,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_ce_cycle_closing PRIMARY KEY (org_id, id),
        CONSTRAINT uq_ce_cycle_closing_number UNIQUE (org_id, obligation_id, cycle_starts_on, number),
        CONSTRAINT fk_ce_cycle_closing_obligation FOREIGN KEY (org_id, obligation_id) REFERENCES ce_obligation (org_id, id),
        CONSTRAINT ck_ce_cycle_closing_reason CHECK (number = 1 OR reason IS NOT NULL)
      );
      ${tenantTable('ce_cycle_closing', APPEND_ONLY)}

      -- What an auditor was given about a cycle: never changed.
      CREATE TABLE ce_audit (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        obligation_id uuid NOT NULL,
        cycle_starts_on date NOT NULL,
        -- as text, so that whoever has the packet gets the same hash
        packet text NOT NULL,
        content_hash text NOT NULL,
        recorded_by uuid,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_ce_audit PRIMARY KEY (org_id, id),
        CONSTRAINT fk_ce_audit_obligation FOREIGN KEY (org_id, obligation_id) REFERENCES ce_obligation (org_id, id)
      );
      CREATE INDEX ix_ce_audit_obligation ON ce_audit (org_id, obligation_id);
      ${tenantTable('ce_audit', APPEND_ONLY)}

      -- How states' systems want completions reported, as data for everybody. Written by the owner alone, from a file.
      CREATE TABLE ce_report_format (
        id uuid CONSTRAINT pk_ce_report_format PRIMARY KEY,
        code text NOT NULL,
        -- as the file has it, read by reports/
        format jsonb NOT NULL,
        recorded_at timestamptz NOT NULL DEFAULT app_now()
      );
      CREATE INDEX ix_ce_report_format_code ON ce_report_format (code, recorded_at);
      ALTER TABLE ce_report_format ENABLE ROW LEVEL SECURITY; ALTER TABLE ce_report_format FORCE ROW LEVEL SECURITY;
      CREATE POLICY law ON ce_report_format FOR SELECT USING (true);
      GRANT SELECT ON ce_report_format TO preceptor_runtime;

      -- What was reported to a state's system: each row once, corrected by further rows.
      CREATE TABLE ce_report (
        org_id uuid NOT NULL CONSTRAINT fk_ce_report_organization REFERENCES organization (id),
        id uuid NOT NULL,
        policy_code text NOT NULL,
        format text NOT NULL,
        columns jsonb NOT NULL,
        -- [{completionId, personId, message}]: what could not be reported, and why
        left_out jsonb NOT NULL DEFAULT '[]',
        recorded_by uuid,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_ce_report PRIMARY KEY (org_id, id)
      );
      ${tenantTable('ce_report', APPEND_ONLY)}
      CREATE TABLE ce_report_row (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        report_id uuid NOT NULL,
        obligation_id uuid NOT NULL,
        completion_id uuid NOT NULL,
        -- 1: reported; later: corrected
        number int NOT NULL,
        kind text NOT NULL CONSTRAINT ck_ce_report_row_kind CHECK (kind IN ('REPORTED', 'CORRECTED', 'WITHDRAWN')),
        position int NOT NULL,
        cells jsonb NOT NULL,
        -- of what was reported: a completion that says the same is not reported again
        content_hash text NOT NULL,
        CONSTRAINT pk_ce_report_row PRIMARY KEY (org_id, id),
        CONSTRAINT uq_ce_report_row_number UNIQUE (org_id, obligation_id, completion_id, number),
        CONSTRAINT fk_ce_report_row_report FOREIGN KEY (org_id, report_id) REFERENCES ce_report (org_id, id),
        CONSTRAINT fk_ce_report_row_obligation FOREIGN KEY (org_id, obligation_id) REFERENCES ce_obligation (org_id, id),
        CONSTRAINT fk_ce_report_row_completion FOREIGN KEY (org_id, completion_id) REFERENCES ce_completion (org_id, id)
      );
      CREATE INDEX ix_ce_report_row_completion ON ce_report_row (org_id, completion_id);
      CREATE INDEX ix_ce_report_row_report ON ce_report_row (org_id, report_id, position);
      ${tenantTable('ce_report_row', APPEND_ONLY)}
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION time_counted_as_hours, organizations_with_ce_course_links, orgs_that_keep_ce_of;
      DROP TABLE ce_report_row, ce_report, ce_report_format, ce_audit, ce_cycle_closing, ce_waiver, ce_obligation_entry, ce_obligation, ce_course_link,
        ce_completion_file, ce_completion_entry, ce_completion, ce_activity_version, ce_activity;
    `);
  }
}
