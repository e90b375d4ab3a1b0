import sql, { type Sql } from 'sql-template-tag';

/** The decisions about a question of a quiz in the order they were made, as a JSON list. All ids are SQL. */
export const decisionsOf = (orgId: Sql, quizId: Sql, questionVersionId: Sql): Sql => sql`(
      SELECT coalesce(jsonb_agg(jsonb_build_object('action', g.action, 'accepted', g.accepted,
        'newer', (SELECT jsonb_build_object('presentation', n.presentation, 'answerKey', n.answer_key) FROM question_version n
          WHERE n.org_id = g.org_id AND n.id = g.newer_version_id)) ORDER BY g.made_at, g.id), '[]')
      FROM quiz_regrade g WHERE g.org_id = ${orgId} AND g.quiz_id = ${quizId} AND g.question_version_id = ${questionVersionId})`;
