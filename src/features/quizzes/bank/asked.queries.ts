import sql, { empty, type Sql } from 'sql-template-tag';

/**
 * Condition: a person has the question before them in an attempt that is open, in whatever quiz and under whatever id
 * of theirs. Then nothing that tells its answer leaves the database for them (abuse 18, 29). `besides` is the id of an
 * attempt that is not asked about. All but the person are SQL.
 */
export const askedNow = (orgId: Sql, personId: string, questionId: Sql, besides?: Sql): Sql => sql`EXISTS (
    SELECT 1 FROM quiz_attempt open JOIN quiz_attempt_question its ON its.org_id = open.org_id AND its.attempt_id = open.id
    WHERE open.org_id = ${orgId} AND open.status = 'IN_PROGRESS' AND its.question_id = ${questionId}
      AND open.person_id = ANY(ARRAY(SELECT same.person_id FROM same_persons(ARRAY[${personId}]::uuid[]) same))
      ${besides ? sql`AND open.id <> ${besides}` : empty})`;
