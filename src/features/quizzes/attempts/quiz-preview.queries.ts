import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import { askedNow } from '../bank/asked.queries.js';
import type { AnswerKey, QuestionContent } from '../bank/question-content.js';

/** A question as it is shown in a preview. */
export interface PreviewedQuestion extends Omit<QuestionContent, 'answerKey'> {
  readonly id: string;
  /** Whoever asks has an attempt open that holds it. */
  readonly asked: boolean;
  /** Null then. */
  readonly answerKey: AnswerKey | null;
}

/** Versions of questions with their keys, but for those that whoever asks is asked in an attempt of their own. */
export const previewedQuestions = (db: Tenancy, questionVersionIds: readonly string[]): Sql => sql`
  SELECT w.id, w.type, w.stem, w.presentation, standing.asked, CASE WHEN NOT standing.asked THEN w.answer_key END AS "answerKey"
  FROM question_version w CROSS JOIN LATERAL (
    SELECT ${askedNow(sql`w.org_id`, db.viewer.personId, sql`w.question_id`)} AS asked) standing
  WHERE w.org_id = ${db.orgId} AND w.id = ANY(${questionVersionIds}::uuid[])`;
