import sql, { type Sql } from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/transaction.js';
import { GUESSING_MINUTES, MOST_WRONG_CODES } from './access-code.rules.js';

/**
 * Counts a code that somebody gives to a quiz, one after the other however many come at once; answers `CodeGuesses`. A right
 * one sets the count back unless there were too many before it.
 */
export const countGuess = ({ orgId, db }: Transaction, quizId: string, right: boolean): Sql => sql`
  INSERT INTO quiz_code_guess AS g (org_id, person_id, quiz_id, wrong, since)
  VALUES (${orgId}, ${db.viewer.personId}, ${quizId}, ${right ? 0 : 1}, app_now())
  ON CONFLICT (org_id, person_id, quiz_id) DO UPDATE SET
    wrong = CASE WHEN ${fresh} THEN excluded.wrong WHEN g.wrong >= ${MOST_WRONG_CODES} THEN ${MOST_WRONG_CODES + 1}
      WHEN ${right} THEN 0 ELSE g.wrong + 1 END,
    since = CASE WHEN ${fresh} THEN app_now() ELSE g.since END
  RETURNING wrong, since`;

/** Whether counting begins anew. */
const fresh: Sql = sql`(g.wrong = 0 OR g.since <= app_now() - make_interval(mins => ${GUESSING_MINUTES}))`;
