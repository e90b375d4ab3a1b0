import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPEND_ONLY, DRAFT, tenantTable } from './support/tenant-table.js';

const TYPES_BEFORE = `'SINGLE_CHOICE', 'MULTIPLE_CHOICE', 'TRUE_FALSE', 'SHORT_TEXT', 'NUMBER'`;
const TYPES = `${TYPES_BEFORE}, 'CALCULATED', 'MATCHING', 'ORDERING', 'CLOZE', 'HOTSPOT', 'ESSAY'`;
const SHOWN = `'MARKS', 'CORRECTNESS', 'RIGHT_ANSWERS', 'FEEDBACK', 'EXPLANATION'`;
const ALL_SHOWN = `{${SHOWN.replaceAll(/[' ]/g, '')}}`;
const SUBMITTED = `(status = 'SUBMITTED') = (submitted_at IS NOT NULL AND earned IS NOT NULL AND percent IS NOT NULL`;

/**
 * The whole quiz engine: all types of questions, sections and random draws, the rules of taking a quiz,
 * accommodations and overrides, marks that wait for a grader, scores as entries.
 */
export class QuizEngine1764000007000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await this.questions(db);
    await this.quizzes(db);
    await this.attempts(db);
    await this.allowances(db);
  }

  private questions(db: QueryRunner): Promise<unknown> {
    return db.query(`
      ALTER TABLE question
        ADD difficulty text CONSTRAINT ck_question_difficulty CHECK (difficulty IN ('EASY', 'MEDIUM', 'HARD')),
        -- of a question that came by a file: what the file said, so that the same file adds nothing twice
        ADD imported_hash text,
        ADD CONSTRAINT uq_question_imported UNIQUE (org_id, imported_hash);
      CREATE INDEX ix_question_category ON question (org_id, category);
      CREATE INDEX ix_question_tags ON question USING gin (tags);

      ALTER TABLE question_version DROP CONSTRAINT ck_question_version_type,
        ADD CONSTRAINT ck_question_version_type CHECK (type IN (${TYPES}));
      -- What is accepted says from now on what it is worth. Its meaning stays, so published versions change too.
      ALTER TABLE question_version DISABLE TRIGGER published_is_immutable;
      UPDATE question_version SET answer_key = answer_key || jsonb_build_object('accepted',
        (SELECT coalesce(jsonb_agg(jsonb_build_object('pattern', a.text) ORDER BY a.place), '[]')
         FROM jsonb_array_elements_text(answer_key -> 'accepted') WITH ORDINALITY AS a (text, place)))
        WHERE answer_key ? 'accepted';
      UPDATE question_version SET answer_key = answer_key - 'number' - 'tolerance' || jsonb_build_object('numbers',
        CASE WHEN answer_key ? 'number' THEN jsonb_build_array(jsonb_build_object('number', answer_key -> 'number',
          'tolerance', coalesce(answer_key ->> 'tolerance', '0'))) ELSE '[]' END)
        WHERE type = 'NUMBER';
      ALTER TABLE question_version ENABLE TRIGGER published_is_immutable;
    `);
  }

  private quizzes(db: QueryRunner): Promise<unknown> {
    return db.query(`
      -- Told by the proctor: it may change at any time, so it is no part of a version.
      ALTER TABLE quiz ADD access_code text;

      ALTER TABLE quiz_version
        ADD opens_at timestamptz,
        ADD closes_at timestamptz,
        -- answers that arrive so long after the deadline still count
        ADD grace_seconds int NOT NULL DEFAULT 0 CONSTRAINT ck_quiz_version_grace CHECK (grace_seconds BETWEEN 0 AND 3600),
        ADD retry_delay_minutes int CONSTRAINT ck_quiz_version_retry_delay CHECK (retry_delay_minutes BETWEEN 1 AND 525600),
        ADD navigation text NOT NULL DEFAULT 'FREE' CONSTRAINT ck_quiz_version_navigation CHECK (navigation IN ('FREE', 'SEQUENTIAL')),
        ADD attempt_grading text NOT NULL DEFAULT 'HIGHEST'
          CONSTRAINT ck_quiz_version_attempt_grading CHECK (attempt_grading IN ('HIGHEST', 'LATEST', 'FIRST', 'AVERAGE')),
        -- attempts after the first count for no more than the pass mark
        ADD cap_repeats boolean NOT NULL DEFAULT false,
        -- what is shown of a question that is finished while the attempt runs, after the attempt, after the quiz has closed
        ADD shown_during text[] NOT NULL DEFAULT '{}' CONSTRAINT ck_quiz_version_shown_during CHECK (shown_during <@ ARRAY[${SHOWN}]),
        ADD shown_after text[] NOT NULL DEFAULT '${ALL_SHOWN}' CONSTRAINT ck_quiz_version_shown_after CHECK (shown_after <@ ARRAY[${SHOWN}]),
        ADD shown_after_closing text[] NOT NULL DEFAULT '${ALL_SHOWN}'
          CONSTRAINT ck_quiz_version_shown_after_closing CHECK (shown_after_closing <@ ARRAY[${SHOWN}]),
        ADD anonymous_grading boolean NOT NULL DEFAULT false,
        ADD CONSTRAINT ck_quiz_version_window CHECK (closes_at > opens_at);

      CREATE TABLE quiz_section (
        org_id uuid NOT NULL,
        quiz_version_id uuid NOT NULL,
        position int NOT NULL,
        title text NOT NULL,
        instructions text NOT NULL DEFAULT '',
        -- what the whole section is worth; its questions share it by their points. Null: the sum of their points
        points numeric(8, 2) CONSTRAINT ck_quiz_section_points CHECK (points > 0 AND points <= 100000),
        CONSTRAINT pk_quiz_section PRIMARY KEY (org_id, quiz_version_id, position),
        CONSTRAINT fk_quiz_section_version FOREIGN KEY (org_id, quiz_version_id) REFERENCES quiz_version (org_id, id)
      );
      ${tenantTable('quiz_section', DRAFT)}
      ALTER TABLE quiz_question ADD section int,
        ADD CONSTRAINT fk_quiz_question_section FOREIGN KEY (org_id, quiz_version_id, section)
          REFERENCES quiz_section (org_id, quiz_version_id, position);

      -- Questions drawn at random for each attempt: they stand at the positions from \`position\` on.
      CREATE TABLE quiz_draw (
        org_id uuid NOT NULL,
        quiz_version_id uuid NOT NULL,
        position int NOT NULL,
        section int,
        count int NOT NULL CONSTRAINT ck_quiz_draw_count CHECK (count BETWEEN 1 AND 200),
        points numeric(8, 2) NOT NULL CONSTRAINT ck_quiz_draw_points CHECK (points > 0 AND points <= 1000),
        -- of this category and those below it
        category text,
        tags text[] NOT NULL DEFAULT '{}',
        learning_outcomes text[] NOT NULL DEFAULT '{}',
        difficulty text CONSTRAINT ck_quiz_draw_difficulty CHECK (difficulty IN ('EASY', 'MEDIUM', 'HARD')),
        CONSTRAINT pk_quiz_draw PRIMARY KEY (org_id, quiz_version_id, position),
        CONSTRAINT fk_quiz_draw_version FOREIGN KEY (org_id, quiz_version_id) REFERENCES quiz_version (org_id, id),
        CONSTRAINT fk_quiz_draw_section FOREIGN KEY (org_id, quiz_version_id, section) REFERENCES quiz_section (org_id, quiz_version_id, position)
      );
      ${tenantTable('quiz_draw', DRAFT)}

      -- What a draw draws from, pinned when the quiz is published.
      CREATE TABLE quiz_draw_question (
        org_id uuid NOT NULL,
        quiz_version_id uuid NOT NULL,
        position int NOT NULL,
        question_id uuid NOT NULL,
        question_version_id uuid NOT NULL,
        CONSTRAINT pk_quiz_draw_question PRIMARY KEY (org_id, quiz_version_id, position, question_id),
        CONSTRAINT fk_quiz_draw_question_draw FOREIGN KEY (org_id, quiz_version_id, position) REFERENCES quiz_draw (org_id, quiz_version_id, position),
        CONSTRAINT fk_quiz_draw_question_pinned FOREIGN KEY (org_id, question_id, question_version_id) REFERENCES question_version (org_id, question_id, id)
      );
      CREATE INDEX ix_quiz_draw_question_question ON quiz_draw_question (org_id, question_id);
      ${tenantTable('quiz_draw_question', DRAFT)}
      CREATE TRIGGER published_is_immutable BEFORE INSERT OR UPDATE OR DELETE ON quiz_section FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published_quiz();
      CREATE TRIGGER published_is_immutable BEFORE INSERT OR UPDATE OR DELETE ON quiz_draw FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published_quiz();
      CREATE TRIGGER published_is_immutable BEFORE INSERT OR UPDATE OR DELETE ON quiz_draw_question FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published_quiz();
    `);
  }

  private attempts(db: QueryRunner): Promise<unknown> {
    return db.query(`
      ALTER TABLE quiz_attempt DROP CONSTRAINT ck_quiz_attempt_submitted,
        -- the last moment at which an answer counts: the deadline and the grace after it
        ADD accept_until timestamptz,
        ADD paused_until timestamptz,
        ADD break_began_at timestamptz,
        -- of breaks that are over
        ADD break_seconds_used int NOT NULL DEFAULT 0 CONSTRAINT ck_quiz_attempt_break CHECK (break_seconds_used >= 0),
        -- null also while answers wait for a grader
        ADD CONSTRAINT ck_quiz_attempt_submitted CHECK (${SUBMITTED}) AND (status = 'SUBMITTED' OR passed IS NULL)),
        ADD CONSTRAINT ck_quiz_attempt_paused CHECK ((paused_until IS NULL) = (break_began_at IS NULL));
      UPDATE quiz_attempt SET accept_until = deadline WHERE status = 'IN_PROGRESS';
      DROP INDEX ix_quiz_attempt_deadline;
      CREATE INDEX ix_quiz_attempt_accept_until ON quiz_attempt (accept_until) WHERE status = 'IN_PROGRESS';

      -- The questions of an attempt: which version at which place, drawn or fixed.
      CREATE TABLE quiz_attempt_question (
        org_id uuid NOT NULL,
        attempt_id uuid NOT NULL,
        -- the slot of the quiz it fills, the same in every attempt
        position int NOT NULL,
        -- where it stands in this attempt, from 1
        place int NOT NULL,
        section int,
        question_id uuid NOT NULL,
        question_version_id uuid NOT NULL,
        points numeric(12, 4) NOT NULL CONSTRAINT ck_quiz_attempt_question_points CHECK (points > 0 AND points <> 'NaN'),
        -- of a CALCULATED question: which of its sets of values, from 0
        variant int,
        CONSTRAINT pk_quiz_attempt_question PRIMARY KEY (org_id, attempt_id, position),
        CONSTRAINT uq_quiz_attempt_question UNIQUE (org_id, attempt_id, question_id),
        CONSTRAINT fk_quiz_attempt_question_attempt FOREIGN KEY (org_id, attempt_id) REFERENCES quiz_attempt (org_id, id),
        CONSTRAINT fk_quiz_attempt_question_pinned FOREIGN KEY (org_id, question_id, question_version_id) REFERENCES question_version (org_id, question_id, id)
      );
      CREATE INDEX ix_quiz_attempt_question_question ON quiz_attempt_question (org_id, question_id, question_version_id);
      ${tenantTable('quiz_attempt_question', APPEND_ONLY)}
      INSERT INTO quiz_attempt_question (org_id, attempt_id, position, place, question_id, question_version_id, points)
        SELECT a.org_id, a.id, q.position, q.position, q.question_id, q.question_version_id, q.points
        FROM quiz_attempt a JOIN quiz_question q ON q.org_id = a.org_id AND q.quiz_version_id = a.quiz_version_id;

      -- The trainee has left the question for good: no later revision is taken.
      ALTER TABLE quiz_answer ADD final boolean NOT NULL DEFAULT false;
      CREATE UNIQUE INDEX uq_quiz_answer_final ON quiz_answer (org_id, attempt_id, position) WHERE final;

      ALTER TABLE quiz_mark
        -- The question is pinned by the attempt. A reference of each mark would lock the rows of its questions, which
        -- hundreds who submit at once share: that took longer than all the rest of a submission.
        DROP CONSTRAINT fk_quiz_mark_question,
        -- null: waits for a grader
        ALTER earned DROP NOT NULL,
        ADD kind text NOT NULL DEFAULT 'AUTOMATIC' CONSTRAINT ck_quiz_mark_kind CHECK (kind IN ('AUTOMATIC', 'MANUAL', 'REGRADE', 'LATE_ANSWER')),
        ADD comment text,
        -- level by criterion
        ADD rubric_levels jsonb,
        ADD regrade_id uuid;

      -- What an attempt is worth: entered at submission, and again whenever one of its marks changes. The newest entry stands.
      CREATE TABLE quiz_score (
        org_id uuid NOT NULL,
        attempt_id uuid NOT NULL,
        entry int NOT NULL,
        kind text NOT NULL CONSTRAINT ck_quiz_score_kind CHECK (kind IN ('AUTOMATIC', 'MANUAL', 'REGRADE', 'LATE_ANSWER')),
        earned numeric(12, 4) NOT NULL CONSTRAINT ck_quiz_score_earned CHECK (earned >= 0 AND earned <> 'NaN'),
        possible numeric(12, 4) NOT NULL CONSTRAINT ck_quiz_score_possible CHECK (possible >= 0 AND possible <> 'NaN'),
        percent numeric(5, 2) NOT NULL,
        -- null while answers wait for a grader
        passed boolean,
        -- answers that wait for a grader
        pending int NOT NULL DEFAULT 0 CONSTRAINT ck_quiz_score_pending CHECK (pending >= 0),
        -- the marks by position, null where one waits, for item analysis
        marks double precision[] NOT NULL,
        reason text,
        regrade_id uuid,
        entered_by uuid,
        entered_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_quiz_score PRIMARY KEY (org_id, attempt_id, entry),
        CONSTRAINT fk_quiz_score_attempt FOREIGN KEY (org_id, attempt_id) REFERENCES quiz_attempt (org_id, id),
        CONSTRAINT ck_quiz_score_passed CHECK ((passed IS NULL) = (pending > 0))
      );
      ${tenantTable('quiz_score', APPEND_ONLY)}
      INSERT INTO quiz_score (org_id, attempt_id, entry, kind, earned, possible, percent, passed, marks, entered_at)
        SELECT a.org_id, a.id, 1, 'AUTOMATIC', a.earned, a.possible, a.percent, a.passed, m.marks, a.submitted_at
        FROM quiz_attempt a CROSS JOIN LATERAL (
          SELECT coalesce(array_agg(m.earned::double precision ORDER BY m.position), '{}') AS marks FROM quiz_mark m
          WHERE m.org_id = a.org_id AND m.attempt_id = a.id AND m.entry = 1) m
        WHERE a.status = 'SUBMITTED';
    `);
  }

  private allowances(db: QueryRunner): Promise<unknown> {
    return db.query(`
      -- What a person is granted at every quiz. Never changed: a later entry takes an earlier one's place.
      CREATE TABLE accommodation (
        org_id uuid NOT NULL CONSTRAINT fk_accommodation_organization REFERENCES organization (id),
        id uuid NOT NULL,
        person_id uuid NOT NULL CONSTRAINT fk_accommodation_person REFERENCES person (id),
        time_multiplier numeric(4, 2) NOT NULL DEFAULT 1 CONSTRAINT ck_accommodation_multiplier CHECK (time_multiplier BETWEEN 1 AND 10),
        -- of breaks in each attempt, in which its time stands still
        break_minutes int NOT NULL DEFAULT 0 CONSTRAINT ck_accommodation_break CHECK (break_minutes BETWEEN 0 AND 1440),
        closing_extension_minutes int NOT NULL DEFAULT 0 CONSTRAINT ck_accommodation_closing CHECK (closing_extension_minutes BETWEEN 0 AND 525600),
        extra_attempts int NOT NULL DEFAULT 0 CONSTRAINT ck_accommodation_attempts CHECK (extra_attempts BETWEEN 0 AND 100),
        valid_from date NOT NULL,
        valid_until date,
        withdrawn boolean NOT NULL DEFAULT false,
        -- for those alone who may read health records
        reason text NOT NULL,
        supersedes_id uuid,
        recorded_by uuid NOT NULL,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_accommodation PRIMARY KEY (org_id, id),
        CONSTRAINT uq_accommodation_superseded UNIQUE (org_id, supersedes_id),
        CONSTRAINT fk_accommodation_superseded FOREIGN KEY (org_id, supersedes_id) REFERENCES accommodation (org_id, id),
        CONSTRAINT ck_accommodation_validity CHECK (valid_until >= valid_from)
      );
      CREATE INDEX ix_accommodation_person ON accommodation (org_id, person_id);
      ${tenantTable('accommodation', APPEND_ONLY)}

      -- Other rules of one quiz for one person or one cohort; what is null stays as the quiz says.
      CREATE TABLE quiz_override (
        org_id uuid NOT NULL,
        id uuid NOT NULL,
        quiz_id uuid NOT NULL,
        person_id uuid CONSTRAINT fk_quiz_override_person REFERENCES person (id),
        cohort_id uuid,
        opens_at timestamptz,
        closes_at timestamptz,
        time_limit_minutes int CONSTRAINT ck_quiz_override_time_limit CHECK (time_limit_minutes BETWEEN 1 AND 1440),
        max_attempts int CONSTRAINT ck_quiz_override_max_attempts CHECK (max_attempts >= 1),
        withdrawn boolean NOT NULL DEFAULT false,
        reason text NOT NULL,
        supersedes_id uuid,
        recorded_by uuid NOT NULL,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        CONSTRAINT pk_quiz_override PRIMARY KEY (org_id, id),
        CONSTRAINT uq_quiz_override_superseded UNIQUE (org_id, supersedes_id),
        CONSTRAINT fk_quiz_override_quiz FOREIGN KEY (org_id, quiz_id) REFERENCES quiz (org_id, id),
        CONSTRAINT fk_quiz_override_cohort FOREIGN KEY (org_id, cohort_id) REFERENCES cohort (org_id, id),
        CONSTRAINT fk_quiz_override_superseded FOREIGN KEY (org_id, supersedes_id) REFERENCES quiz_override (org_id, id),
        CONSTRAINT ck_quiz_override_whose CHECK (num_nonnulls(person_id, cohort_id) = 1)
      );
      CREATE INDEX ix_quiz_override_quiz ON quiz_override (org_id, quiz_id);
      ${tenantTable('quiz_override', APPEND_ONLY)}
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE quiz_override, accommodation, quiz_score, quiz_attempt_question, quiz_draw_question, quiz_draw;
      ALTER TABLE quiz_mark DROP regrade_id, DROP rubric_levels, DROP comment, DROP kind, ALTER earned SET NOT NULL,
        ADD CONSTRAINT fk_quiz_mark_question FOREIGN KEY (org_id, question_version_id) REFERENCES question_version (org_id, id);
      DROP INDEX uq_quiz_answer_final;
      ALTER TABLE quiz_answer DROP final;
      DROP INDEX ix_quiz_attempt_accept_until;
      CREATE INDEX ix_quiz_attempt_deadline ON quiz_attempt (deadline) WHERE status = 'IN_PROGRESS';
      ALTER TABLE quiz_attempt DROP CONSTRAINT ck_quiz_attempt_paused, DROP CONSTRAINT ck_quiz_attempt_submitted,
        DROP break_seconds_used, DROP break_began_at, DROP paused_until, DROP accept_until,
        ADD CONSTRAINT ck_quiz_attempt_submitted CHECK (${SUBMITTED} AND passed IS NOT NULL));
      ALTER TABLE quiz_question DROP section;
      DROP TABLE quiz_section;
      ALTER TABLE quiz_version DROP CONSTRAINT ck_quiz_version_window, DROP anonymous_grading, DROP shown_after_closing, DROP shown_after,
        DROP shown_during, DROP cap_repeats, DROP attempt_grading, DROP navigation, DROP retry_delay_minutes, DROP grace_seconds,
        DROP closes_at, DROP opens_at;
      ALTER TABLE quiz DROP access_code;

      ALTER TABLE question_version DISABLE TRIGGER published_is_immutable;
      UPDATE question_version SET answer_key = answer_key || jsonb_build_object('accepted',
        (SELECT coalesce(jsonb_agg(a.value -> 'pattern' ORDER BY a.place), '[]')
         FROM jsonb_array_elements(answer_key -> 'accepted') WITH ORDINALITY AS a (value, place)))
        WHERE answer_key ? 'accepted';
      UPDATE question_version SET answer_key = answer_key - 'numbers' || jsonb_build_object('tolerance', coalesce(answer_key #>> '{numbers,0,tolerance}', '0'))
        || CASE WHEN answer_key #> '{numbers,0}' IS NULL THEN '{}' ELSE jsonb_build_object('number', answer_key #> '{numbers,0,number}') END
        WHERE type = 'NUMBER';
      ALTER TABLE question_version ENABLE TRIGGER published_is_immutable;
      ALTER TABLE question_version DROP CONSTRAINT ck_question_version_type,
        ADD CONSTRAINT ck_question_version_type CHECK (type IN (${TYPES_BEFORE}));
      DROP INDEX ix_question_tags, ix_question_category;
      ALTER TABLE question DROP CONSTRAINT uq_question_imported, DROP imported_hash, DROP difficulty;
    `);
  }
}
