import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sharedDefinition } from './support/hosted-table.js';
import { APPEND_ONLY, MUTABLE, tenantTable } from './support/tenant-table.js';

/** Agreements between schools and clinics, who trains where, who may validate, and what a clinic sees of a school's trainees. */
export class Placements1764000016000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- A clinic hands a code to a school it is willing to work with: only so do the two learn of each other.
      CREATE TABLE affiliation_code (
        org_id uuid NOT NULL CONSTRAINT fk_affiliation_code_organization REFERENCES organization (id),
        id uuid NOT NULL,
        -- for whom it was made, in the clinic's own words
        label text NOT NULL,
        token_hash text NOT NULL,
        expires_at timestamptz NOT NULL,
        created_by uuid,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        redeemed_at timestamptz,
        redeemed_by_org_id uuid CONSTRAINT fk_affiliation_code_redeemed_by REFERENCES organization (id),
        revoked_at timestamptz,
        CONSTRAINT pk_affiliation_code PRIMARY KEY (org_id, id),
        CONSTRAINT uq_affiliation_code_token UNIQUE (org_id, token_hash)
      );
      CREATE INDEX ix_affiliation_code_token ON affiliation_code (token_hash);
      ${tenantTable('affiliation_code', MUTABLE)}

      -- Between a school (org_id) and the clinic whose sites its trainees go to (site_org_id).
      CREATE TABLE affiliation_agreement (
        org_id uuid NOT NULL CONSTRAINT fk_affiliation_agreement_organization REFERENCES organization (id),
        id uuid NOT NULL,
        site_org_id uuid NOT NULL CONSTRAINT fk_affiliation_agreement_site_organization REFERENCES organization (id),
        title text NOT NULL,
        starts_on date NOT NULL,
        ends_on date,
        -- what the two agreed on beyond the law: the same shape as a supervision policy
        supervision_rule jsonb,
        created_by uuid,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_affiliation_agreement PRIMARY KEY (org_id, id),
        CONSTRAINT uq_affiliation_agreement_partner UNIQUE (org_id, site_org_id, id),
        CONSTRAINT ck_affiliation_agreement_two CHECK (org_id <> site_org_id),
        CONSTRAINT ck_affiliation_agreement_dates CHECK (ends_on IS NULL OR ends_on >= starts_on)
      );
      CREATE INDEX ix_affiliation_agreement_site_org ON affiliation_agreement (site_org_id);
      ${tenantTable('affiliation_agreement', APPEND_ONLY)}
      CREATE POLICY partner ON affiliation_agreement FOR SELECT USING (site_org_id = (SELECT current_org()));
      -- Ended before its time, by either side.
      CREATE TABLE affiliation_ending (
        org_id uuid NOT NULL,
        agreement_id uuid NOT NULL,
        site_org_id uuid NOT NULL,
        ends_on date NOT NULL,
        reason text NOT NULL,
        ended_by uuid,
        -- which of the two
        ended_by_org_id uuid NOT NULL CONSTRAINT fk_affiliation_ending_ended_by_organization REFERENCES organization (id),
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_affiliation_ending PRIMARY KEY (org_id, agreement_id),
        CONSTRAINT fk_affiliation_ending_agreement FOREIGN KEY (org_id, site_org_id, agreement_id) REFERENCES affiliation_agreement (org_id, site_org_id, id)
      );
      ${tenantTable('affiliation_ending', APPEND_ONLY)}
      CREATE POLICY partner ON affiliation_ending FOR SELECT USING (site_org_id = (SELECT current_org()));
      CREATE POLICY ended_by_partner ON affiliation_ending FOR INSERT
        WITH CHECK (site_org_id = (SELECT current_org()) AND ended_by_org_id = (SELECT current_org()));

      -- Somebody trains at a site from one day to another: a school's trainee placed at a clinic, or somebody's own new hire.
      -- org_id owns the records; site_org_id owns the site (the same for an employee).
      CREATE TABLE training_assignment (
        org_id uuid NOT NULL CONSTRAINT fk_training_assignment_organization REFERENCES organization (id),
        id uuid NOT NULL,
        kind text NOT NULL CONSTRAINT ck_training_assignment_kind CHECK (kind IN ('CLINICAL_PLACEMENT', 'EMPLOYEE')),
        person_id uuid NOT NULL CONSTRAINT fk_training_assignment_person REFERENCES person (id),
        enrollment_id uuid,
        -- the course whose hours and checklist it serves
        course_id uuid,
        agreement_id uuid,
        site_org_id uuid NOT NULL,
        site_id uuid NOT NULL,
        -- of the site when the assignment was made: what the days of the assignment are read in
        time_zone text NOT NULL,
        checklist_version_id uuid NOT NULL,
        starts_on date NOT NULL,
        ends_on date,
        created_by uuid,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_training_assignment PRIMARY KEY (org_id, id),
        CONSTRAINT uq_training_assignment_person UNIQUE (org_id, id, person_id),
        CONSTRAINT uq_training_assignment_site UNIQUE (org_id, id, site_org_id, site_id),
        CONSTRAINT fk_training_assignment_enrollment FOREIGN KEY (org_id, enrollment_id) REFERENCES enrollment (org_id, id),
        CONSTRAINT fk_training_assignment_course FOREIGN KEY (org_id, course_id) REFERENCES course (org_id, id),
        CONSTRAINT fk_training_assignment_agreement FOREIGN KEY (org_id, site_org_id, agreement_id) REFERENCES affiliation_agreement (org_id, site_org_id, id),
        CONSTRAINT fk_training_assignment_site FOREIGN KEY (site_org_id, site_id) REFERENCES site (org_id, id),
        CONSTRAINT fk_training_assignment_checklist FOREIGN KEY (org_id, checklist_version_id) REFERENCES checklist_version (org_id, id),
        CONSTRAINT ck_training_assignment_dates CHECK (ends_on IS NULL OR ends_on >= starts_on),
        CONSTRAINT ck_training_assignment_placement CHECK (CASE kind
          WHEN 'CLINICAL_PLACEMENT' THEN enrollment_id IS NOT NULL AND ends_on IS NOT NULL AND (agreement_id IS NOT NULL) = (org_id <> site_org_id)
          ELSE enrollment_id IS NULL AND agreement_id IS NULL AND org_id = site_org_id END)
      );
      CREATE INDEX ix_training_assignment_person ON training_assignment (org_id, person_id);
      CREATE INDEX ix_training_assignment_enrollment ON training_assignment (org_id, enrollment_id);
      CREATE INDEX ix_training_assignment_course ON training_assignment (org_id, course_id);
      CREATE INDEX ix_training_assignment_site ON training_assignment (site_org_id, site_id, starts_on);
      CREATE INDEX ix_training_assignment_checklist ON training_assignment (org_id, checklist_version_id);
      ${tenantTable('training_assignment', APPEND_ONLY)}

      -- What became of it: moved dates, ended early, cancelled before it began; gates overridden. The latest entry of a kind holds.
      CREATE TABLE assignment_entry (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        assignment_id uuid NOT NULL,
        kind text NOT NULL CONSTRAINT ck_assignment_entry_kind CHECK (kind IN ('DATES_CHANGED', 'ENDED', 'CANCELLED', 'GATE_OVERRIDDEN', 'CHECKLIST_CHANGED')),
        starts_on date,
        ends_on date,
        checklist_version_id uuid,
        gate text,
        reason text NOT NULL,
        recorded_by uuid,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_assignment_entry PRIMARY KEY (org_id, id),
        CONSTRAINT fk_assignment_entry_assignment FOREIGN KEY (org_id, assignment_id) REFERENCES training_assignment (org_id, id),
        CONSTRAINT fk_assignment_entry_checklist FOREIGN KEY (org_id, checklist_version_id) REFERENCES checklist_version (org_id, id)
      );
      CREATE INDEX ix_assignment_entry_assignment ON assignment_entry (org_id, assignment_id, recorded_at);
      CREATE INDEX ix_assignment_entry_checklist ON assignment_entry (org_id, checklist_version_id);
      ${tenantTable('assignment_entry', APPEND_ONLY)}

      -- The assignment with its dates as they stand today: what is asked at every turn. Rebuilt from the entries.
      CREATE TABLE assignment_standing (
        org_id uuid NOT NULL,
        assignment_id uuid NOT NULL,
        person_id uuid NOT NULL CONSTRAINT fk_assignment_standing_person REFERENCES person (id),
        site_org_id uuid NOT NULL,
        site_id uuid NOT NULL,
        time_zone text NOT NULL,
        checklist_version_id uuid NOT NULL,
        starts_on date NOT NULL,
        -- null: open-ended
        ends_on date,
        cancelled boolean NOT NULL DEFAULT false,
        updated_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_assignment_standing PRIMARY KEY (org_id, assignment_id),
        CONSTRAINT fk_assignment_standing_assignment FOREIGN KEY (org_id, assignment_id, site_org_id, site_id) REFERENCES training_assignment (org_id, id, site_org_id, site_id),
        CONSTRAINT fk_assignment_standing_checklist FOREIGN KEY (org_id, checklist_version_id) REFERENCES checklist_version (org_id, id)
      );
      CREATE INDEX ix_assignment_standing_site ON assignment_standing (site_org_id, site_id);
      CREATE INDEX ix_assignment_standing_person ON assignment_standing (org_id, person_id);
      CREATE INDEX ix_assignment_standing_checklist ON assignment_standing (org_id, checklist_version_id);
      ${tenantTable('assignment_standing', MUTABLE)}

      -- Skills a site asks for besides the checklist: of its own catalogue, the school's set stays as it is.
      CREATE TABLE assignment_added_skill (
        org_id uuid NOT NULL,
        assignment_id uuid NOT NULL,
        site_org_id uuid NOT NULL,
        skill_org_id uuid NOT NULL,
        skill_id uuid NOT NULL,
        skill_version_id uuid NOT NULL,
        added_by uuid,
        added_at timestamptz NOT NULL DEFAULT app_now(),
        removed_at timestamptz,
        removed_by uuid,
        CONSTRAINT pk_assignment_added_skill PRIMARY KEY (org_id, assignment_id, skill_org_id, skill_id, added_at),
        CONSTRAINT fk_assignment_added_skill_assignment FOREIGN KEY (org_id, assignment_id) REFERENCES training_assignment (org_id, id),
        CONSTRAINT fk_assignment_added_skill_version FOREIGN KEY (skill_org_id, skill_id, skill_version_id) REFERENCES skill_version (org_id, skill_id, id)
      );
      -- Asked for once at a time; what was asked for before stays on record.
      CREATE UNIQUE INDEX uq_assignment_added_skill_open ON assignment_added_skill (org_id, assignment_id, skill_org_id, skill_id) WHERE removed_at IS NULL;
      CREATE INDEX ix_assignment_added_skill_version ON assignment_added_skill (skill_org_id, skill_version_id);
      ${tenantTable('assignment_added_skill', MUTABLE)}

      -- Who may observe and sign at a site, from when to when, and what. Of the organization whose site it is.
      CREATE TABLE validator_authorization (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        person_id uuid NOT NULL CONSTRAINT fk_validator_authorization_person REFERENCES person (id),
        site_id uuid NOT NULL,
        starts_on date NOT NULL,
        ends_on date,
        -- when they finished assessor training; null: not yet, so they may not sign
        assessor_trained_on date,
        -- codes of the skills they are attested in; null: all
        skill_codes text[],
        -- whom and what else they may: final approval
        may_approve boolean NOT NULL DEFAULT false,
        -- the authorization it takes the place of, from the day it was recorded
        supersedes_id uuid,
        reason text,
        recorded_by uuid,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_validator_authorization PRIMARY KEY (org_id, id),
        CONSTRAINT uq_validator_authorization_superseded UNIQUE (org_id, supersedes_id),
        CONSTRAINT fk_validator_authorization_site FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id),
        CONSTRAINT fk_validator_authorization_superseded FOREIGN KEY (org_id, supersedes_id) REFERENCES validator_authorization (org_id, id),
        CONSTRAINT ck_validator_authorization_dates CHECK (ends_on IS NULL OR ends_on >= starts_on - 1)
      );
      CREATE INDEX ix_validator_authorization_person ON validator_authorization (org_id, person_id, site_id);
      CREATE INDEX ix_validator_authorization_site ON validator_authorization (org_id, site_id);
      ${tenantTable('validator_authorization', APPEND_ONLY)}

      -- The supervisors named for a trainee: one of them is responsible at any time.
      CREATE TABLE assignment_supervisor (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        assignment_id uuid NOT NULL,
        site_org_id uuid NOT NULL,
        person_id uuid NOT NULL CONSTRAINT fk_assignment_supervisor_person REFERENCES person (id),
        -- as it was when they were named: the school does not know the clinic's people otherwise
        printed_name text NOT NULL DEFAULT '',
        starts_on date NOT NULL,
        ends_on date,
        supersedes_id uuid,
        recorded_by uuid,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_assignment_supervisor PRIMARY KEY (org_id, id),
        CONSTRAINT uq_assignment_supervisor_superseded UNIQUE (org_id, supersedes_id),
        CONSTRAINT fk_assignment_supervisor_assignment FOREIGN KEY (org_id, assignment_id) REFERENCES training_assignment (org_id, id),
        CONSTRAINT fk_assignment_supervisor_superseded FOREIGN KEY (org_id, supersedes_id) REFERENCES assignment_supervisor (org_id, id),
        CONSTRAINT ck_assignment_supervisor_dates CHECK (ends_on IS NULL OR ends_on >= starts_on - 1)
      );
      CREATE INDEX ix_assignment_supervisor_assignment ON assignment_supervisor (org_id, assignment_id);
      CREATE INDEX ix_assignment_supervisor_person ON assignment_supervisor (person_id);
      ${tenantTable('assignment_supervisor', APPEND_ONLY)}

      -- Where a site was, day by day: a site that moves to another state keeps what happened before under the law of then.
      -- Written by the database itself; the first entry, of no day, says where the site was from its beginning.
      CREATE TABLE site_jurisdiction (
        org_id uuid NOT NULL,
        site_id uuid NOT NULL,
        number int NOT NULL,
        effective_on date,
        jurisdiction text NOT NULL,
        time_zone text NOT NULL,
        setting text NOT NULL,
        recorded_by uuid,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_site_jurisdiction PRIMARY KEY (org_id, site_id, number),
        CONSTRAINT fk_site_jurisdiction_site FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id),
        CONSTRAINT ck_site_jurisdiction_first CHECK ((number = 1) = (effective_on IS NULL))
      );
      ${tenantTable('site_jurisdiction', APPEND_ONLY)}
      INSERT INTO site_jurisdiction (org_id, site_id, number, jurisdiction, time_zone, setting, recorded_at)
      SELECT org_id, id, 1, jurisdiction, time_zone, setting, created_at FROM site;
      CREATE FUNCTION note_site_jurisdiction() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO site_jurisdiction (org_id, site_id, number, effective_on, jurisdiction, time_zone, setting, recorded_by)
        SELECT NEW.org_id, NEW.id, count(*) + 1, CASE WHEN count(*) > 0 THEN (app_now() AT TIME ZONE NEW.time_zone)::date END,
          NEW.jurisdiction, NEW.time_zone, NEW.setting, current_person()
        FROM site_jurisdiction j WHERE j.org_id = NEW.org_id AND j.site_id = NEW.id;
        RETURN NULL;
      END $$;
      CREATE TRIGGER site_opened AFTER INSERT ON site FOR EACH ROW EXECUTE FUNCTION note_site_jurisdiction();
      CREATE TRIGGER site_moved AFTER UPDATE OF jurisdiction, time_zone, setting ON site FOR EACH ROW
        WHEN ((OLD.jurisdiction, OLD.time_zone, OLD.setting) IS DISTINCT FROM (NEW.jurisdiction, NEW.time_zone, NEW.setting))
        EXECUTE FUNCTION note_site_jurisdiction();
      -- What held at a site on a day: of the entries that had begun by then the last recorded.
      CREATE FUNCTION site_on(p_org uuid, p_site uuid, p_on date) RETURNS site_jurisdiction LANGUAGE sql STABLE AS $$
        SELECT j FROM site_jurisdiction j WHERE j.org_id = p_org AND j.site_id = p_site
          AND (j.effective_on IS NULL OR j.effective_on <= p_on) ORDER BY j.number DESC LIMIT 1
      $$;

      -- Who of another organization looked at whose records: once a day, viewer and operation.
      CREATE TABLE disclosure (
        org_id uuid NOT NULL CONSTRAINT fk_disclosure_organization REFERENCES organization (id),
        person_id uuid NOT NULL CONSTRAINT fk_disclosure_person REFERENCES person (id),
        viewer_org_id uuid NOT NULL CONSTRAINT fk_disclosure_viewer_organization REFERENCES organization (id),
        viewer_person_id uuid NOT NULL CONSTRAINT fk_disclosure_viewer REFERENCES person (id),
        operation text NOT NULL,
        -- the day in UTC
        disclosed_on date NOT NULL,
        -- the viewer as the clinic knows them: the school does not know the clinic's people otherwise
        printed_name text NOT NULL,
        first_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_disclosure PRIMARY KEY (org_id, person_id, disclosed_on, viewer_org_id, viewer_person_id, operation)
      );
      ${tenantTable('disclosure', APPEND_ONLY)}

      -- The school whose trainees a transaction of a clinic is about; set besides the clinic's own organization.
      CREATE FUNCTION hosting_org() RETURNS uuid LANGUAGE sql STABLE AS $$
        SELECT nullif(current_setting('app.hosting_org_id', true), '')::uuid
      $$;
      -- The school's assignments at the clinic's sites that are in force at this moment, in the zone of the site. Runs as
      -- the owner: policies go by it, and it tells of the transaction's own organization alone.
      CREATE FUNCTION hosted_assignments() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT coalesce(array_agg(s.assignment_id), '{}') FROM assignment_standing s
        WHERE s.org_id = hosting_org() AND s.site_org_id = current_org() AND NOT s.cancelled
          AND (app_now() AT TIME ZONE s.time_zone)::date BETWEEN s.starts_on AND coalesce(s.ends_on, 'infinity')
      $$;
      CREATE FUNCTION hosted_persons() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT coalesce(array_agg(DISTINCT s.person_id), '{}') FROM assignment_standing s
        WHERE s.org_id = hosting_org() AND s.assignment_id = ANY (hosted_assignments())
      $$;
      -- Other organizations' assignments at the transaction's own sites that are not over yet, those to come included: for
      -- them supervisors may be named. Nothing else of them is seen before their first day.
      CREATE FUNCTION awaited_assignments() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT coalesce(array_agg(s.assignment_id), '{}') FROM assignment_standing s
        WHERE s.site_org_id = current_org() AND s.org_id <> current_org() AND NOT s.cancelled
          AND (app_now() AT TIME ZONE s.time_zone)::date <= coalesce(s.ends_on, 'infinity')
      $$;
      -- Who is announced or there: what a site needs to get ready, and no more.
      CREATE FUNCTION awaited_placements() RETURNS TABLE (org_id uuid, assignment_id uuid, person_id uuid, site_org_id uuid, site_id uuid,
        time_zone text, starts_on date, ends_on date, checklist_version_id uuid, given_name text, family_name text)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT s.org_id, s.assignment_id, s.person_id, s.site_org_id, s.site_id, s.time_zone, s.starts_on, s.ends_on,
          s.checklist_version_id, p.given_name, p.family_name
        FROM assignment_standing s JOIN person p ON p.id = s.person_id
        WHERE s.site_org_id = current_org() AND s.assignment_id = ANY (awaited_assignments())
      $$;
      -- Organizations with which the transaction's has an agreement, either way: they see each other's names, sites and definitions.
      CREATE FUNCTION partner_orgs() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT coalesce(array_agg(DISTINCT CASE WHEN a.org_id = current_org() THEN a.site_org_id ELSE a.org_id END), '{}')
        FROM affiliation_agreement a WHERE a.org_id = current_org() OR a.site_org_id = current_org()
      $$;
      -- A school presents the secret of a code. A wrong one, a used, an expired and one's own all find nothing.
      CREATE FUNCTION redeem_affiliation_code(p_token_hash text) RETURNS uuid LANGUAGE sql SECURITY DEFINER
      SET search_path = public, pg_temp AS $$
        UPDATE affiliation_code c SET redeemed_at = app_now(), redeemed_by_org_id = current_org()
        WHERE c.token_hash = p_token_hash AND c.redeemed_at IS NULL AND c.revoked_at IS NULL AND c.expires_at > app_now()
          AND c.org_id <> current_org() AND EXISTS (SELECT 1 FROM organization o WHERE o.id = current_org() AND o.is_school)
        RETURNING c.org_id
      $$;
      REVOKE EXECUTE ON FUNCTION redeem_affiliation_code FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION redeem_affiliation_code TO preceptor_runtime;
      REVOKE EXECUTE ON FUNCTION hosted_assignments, hosted_persons, awaited_assignments, awaited_placements, partner_orgs FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION hosted_assignments, hosted_persons, awaited_assignments, awaited_placements, partner_orgs TO preceptor_runtime;

      -- A clinic sees who is at its sites now, of every school; nothing of them is written from there.
      CREATE POLICY hosted ON training_assignment FOR SELECT USING (site_org_id = (SELECT current_org()) AND EXISTS (
        SELECT 1 FROM assignment_standing s WHERE s.org_id = training_assignment.org_id AND s.assignment_id = training_assignment.id));
      CREATE POLICY hosted ON assignment_standing FOR SELECT USING (site_org_id = (SELECT current_org()) AND NOT cancelled
        AND (app_now() AT TIME ZONE time_zone)::date BETWEEN starts_on AND coalesce(ends_on, 'infinity'));
      CREATE POLICY hosted ON assignment_supervisor
        USING (site_org_id = (SELECT current_org()) AND assignment_id = ANY ((SELECT awaited_assignments())::uuid[]))
        WITH CHECK (site_org_id = (SELECT current_org()) AND assignment_id = ANY ((SELECT awaited_assignments())::uuid[]));
      CREATE POLICY noted ON disclosure FOR INSERT WITH CHECK (viewer_org_id = (SELECT current_org())
        AND viewer_person_id = (SELECT current_person()) AND EXISTS (SELECT 1 FROM assignment_standing s
          WHERE s.org_id = disclosure.org_id AND s.person_id = disclosure.person_id AND s.site_org_id = (SELECT current_org())));
      CREATE POLICY hosted ON assignment_added_skill USING (org_id = (SELECT hosting_org()) AND site_org_id = (SELECT current_org())
        AND assignment_id = ANY ((SELECT hosted_assignments())::uuid[]))
        WITH CHECK (org_id = (SELECT hosting_org()) AND site_org_id = (SELECT current_org()) AND skill_org_id = (SELECT current_org())
        AND assignment_id = ANY ((SELECT hosted_assignments())::uuid[]));
      CREATE POLICY hosted ON person FOR SELECT USING (id = ANY ((SELECT hosted_persons())::uuid[]));
      CREATE POLICY partner ON organization FOR SELECT USING (id = ANY ((SELECT partner_orgs())::uuid[]));
      CREATE POLICY partner ON site FOR SELECT USING (org_id = ANY ((SELECT partner_orgs())::uuid[]));
      CREATE POLICY partner ON site_jurisdiction FOR SELECT USING (org_id = ANY ((SELECT partner_orgs())::uuid[]));
      ${[
        'skill',
        'skill_version',
        'skill_step',
        'skill_prerequisite',
        'checklist',
        'checklist_version',
        'checklist_skill',
      ]
        .map(sharedDefinition)
        .join('')}

      -- The courses that come before a placement: those its program names, and those its course builds on, in the version the trainee
      -- is held to now; since when each is passed, or credited for prior learning by a decision that stands. Null: not yet.
      CREATE FUNCTION courses_before(p_org uuid, p_assignment uuid) RETURNS TABLE (code text, place int, passed_at timestamptz)
      LANGUAGE sql STABLE AS $$
        SELECT c.code, c.position, least(
          (SELECT min(t.decided_at) FROM course_attempt t
            WHERE t.org_id = e.org_id AND t.enrollment_id = e.id AND t.course_id = c.id AND t.outcome IN ('PASSED', 'CREDITED')),
          (SELECT min(d.decided_at) FROM prior_learning_decision d
            WHERE d.org_id = e.org_id AND d.enrollment_id = e.id AND d.course_id = c.id AND d.granted
              AND NOT EXISTS (SELECT 1 FROM prior_learning_decision later WHERE later.org_id = d.org_id AND later.supersedes_id = d.id)))
        FROM training_assignment a
        JOIN enrollment e ON e.org_id = a.org_id AND e.id = a.enrollment_id
        JOIN program_version v ON v.org_id = e.org_id AND v.id = e.program_version_id
        JOIN course c ON c.org_id = v.org_id AND c.program_version_id = v.id
        WHERE a.org_id = p_org AND a.id = p_assignment AND (v.placement_gate -> 'coursesPassed' ? c.code OR EXISTS (
          SELECT 1 FROM course_prerequisite q JOIN course served ON served.org_id = q.org_id AND served.id = q.course_id
          JOIN course made_for ON made_for.org_id = a.org_id AND made_for.id = a.course_id AND made_for.code = served.code
          WHERE q.org_id = c.org_id AND q.prerequisite_course_id = c.id AND served.program_version_id = v.id))
      $$;
      -- From which day on somebody placed may be trained: the first on which the courses that come before were passed and no hold
      -- of before stood any more, or somebody has overridden that. A hold that is placed later stops nothing. Null: not yet.
      -- Runs as the owner, as a site may not look at enrollments: it answers the organization whose records they are and, for
      -- assignments in force there, the one that hosts them; anybody else hears "not yet".
      CREATE FUNCTION cleared_from(p_org uuid, p_assignment uuid) RETURNS date
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT CASE WHEN bool_or(gate.code IS NOT NULL AND gate.day IS NULL) THEN NULL ELSE greatest(min(st.starts_on), max(gate.day)) END
        FROM training_assignment a
        JOIN assignment_standing st ON st.org_id = a.org_id AND st.assignment_id = a.id
        LEFT JOIN LATERAL (
          SELECT 'COURSES_PASSED' AS code, (b.passed_at AT TIME ZONE st.time_zone)::date AS day FROM courses_before(a.org_id, a.id) b
          UNION ALL
          SELECT 'NO_HOLD', (r.released_at AT TIME ZONE st.time_zone)::date FROM enrollment_hold h
          LEFT JOIN enrollment_hold_release r ON r.org_id = h.org_id AND r.hold_id = h.id
          WHERE h.org_id = a.org_id AND h.enrollment_id = a.enrollment_id AND (h.placed_at AT TIME ZONE st.time_zone)::date <= st.starts_on
        ) gate ON NOT EXISTS (SELECT 1 FROM assignment_entry o WHERE o.org_id = a.org_id AND o.assignment_id = a.id
          AND o.kind = 'GATE_OVERRIDDEN' AND o.gate = gate.code)
        WHERE a.org_id = p_org AND a.id = p_assignment
          AND (p_org = current_org() OR p_org = hosting_org() AND p_assignment = ANY (hosted_assignments()))
      $$;
      REVOKE EXECUTE ON FUNCTION cleared_from FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION cleared_from TO preceptor_runtime;

      -- Opens the school's records to a member's transaction: after enter_as_member, and only where somebody is placed now.
      CREATE FUNCTION enter_hosted(p_hosting_org uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM set_config('app.hosting_org_id', p_hosting_org::text, true);
        IF cardinality(hosted_assignments()) = 0 THEN
          RAISE EXCEPTION 'nobody is placed here by that organization' USING ERRCODE = 'PT404';
        END IF;
      END $$;
      REVOKE EXECUTE ON FUNCTION enter_hosted FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION enter_hosted TO preceptor_runtime;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP POLICY hosted ON person; DROP POLICY partner ON organization; DROP POLICY partner ON site;
      ${[
        'skill',
        'skill_version',
        'skill_step',
        'skill_prerequisite',
        'checklist',
        'checklist_version',
        'checklist_skill',
      ]
        .map((table) => `DROP POLICY shared ON ${table};`)
        .join(' ')}
      DROP TRIGGER site_opened ON site; DROP TRIGGER site_moved ON site;
      DROP FUNCTION site_on, note_site_jurisdiction;
      DROP TABLE disclosure, site_jurisdiction;
      DROP TABLE assignment_supervisor, validator_authorization, assignment_added_skill, assignment_standing, assignment_entry,
        training_assignment, affiliation_ending, affiliation_agreement, affiliation_code;
      DROP FUNCTION redeem_affiliation_code, cleared_from, courses_before, enter_hosted, hosted_persons, hosted_assignments, awaited_assignments, awaited_placements, partner_orgs, hosting_org;
    `);
  }
}
