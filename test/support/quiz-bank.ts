import { newId } from '../../src/platform/ids/ids.js';
import type { TestApp } from './test-app.js';
import type { Member } from './world.js';

export interface BankedQuestion {
  category?: string;
  tags?: string[];
  learningOutcomes?: string[];
}

/** Publishes true-or-false questions, all of them right when true, and answers their ids. */
export async function bank(author: Member, count: number, about: BankedQuestion = {}): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i++) {
    const code = `B-${newId().slice(-10)}`;
    const { id } = await author.do<{ id: string }>(
      'createQuestion',
      { code, stem: `Is ${code} true?`, content: { trueFalse: { isTrue: true } }, ...about },
      '... on Question { id }',
    );
    await author.do('publishQuestion', { questionId: id }, '');
    ids.push(id);
  }
  return ids;
}

/** Which questions of the bank attempts hold, by attempt id, in the order of their places. */
export async function heldBy(
  app: TestApp,
  attemptId: string,
): Promise<{ position: number; section: number | null; questionId: string; points: string }[]> {
  const { rows } = await app.owner.query(
    `SELECT position, section, question_id AS "questionId", points::text FROM quiz_attempt_question
     WHERE attempt_id = $1 ORDER BY place`,
    [attemptId],
  );
  return rows;
}
