import { Client } from 'pg';
import { SUBMIT_OVERDUE } from '../src/features/quizzes/attempts/quiz-overdue.job.js';
import { answerAll, ATTEMPT, start, traineeWithQuiz, type Attempt } from './support/quizzes.js';
import { TestApp } from './support/test-app.js';
import { ownDatabase } from './support/test-database.js';
import { World } from './support/world.js';

describe('when the server is down at the deadline and nobody comes back', () => {
  it('the job submits what was saved, once, when servers run again', async () => {
    const database = await ownDatabase();
    const before = await TestApp.start({ database });
    const world = await World.create(before);
    const { trainee, requirementId, enrollmentId } = await traineeWithQuiz(world, { timeLimitMinutes: 10 });
    const attempt = await start(trainee, requirementId);
    await answerAll(trainee, attempt, ['NUMBER']);
    await before.stop();

    await tenMinutesGoBy(database.migrationDatabaseUrl, attempt.id);
    // Two servers, so that also of two only one does it
    const after = await Promise.all([TestApp.start({ database }), TestApp.start({ database })]);
    const [{ owner }] = after;
    const done = await after[0].until<object>(
      `SELECT timed_out, earned, percent, submitted_at > accept_until AS after_the_end FROM quiz_attempt
       WHERE id = $1 AND status = 'SUBMITTED'`,
      [attempt.id],
    );
    // 1 + 2 + 1.5 + 1 of 8 points; the number was wrong
    expect(done).toEqual({ timed_out: true, earned: '5.5000', percent: '68.75', after_the_end: true });
    await after[0].until(
      `SELECT 1 FROM pgboss.job WHERE name = $1 AND data -> 'payload' ->> 'attemptId' = $2 HAVING bool_and(state = 'completed')`,
      [SUBMIT_OVERDUE.name, attempt.id],
    );

    const count = async (table: string, column: string, value: string, more = ''): Promise<number> =>
      (
        await owner.query<{ n: number }>(
          `SELECT count(*)::int AS n FROM ${table} WHERE ${column} = $1 ${more}`,
          [value],
        )
      ).rows[0]!.n;
    expect({
      submissions: await count('ledger_entry', 'person_id', trainee.personId, `AND kind = 'quiz.submitted'`),
      marks: await count('quiz_mark', 'attempt_id', attempt.id),
      scores: await count('quiz_score', 'attempt_id', attempt.id),
      results: await count('requirement_result', 'enrollment_id', enrollmentId),
    }).toEqual({ submissions: 1, marks: 5, scores: 1, results: 1 });

    const { quizAttempt } = await after[1].ask<{ quizAttempt: Attempt }>(
      `query ($id: ID!) { quizAttempt(id: $id) { ${ATTEMPT} } }`,
      { id: attempt.id },
      trainee.token,
    );
    expect(quizAttempt.questions.map(({ mark }) => mark!.earned)).toEqual([
      '1.0000',
      '2.0000',
      '1.5000',
      '1.0000',
      '0.0000',
    ]);
    await Promise.all(after.map((app) => app.stop()));
  });
});

/** The attempt began, and its job was sent, ten minutes and two seconds earlier. Meanwhile nobody does anything about it. */
async function tenMinutesGoBy(url: string, attemptId: string): Promise<void> {
  const client = new Client(url);
  await client.connect();
  const earlier = `- interval '10 minutes 2 seconds'`;
  const { rows } = await client.query(
    `UPDATE quiz_attempt SET started_at = started_at ${earlier}, deadline = deadline ${earlier}, accept_until = accept_until ${earlier}
     WHERE id = $1 RETURNING status, accept_until < now() AS over`,
    [attemptId],
  );
  expect(rows).toEqual([{ status: 'IN_PROGRESS', over: true }]);
  const { rowCount } = await client.query(
    `UPDATE pgboss.job SET start_after = start_after ${earlier} WHERE name = $1 AND data -> 'payload' ->> 'attemptId' = $2`,
    [SUBMIT_OVERDUE.name, attemptId],
  );
  expect(rowCount).toBe(1);
  await client.end();
}
