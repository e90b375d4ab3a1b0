import { SUBMIT_OVERDUE } from '../src/features/quizzes/attempts/quiz-overdue.job.js';
import { Database } from '../src/platform/database/database.js';
import { newId } from '../src/platform/ids/ids.js';
import { Jobs } from '../src/platform/jobs/jobs.js';
import {
  answerAll,
  answerTo,
  itemsOf,
  quizOf,
  publishedQuiz,
  read,
  save,
  SECRET,
  start,
  submit,
  traineeWithQuiz,
  type Attempt,
} from './support/quizzes.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

/**
 * The tenant set-up: looking up and keeping the answer under its operation key, and the lock on the enrollment, which
 * leaves with the one on the attempt before anything is read.
 */
const isSetUp = (statement: string): boolean =>
  /\b(FROM|INTO) operation\b/.test(statement) || /^\s*WITH locked AS \(/.test(statement);

describe('quiz attempts', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterEach(() => app.clock.reset());
  afterAll(() => app.stop());

  const standing = async (trainee: Member, requirementId: string) =>
    (
      await trainee.ask<{ myQuiz: Record<string, unknown> }>(
        `query ($id: ID!) { myQuiz(requirementId: $id) { title questionCount possible maxAttempts attemptsUsed attemptsLeft
          passed timeLimitMinutes passMarkPercent blockedBy { __typename code message } openAttempt { id status } bestAttempt { id percent } } }`,
        { id: requirementId },
      )
    ).myQuiz;
  const countOf = async (table: string, column: string, id: string) =>
    (
      await app.owner.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE ${column} = $1`, [
        id,
      ])
    ).rows[0]!.n;
  const ledger = async (personId: string, kind: string) =>
    (
      await app.owner.query<{ content: string }>(
        'SELECT content FROM ledger_entry WHERE person_id = $1 AND kind = $2 ORDER BY seq',
        [personId, kind],
      )
    ).rows.map(({ content }) => JSON.parse(content) as Record<string, unknown>);

  it('take every type of question from author to review', async () => {
    const world = await World.create(app);
    const { trainee, requirementId, enrollmentId } = await traineeWithQuiz(world, {
      timeLimitMinutes: 15,
      maxAttempts: 3,
    });
    expect(await standing(trainee, requirementId)).toMatchObject({
      questionCount: 5, possible: '8.00', maxAttempts: 3, attemptsUsed: 0, attemptsLeft: 3, passed: false,
      timeLimitMinutes: 15, passMarkPercent: '75.00', blockedBy: null, openAttempt: null, bestAttempt: null,
    }); // prettier-ignore

    const attempt = await start(trainee, requirementId);
    expect(attempt).toMatchObject({
      number: 1,
      status: 'IN_PROGRESS',
      possible: '8.0000',
      earned: null,
      passed: null,
    });
    expect(Date.parse(attempt.deadline!) - Date.parse(attempt.startedAt)).toBe(15 * 60_000);
    expect(Math.abs(Date.parse(attempt.serverNow) - Date.now())).toBeLessThan(60_000);
    expect(attempt.questions.map(({ place, points, unit }) => [place, points, unit])).toEqual([
      [1, '1.0000', null], [2, '2.0000', null], [3, '1.5000', null], [4, '1.0000', null], [5, '2.5000', '°C'],
    ]); // prettier-ignore

    await answerAll(trainee, attempt, ['MULTIPLE_CHOICE']);
    const review = await submit(trainee, attempt.id);
    expect(review).toMatchObject({
      status: 'SUBMITTED',
      earned: '6.0000',
      percent: '75.00',
      passed: true,
      timedOut: false,
    });
    expect(review.questions.map(({ mark }) => mark)).toEqual([
      { earned: '1.0000', possible: '1.0000' }, { earned: '0.0000', possible: '2.0000' }, { earned: '1.5000', possible: '1.5000' },
      { earned: '1.0000', possible: '1.0000' }, { earned: '2.5000', possible: '2.5000' },
    ]); // prettier-ignore
    const [single, , trueFalse, text, number] = review.questions.map(({ key }) => key!);
    expect(single!.choices.map(({ correct }) => correct)).toEqual([false, true, false]);
    expect(single!.choices[0]!.feedback!.markdown).toBe(SECRET);
    expect(trueFalse!.isTrue).toBe(true);
    expect(text!.accepted).toContain('medial');
    expect(number!.number).toBe('424242.5');
    expect(number!.explanation!.markdown).toBe(SECRET);

    const { rows } = await app.owner.query<{ met: boolean; earned: string }>(
      'SELECT met, earned FROM requirement_result WHERE enrollment_id = $1',
      [enrollmentId],
    );
    expect(rows).toEqual([{ met: true, earned: '6.0000' }]);
    expect(await standing(trainee, requirementId)).toMatchObject({
      attemptsUsed: 1, attemptsLeft: 2, passed: true, bestAttempt: { id: attempt.id, percent: '75.00' },
    }); // prettier-ignore
    const [entry] = await ledger(trainee.personId, 'quiz.submitted');
    expect(entry).toMatchObject({
      attemptId: attempt.id,
      enrollmentId,
      earned: '6.0000',
      percent: '75.00',
      passed: true,
    });
    expect(entry!['answers']).toHaveLength(5);
    expect(entry!['marksHash']).toMatch(/^[\w-]{43}$/);
  });

  it('count an unanswered question as 0, and a taken-back answer as none', async () => {
    const { trainee, requirementId } = await traineeWithQuiz(await World.create(app));
    const attempt = await start(trainee, requirementId);
    const question = attempt.questions[2]!;
    await save(trainee, attempt.id, question.questionVersionId, { isTrue: true });
    await save(trainee, attempt.id, question.questionVersionId, null);
    const review = await submit(trainee, attempt.id);
    expect(review).toMatchObject({ earned: '0.0000', percent: '0.00', passed: false });
    expect(review.questions[2]!.answer).toMatchObject({ response: null, revision: 2 });
  });

  it('go on where they were: starting again answers the open attempt with its answers', async () => {
    const { trainee, requirementId } = await traineeWithQuiz(await World.create(app), {
      shuffleQuestions: true,
      shuffleChoices: true,
    });
    const attempt = await start(trainee, requirementId);
    await answerAll(trainee, attempt);
    const again = await start(trainee, requirementId);
    expect(again.id).toBe(attempt.id);
    const order = ({ questions }: Attempt) =>
      questions.map((q) => [q.questionVersionId, ...q.choices.map(({ id }) => id)]);
    expect(order(again)).toEqual(order(attempt));
    expect(order(await read(trainee, attempt.id))).toEqual(order(attempt));
    for (const question of again.questions)
      expect(question.answer).toMatchObject({ revision: 1, response: answerTo(question) });
    expect((await submit(trainee, attempt.id)).percent).toBe('100.00');
  });

  it('count the best attempt, and begin anew when the course is repeated', async () => {
    const { trainee, requirementId, enrollmentId, program } = await traineeWithQuiz(await World.create(app), {
      maxAttempts: 2,
    });
    const first = await start(trainee, requirementId);
    await answerAll(trainee, first);
    await submit(trainee, first.id);
    const second = await start(trainee, requirementId);
    expect(second.number).toBe(2);
    await submit(trainee, second.id);
    expect(await standing(trainee, requirementId)).toMatchObject({
      passed: true,
      bestAttempt: { id: first.id },
      attemptsLeft: 0,
    });
    expect(await start(trainee, requirementId)).toMatchObject({
      __typename: 'AttemptsExhausted',
      code: 'ATTEMPTS_EXHAUSTED',
    });
    await app.owner.query(
      `INSERT INTO course_attempt (org_id, id, enrollment_id, course_id, number)
       SELECT org_id, $2, id, $3, 2 FROM enrollment WHERE id = $1`,
      [enrollmentId, newId(), program.courses[0]!.id],
    );
    expect(await standing(trainee, requirementId)).toMatchObject({
      attemptsUsed: 0,
      attemptsLeft: 2,
      passed: false,
      bestAttempt: null,
    });
    expect((await start(trainee, requirementId)).number).toBe(3);
  });

  it('are not started without a quiz, an active enrollment or the prerequisites', async () => {
    const world = await World.create(app);
    const { author, program, quizId, trainee, requirementId, enrollmentId } = await traineeWithQuiz(world);
    const later = program.courses[1]!.quizRequirementId;
    expect(await start(trainee, later)).toMatchObject({ __typename: 'QuizNotAvailable' });
    await author.do('attachQuiz', { requirementId: later, quizId }, '');
    expect(await start(trainee, later)).toMatchObject({ __typename: 'CourseBlocked' });
    expect((await standing(trainee, later))['blockedBy']).toMatchObject({ code: 'COURSE_BLOCKED' });
    await app.owner.query(`UPDATE enrollment SET status = 'ON_LEAVE' WHERE id = $1`, [enrollmentId]);
    expect(await start(trainee, requirementId)).toMatchObject({ __typename: 'EnrollmentNotActive' });
    const stranger = await world.member('TRAINEE');
    await expect(start(stranger, requirementId)).rejects.toThrow('NOT_FOUND');
    await expect(start(trainee, newId())).rejects.toThrow('NOT_FOUND');
  });

  describe('inv 42', () => {
    it('abuse 21: twenty starts at once on the last attempt give one', async () => {
      const { trainee, requirementId } = await traineeWithQuiz(await World.create(app), { maxAttempts: 2 });
      await submit(trainee, (await start(trainee, requirementId)).id);
      const starts = await Promise.all(Array.from({ length: 20 }, () => start(trainee, requirementId)));
      expect(new Set(starts.map(({ id }) => id)).size).toBe(1);
      const { rows } = await app.owner.query<{ n: number }>(
        'SELECT count(*)::int AS n FROM quiz_attempt WHERE requirement_id = $1',
        [requirementId],
      );
      expect(rows[0]!.n).toBe(2);
      await submit(trainee, starts[0]!.id);
      expect(await start(trainee, requirementId)).toMatchObject({ __typename: 'AttemptsExhausted' });
    });

    it('abuse 21: of starts that have all looked before one begins, one begins and all get it', async () => {
      const { trainee, requirementId } = await traineeWithQuiz(await World.create(app), { maxAttempts: 1 });
      const blocker = await app.owner.connect();
      await blocker.query('BEGIN; LOCK TABLE quiz_attempt IN EXCLUSIVE MODE'); // reading goes on, beginning waits
      const starting = Promise.all(Array.from({ length: 3 }, () => start(trainee, requirementId)));
      await app.until(
        `SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'quiz_attempt'::regclass
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) HAVING count(*) = 3`,
      );
      await blocker.query('COMMIT');
      blocker.release();
      const starts = await starting;
      expect(starts.map(({ __typename }) => __typename)).toEqual(Array(3).fill('QuizAttempt'));
      expect(new Set(starts.map(({ id }) => id)).size).toBe(1);
      expect(await countOf('quiz_attempt', 'requirement_id', requirementId)).toBe(1);
    });

    it('abuse 22: twenty submissions at once give one result and the same answer', async () => {
      const { trainee, requirementId, enrollmentId } = await traineeWithQuiz(await World.create(app));
      const attempt = await start(trainee, requirementId);
      await answerAll(trainee, attempt);
      const answers = await Promise.all(Array.from({ length: 20 }, () => submit(trainee, attempt.id)));
      for (const answer of answers)
        expect({ ...answer, serverNow: null }).toEqual({ ...answers[0], serverNow: null });
      expect(await ledger(trainee.personId, 'quiz.submitted')).toHaveLength(1);
      expect(await countOf('quiz_mark', 'attempt_id', attempt.id)).toBe(5);
      expect(await countOf('quiz_score', 'attempt_id', attempt.id)).toBe(1);
      expect(await countOf('requirement_result', 'enrollment_id', enrollmentId)).toBe(1);
    });

    it('abuse 19: the database clock decides, whatever the device claims; the late answer is kept and does not count', async () => {
      const { trainee, requirementId } = await traineeWithQuiz(await World.create(app), {
        timeLimitMinutes: 10,
      });
      const attempt = await start(trainee, requirementId);
      const [first, , third] = attempt.questions;
      await save(trainee, attempt.id, first!.questionVersionId, answerTo(first!), {
        claimedAt: '2031-01-01T00:00:00Z',
      });
      app.clock.advance({ minutes: 10, seconds: 1 });
      const late = await save(trainee, attempt.id, third!.questionVersionId, answerTo(third!), {
        claimedAt: attempt.startedAt,
      });
      expect(late).toMatchObject({ __typename: 'AttemptOver', code: 'ATTEMPT_OVER', kept: true });
      const review = await submit(trainee, attempt.id);
      expect(review).toMatchObject({ status: 'SUBMITTED', timedOut: true, earned: '1.0000' });
      expect(review.questions[2]).toMatchObject({
        answer: null,
        lateAnswer: { response: { isTrue: true } },
        mark: { earned: '0.0000' },
      });
      const { rows } = await app.owner.query<{ late: boolean; claimed_at: Date }>(
        'SELECT late, claimed_at FROM quiz_answer WHERE attempt_id = $1 ORDER BY position',
        [attempt.id],
      );
      expect(rows).toEqual([
        { late: false, claimed_at: new Date('2031-01-01T00:00:00Z') },
        { late: true, claimed_at: new Date(attempt.startedAt) },
      ]);
      expect(await save(trainee, attempt.id, third!.questionVersionId, { isTrue: false })).toMatchObject({
        kept: true,
      });
      expect((await read(trainee, attempt.id)).earned).toBe('1.0000');
    });

    it('submits what was saved in time, whoever touches the attempt next', async () => {
      const touches: ((trainee: Member, attempt: Attempt, requirementId: string) => Promise<unknown>)[] = [
        (trainee, { id }) => submit(trainee, id),
        (trainee, { id }) => read(trainee, id),
        (trainee, _, requirementId) => standing(trainee, requirementId),
        (trainee, _, requirementId) => start(trainee, requirementId),
        (trainee, { id, questions }) =>
          save(trainee, id, questions[0]!.questionVersionId, answerTo(questions[0]!, false)),
      ];
      const world = await World.create(app);
      const { trainee, requirementId, program, cohortId } = await traineeWithQuiz(world, {
        timeLimitMinutes: 10,
        maxAttempts: 1,
      });
      const others = await Promise.all(touches.slice(1).map(() => world.enrolled(program, { cohortId })));
      for (const [i, member] of [trainee, ...others.map((o) => o.trainee)].entries()) {
        app.clock.reset();
        const attempt = await start(member, requirementId);
        await answerAll(member, attempt);
        app.clock.advance({ minutes: 11 });
        await touches[i]!(member, attempt, requirementId);
        const { rows } = await app.owner.query<object>(
          'SELECT status, timed_out, percent FROM quiz_attempt WHERE id = $1',
          [attempt.id],
        );
        expect(rows).toEqual([{ status: 'SUBMITTED', timed_out: true, percent: '100.00' }]);
        expect(await start(member, requirementId)).toMatchObject({ __typename: 'AttemptsExhausted' });
      }
    });

    it('submits an overdue attempt though nobody comes back', async () => {
      const world = await World.create(app);
      const { trainee, requirementId } = await traineeWithQuiz(world, { timeLimitMinutes: 10 });
      const attempt = await start(trainee, requirementId);
      await answerAll(trainee, attempt, ['NUMBER']);
      const queued = await app.owner.query<{ start_after: Date; data: object }>(
        `SELECT start_after FROM pgboss.job WHERE name = $1 AND data -> 'payload' ->> 'attemptId' = $2`,
        [SUBMIT_OVERDUE.name, attempt.id],
      );
      expect(queued.rows).toEqual([{ start_after: new Date(Date.parse(attempt.deadline!) + 1_000) }]);

      app.clock.advance({ minutes: 10, seconds: 1 });
      const db = app.app.get(Database).forOrganization(world.orgId);
      await db.write(async (tx) => {
        for (let i = 0; i < 3; i++)
          await app.app.get(Jobs).send(tx, SUBMIT_OVERDUE, { attemptId: attempt.id });
      });
      const done = await app.until<{ percent: string; timed_out: boolean }>(
        `SELECT percent, timed_out FROM quiz_attempt WHERE id = $1 AND status = 'SUBMITTED'`,
        [attempt.id],
      );
      expect(done).toEqual({ percent: '68.75', timed_out: true });
      expect(await ledger(trainee.personId, 'quiz.submitted')).toMatchObject([
        { timedOut: true, passed: false },
      ]);
    });

    it('the deadline itself is still in time', async () => {
      const { trainee, requirementId } = await traineeWithQuiz(await World.create(app), {
        timeLimitMinutes: 10,
      });
      const attempt = await start(trainee, requirementId);
      app.clock.advance({ minutes: 9, seconds: 50 });
      const [question] = attempt.questions;
      expect(await save(trainee, attempt.id, question!.questionVersionId, answerTo(question!))).toMatchObject(
        { __typename: 'SavedAnswer' },
      );
    });
  });

  describe('answers', () => {
    it('abuse 20: are not taken after finish, and nothing of them is kept', async () => {
      const { trainee, requirementId } = await traineeWithQuiz(await World.create(app));
      const attempt = await start(trainee, requirementId);
      await submit(trainee, attempt.id);
      const [question] = attempt.questions;
      expect(await save(trainee, attempt.id, question!.questionVersionId, answerTo(question!))).toMatchObject(
        {
          __typename: 'AttemptOver',
          kept: false,
        },
      );
      const { rowCount } = await app.owner.query('SELECT 1 FROM quiz_answer WHERE attempt_id = $1', [
        attempt.id,
      ]);
      expect(rowCount).toBe(0);
    });

    it('abuse 24: are taken for questions of the attempt alone, and only if they fit', async () => {
      const { author, trainee, requirementId } = await traineeWithQuiz(await World.create(app));
      const other = await publishedQuiz(author);
      const { quiz } = await author.ask<{
        quiz: { latestVersion: { items: { version: { id: string } }[] } };
      }>(
        'query ($id: ID!) { quiz(id: $id) { latestVersion { items { ... on QuizQuestion { version { id } } } } } }',
        {
          id: other.quizId,
        },
      );
      const attempt = await start(trainee, requirementId);
      const foreign = quiz.latestVersion.items[0]!.version.id;
      const failure = async (work: Promise<unknown>) =>
        work.then(
          () => 'nothing',
          (error: Error) => error.message,
        );
      expect(await failure(save(trainee, attempt.id, foreign, { isTrue: true }))).toBe(
        await failure(save(trainee, attempt.id, newId(), { isTrue: true })),
      );
      await expect(save(trainee, attempt.id, foreign, { isTrue: true })).rejects.toThrow('BAD_USER_INPUT');
      const [single] = attempt.questions;
      for (const response of [
        { text: 'Sagittal' },
        { choiceIds: ['nosuchid'] },
        { choiceIds: single!.choices.map(({ id }) => id) },
      ])
        await expect(save(trainee, attempt.id, single!.questionVersionId, response)).rejects.toThrow(
          'BAD_USER_INPUT',
        );
      for (const number of ['NaN', 'Infinity', '1e300'])
        await expect(
          save(trainee, attempt.id, attempt.questions[4]!.questionVersionId, { number }),
        ).rejects.toThrow('BAD_USER_INPUT');
    });

    it('abuse 25: are saved once per operation, and never under a used key with another answer', async () => {
      const { trainee, requirementId } = await traineeWithQuiz(await World.create(app));
      const attempt = await start(trainee, requirementId);
      const { questionVersionId } = attempt.questions[2]!;
      const operationId = newId();
      const put = (isTrue: boolean) =>
        save(trainee, attempt.id, questionVersionId, { isTrue }, { operationId });
      const saved = await Promise.all([put(true), put(true), put(true)]);
      expect(saved.map(({ revision }) => revision)).toEqual([1, 1, 1]);
      expect(saved[1]).toEqual(saved[0]);
      await expect(put(false)).rejects.toThrow('OPERATION_KEY_REUSED');
    });

    it("abuse 26: another person's use of the same key is their own operation", async () => {
      const world = await World.create(app);
      const { trainee, requirementId, program, cohortId } = await traineeWithQuiz(world);
      const peer = (await world.enrolled(program, { cohortId })).trainee;
      const operationId = newId();
      const [mine, theirs] = [
        await start(trainee, requirementId, { operationId }),
        await start(peer, requirementId, { operationId }),
      ];
      expect(mine.id).not.toBe(theirs.id);
    });

    it('from two devices are all kept, the last to arrive counts, and the device that did not know is told', async () => {
      const { trainee, requirementId } = await traineeWithQuiz(await World.create(app));
      const attempt = await start(trainee, requirementId);
      const { questionVersionId } = attempt.questions[3]!;
      const put = (text: string, knownRevision: number) =>
        save(trainee, attempt.id, questionVersionId, { text }, { knownRevision });
      expect(await put('lateral', 0)).toMatchObject({ revision: 1, overtook: false });
      expect(await put('distal', 1)).toMatchObject({ revision: 2, overtook: false });
      expect(await put('medial', 0)).toMatchObject({ revision: 3, overtook: true });
      const review = await submit(trainee, attempt.id);
      expect(review.questions[3]).toMatchObject({
        answer: { response: { text: 'medial' }, revision: 3 },
        mark: { earned: '1.0000' },
      });
      const { rowCount } = await app.owner.query('SELECT 1 FROM quiz_answer WHERE attempt_id = $1', [
        attempt.id,
      ]);
      expect(rowCount).toBe(3);
    });

    it('that race with the submission either count or are refused, never lost in silence', async () => {
      const world = await World.create(app);
      const { trainee, requirementId, program, cohortId } = await traineeWithQuiz(world);
      const peers = await Promise.all(Array.from({ length: 5 }, () => world.enrolled(program, { cohortId })));
      for (const member of [trainee, ...peers.map((peer) => peer.trainee)]) {
        const attempt = await start(member, requirementId);
        const [saved, submitted] = await Promise.all([
          save(member, attempt.id, attempt.questions[2]!.questionVersionId, { isTrue: true }),
          submit(member, attempt.id),
        ]);
        const counted = saved.__typename === 'SavedAnswer';
        expect(submitted.questions[2]!.mark!.earned).toBe(counted ? '1.5000' : '0.0000');
      }
    });
  });

  describe('reading', () => {
    it('abuse 5, 6: is for the trainee, and for staff who may see the cohort', async () => {
      const world = await World.create(app);
      const { trainee, requirementId, program, cohortId } = await traineeWithQuiz(world);
      const attempt = await start(trainee, requirementId);
      const peer = (await world.enrolled(program, { cohortId })).trainee;
      const nobody = await peer.send(`query ($id: ID!) { quizAttempt(id: $id) { id } }`, { id: newId() });
      expect(await peer.send(`query ($id: ID!) { quizAttempt(id: $id) { id } }`, { id: attempt.id })).toEqual(
        nobody,
      );
      const { questionVersionId } = attempt.questions[0]!;
      await expect(save(peer, attempt.id, questionVersionId, { choiceIds: [] })).rejects.toThrow('NOT_FOUND');
      await expect(submit(peer, attempt.id)).rejects.toThrow('NOT_FOUND');
      const supervisor = await world.member('SUPERVISOR');
      await expect(read(supervisor, attempt.id)).rejects.toThrow('NOT_FOUND');
      const stranger = (await World.create(app)).owner;
      await expect(read(stranger, attempt.id)).rejects.toThrow('NOT_FOUND');

      const instructor = await world.member('INSTRUCTOR');
      const running = await read(instructor, attempt.id);
      expect(running.questions.every(({ key, mark }) => key === null && mark === null)).toBe(true);
      await expect(submit(instructor, attempt.id)).rejects.toThrow('NOT_FOUND');
      await submit(trainee, attempt.id);
      expect((await read(instructor, attempt.id)).questions.every(({ key }) => key !== null)).toBe(true);

      const list = async (member: Member, args = '') =>
        (
          await member.ask<{
            quizAttempts: {
              totalCount: number;
              edges: { node: { id: string } }[];
              pageInfo: { endCursor: string };
            };
          }>(
            `{ quizAttempts${args} { totalCount edges { node { id questions { place key { isTrue } } } } pageInfo { endCursor } } }`,
          )
        ).quizAttempts;
      await submit(peer, (await start(peer, requirementId)).id);
      expect(await list(instructor)).toMatchObject({ totalCount: 2 });
      expect((await list(trainee)).edges.map(({ node }) => node.id)).toEqual([attempt.id]);
      expect((await list(peer)).totalCount).toBe(1);
      const page = await list(instructor, '(first: 1)');
      expect(
        (await list(instructor, `(first: 1, after: "${page.pageInfo.endCursor}")`)).edges[0]!.node.id,
      ).toBe(attempt.id);
      expect(
        (
          await list(
            instructor,
            `(requirementId: "${requirementId}", status: SUBMITTED, cohortId: "${cohortId}")`,
          )
        ).totalCount,
      ).toBe(2);
      expect((await list(instructor, `(cohortId: "${newId()}")`)).totalCount).toBe(0);
      expect(await app.statementsOf(() => list(instructor))).toHaveLength(3); // page, count, questions of all

      await app.owner.query('UPDATE membership SET cohort_limited = true WHERE id = $1', [
        instructor.membershipId,
      ]);
      expect((await list(instructor)).totalCount).toBe(0);
      await expect(read(instructor, attempt.id)).rejects.toThrow('NOT_FOUND');
    });

    it('abuse 27: editing a question alters no finished attempt', async () => {
      const { author, trainee, requirementId, quizId, questionIds } = await traineeWithQuiz(
        await World.create(app),
      );
      const attempt = await start(trainee, requirementId);
      await answerAll(trainee, attempt);
      const before = await submit(trainee, attempt.id);
      await author.do(
        'editQuestion',
        {
          questionId: questionIds[2],
          revision: 1,
          stem: 'Changed',
          content: { trueFalse: { isTrue: false } },
        },
        '',
      );
      await author.do('publishQuestion', { questionId: questionIds[2] }, '');
      await author.do('retireQuestion', { questionId: questionIds[0] }, '');
      await author.do(
        'editQuiz',
        { quizId, revision: 1, passMarkPercent: '100', items: itemsOf([questionIds[2]!]) },
        '',
      );
      await author.do('publishQuiz', { quizId }, '');
      expect({ ...(await read(trainee, attempt.id)), serverNow: null }).toMatchObject({
        ...before,
        serverNow: null,
      });
      const next = await start(trainee, requirementId);
      expect(next.questions.map(({ stem }) => stem.markdown)).toEqual(
        before.questions.map(({ stem }) => stem.markdown),
      );
    });

    it('abuse 29: a review is closed again while another attempt with the same question is open', async () => {
      const world = await World.create(app);
      const { author, trainee, requirementId, questionIds, program } = await traineeWithQuiz(world);
      const first = await start(trainee, requirementId);
      await submit(trainee, first.id);
      const open = ({ questions }: Attempt) =>
        questions.map(({ key, mark }) => key !== null && mark !== null);
      expect(open(await read(trainee, first.id))).toEqual([true, true, true, true, true]);
      const second = await start(trainee, requirementId);
      expect(open(await read(trainee, first.id))).toEqual([false, false, false, false, false]);
      expect(open(await read(author, first.id))).toEqual([true, true, true, true, true]);
      await submit(trainee, second.id);
      expect(open(await read(trainee, first.id))).toEqual([true, true, true, true, true]);

      await app.owner
        .query('DELETE FROM course_prerequisite WHERE program_version_id = $1', [program.versionId])
        .catch(() => undefined);
      const final = await quizOf(author, questionIds.slice(0, 2));
      const finalRequirement = program.courses[1]!.quizRequirementId;
      await author.do('attachQuiz', { requirementId: finalRequirement, quizId: final.quizId }, '');
      await app.owner.query(
        `INSERT INTO course_progress (org_id, enrollment_id, course_id, complete) SELECT org_id, enrollment_id, $2, true FROM quiz_attempt WHERE id = $1
         ON CONFLICT (org_id, enrollment_id, course_id) DO UPDATE SET complete = true`,
        [first.id, program.courses[0]!.id],
      );
      const exam = await start(trainee, finalRequirement);
      expect(exam).toMatchObject({ __typename: 'QuizAttempt', status: 'IN_PROGRESS' });
      expect(open(await read(trainee, first.id))).toEqual([false, false, true, true, true]);
    });
  });

  describe('take a fixed number of statements', () => {
    const beyondSetUp = async (work: () => Promise<unknown>) =>
      (await app.statementsOf(work)).filter((s) => !isSetUp(s));

    const statementsFor = async (count: number) => {
      const world = await World.create(app);
      const author = await world.member('INSTRUCTOR');
      const questions = Array.from({ length: count }, (_, i) => ({
        points: '1',
        stem: `No ${i}?`,
        content: { trueFalse: { isTrue: true } },
      }));
      const { quizId } = await publishedQuiz(author, { timeLimitMinutes: 30 }, questions);
      const program = await world.program();
      const requirementId = program.courses[0]!.quizRequirementId;
      await author.do('attachQuiz', { requirementId, quizId }, '');
      const { trainee, enrollmentId } = await world.enrolled(program);

      let attempt!: Attempt;
      const starting = await beyondSetUp(async () => (attempt = await start(trainee, requirementId)));
      expect(attempt.questions).toHaveLength(count);
      const answer = (question: Attempt['questions'][0]) =>
        save(trainee, attempt.id, question.questionVersionId, { isTrue: true });
      const saving = await beyondSetUp(() => answer(attempt.questions[0]!));
      for (const question of attempt.questions.slice(1)) await answer(question);
      const submitting = await beyondSetUp(() =>
        submit(trainee, attempt.id, 'id status earned percent passed'),
      );
      expect(await read(trainee, attempt.id)).toMatchObject({ earned: `${count}.0000`, passed: true });
      expect(await ledger(trainee.personId, 'quiz.submitted')).toHaveLength(1);
      expect(await countOf('requirement_result', 'enrollment_id', enrollmentId)).toBe(1);
      return { start: starting.length, save: saving.length, submit: submitting.length };
    };

    it('to start (≤ 4), to save (≤ 2), and to submit with ledger entry, record, counters and answer (≤ 4)', async () => {
      const twenty = await statementsFor(20);
      expect(twenty.start).toBeLessThanOrEqual(4);
      expect(twenty.save).toBeLessThanOrEqual(2);
      expect(twenty.submit).toBeLessThanOrEqual(4);
      expect(await statementsFor(5)).toEqual(twenty);
    });
  });
});
