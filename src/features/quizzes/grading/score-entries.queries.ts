import sql, { type Sql } from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { AttemptTally } from '../attempts/attempt-score.rules.js';
import type { EntryKind } from '../attempts/quiz-attempt.entity.js';
import { ANSWER_ID } from '../attempts/quiz-submission.queries.js';
import type { AnswerKey, Presentation, QuestionType, QuizResponse } from '../bank/question-content.js';
import { decisionsOf } from './adjustment.queries.js';
import type { RegradeEntry } from './adjustment.rules.js';
import type { RubricLevels } from './rubric.rules.js';

/** The newest mark of one question, with what a change of it follows from. */
export interface StandingMark {
  readonly position: number;
  readonly questionVersionId: string;
  readonly points: string;
  readonly variant: number | null;
  readonly entry: number;
  readonly kind: EntryKind;
  /** Null: waits for a grader. */
  readonly earned: string | null;
  readonly possible: string;
  /** The answer it is for. */
  readonly response: QuizResponse | null;
  /** What the grader says to it. */
  readonly comment: string | null;
  /** By which graders know it while it waits. */
  readonly answerId: string | null;
  /** Only of the questions that were asked for with their keys. */
  readonly type: QuestionType | null;
  readonly presentation: Presentation | null;
  readonly answerKey: AnswerKey | null;
  readonly decisions: readonly RegradeEntry[] | null;
}

/** A mark of a question that was asked for with its key. */
export const withKey = ({ type, presentation, answerKey, decisions, ...mark }: StandingMark) => ({
  ...mark,
  type: type!,
  presentation: presentation!,
  answerKey: answerKey!,
  decisions: decisions!,
});

/** A submitted attempt with its marks and its newest score. */
export interface MarkedAttempt {
  readonly id: string;
  readonly personId: string;
  readonly enrollmentId: string;
  readonly requirementId: string;
  readonly passMarkPercent: string;
  /** Whether the actor is the trainee, through any account and any merged duplicate. */
  readonly own: boolean;
  readonly marksSalt: string | null;
  readonly score: Pick<AttemptTally, 'earned' | 'possible' | 'percent' | 'passed' | 'pending'> & {
    readonly entry: number;
  };
  /** By position. */
  readonly marks: readonly StandingMark[];
}

/** By id, in one statement; keys only of the questions that are named. */
export function markedAttempts(
  tx: Transaction,
  attemptIds: readonly string[],
  keysOf: readonly string[],
): Sql {
  const keyed = (part: Sql): Sql => sql`CASE WHEN w.id = ANY(${keysOf}::uuid[]) THEN ${part} END`;
  return sql`
    SELECT target.id, target.person_id AS "personId", target.enrollment_id AS "enrollmentId", target.requirement_id AS "requirementId",
      target.marks_salt AS "marksSalt", taken.pass_mark_percent AS "passMarkPercent",
      coalesce(canonical_person(target.person_id) = canonical_person(${tx.db.actorId}::uuid), false) AS own,
      jsonb_build_object('entry', score.entry, 'earned', score.earned::text, 'possible', score.possible::text, 'percent', score.percent::text,
        'passed', score.passed, 'pending', score.pending) AS score, list.marks
    FROM quiz_attempt target JOIN quiz_version taken ON taken.org_id = target.org_id AND taken.id = target.quiz_version_id
    CROSS JOIN LATERAL (SELECT s.* FROM quiz_score s WHERE s.org_id = target.org_id AND s.attempt_id = target.id
      ORDER BY s.entry DESC LIMIT 1) score
    CROSS JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object('position', q.position, 'questionVersionId', w.id, 'points', q.points::text, 'variant', q.variant,
        'entry', m.entry, 'kind', m.kind, 'earned', m.earned::text, 'possible', m.possible::text, 'response', m.response,
        'comment', m.comment, 'answerId', m.answer_id,
        'type', ${keyed(sql`w.type`)}, 'presentation', ${keyed(sql`w.presentation`)}, 'answerKey', ${keyed(sql`w.answer_key`)},
        'decisions', ${keyed(decisionsOf(sql`q.org_id`, sql`taken.quiz_id`, sql`w.id`))})
        ORDER BY q.position) AS marks
      FROM quiz_attempt_question q JOIN question_version w ON w.org_id = q.org_id AND w.id = q.question_version_id
      CROSS JOIN LATERAL (SELECT n.* FROM quiz_mark n WHERE n.org_id = q.org_id AND n.attempt_id = q.attempt_id AND n.position = q.position
        ORDER BY n.entry DESC LIMIT 1) m
      WHERE q.org_id = target.org_id AND q.attempt_id = target.id) list
    WHERE target.org_id = ${tx.orgId} AND target.id = ANY(${attemptIds}::uuid[]) AND target.status = 'SUBMITTED'
    ORDER BY target.id`;
}

/** A further entry of a mark. */
export interface MarkRow {
  readonly attemptId: string;
  readonly position: number;
  readonly entry: number;
  readonly questionVersionId: string;
  readonly earned: string | null;
  readonly possible: string;
  readonly response: QuizResponse | null;
  readonly comment: string | null;
  readonly rubricLevels: RubricLevels | null;
}

/** A further entry of a score. */
export interface ScoreRow extends AttemptTally {
  readonly attemptId: string;
  readonly entry: number;
}

/** Why entries are made. */
export interface EntryCause {
  readonly kind: EntryKind;
  readonly reason: string | null;
  readonly regradeId: string | null;
}

/** All of them in one statement. */
export function scoreEntries(
  { orgId, db }: Transaction,
  { kind, reason, regradeId }: EntryCause,
  marks: readonly MarkRow[],
  scores: readonly ScoreRow[],
): Sql {
  return sql`
    WITH quiz_marks AS (
      INSERT INTO quiz_mark (org_id, attempt_id, position, entry, question_version_id, earned, possible, response, kind, reason, comment,
        rubric_levels, regrade_id, marked_by, answer_id)
      SELECT ${orgId}, m."attemptId", m.position, m.entry, m."questionVersionId", m.earned, m.possible, m.response, ${kind}, ${reason}, m.comment,
        m."rubricLevels", ${regradeId}::uuid, ${db.actorId}::uuid, ${ANSWER_ID}
      FROM jsonb_to_recordset(${JSON.stringify(marks)}::jsonb) AS m ("attemptId" uuid, position int, entry int, "questionVersionId" uuid,
        earned numeric, possible numeric, response jsonb, comment text, "rubricLevels" jsonb))
    INSERT INTO quiz_score (org_id, attempt_id, entry, kind, earned, possible, percent, passed, pending, marks, reason, regrade_id, entered_by)
      SELECT ${orgId}, s."attemptId", s.entry, ${kind}, s.earned, s.possible, s.percent, s.passed, s.pending, s.marks, ${reason}, ${regradeId}::uuid,
        ${db.actorId}::uuid
      FROM jsonb_to_recordset(${JSON.stringify(scores)}::jsonb) AS s ("attemptId" uuid, entry int, earned numeric, possible numeric, percent numeric,
        passed boolean, pending int, marks double precision[])`;
}
