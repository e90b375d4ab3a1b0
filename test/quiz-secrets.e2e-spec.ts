import { createHash } from 'node:crypto';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { GraphQLField, GraphQLSchema } from 'graphql';
import { canonicalJson } from '../src/platform/ids/canonical-json.js';
import { answerAll, SECRET, start, submit, traineeWithQuiz } from './support/quizzes.js';
import { reachableFrom, requestsOf } from './support/schema-walk.js';
import {
  midAttemptInAll,
  midAttemptInSequence,
  midAttemptOfAuthor,
  type MidAttempt,
} from './support/secret-quizzes.js';
import { socketClient, Subscribed } from './support/socket.js';
import { TestApp } from './support/test-app.js';
import { type KnownIds, requestsFor } from './support/valid-inputs.js';
import { World } from './support/world.js';

/** What rightly ends the attempt or the session. */
const ENDING = ['submitQuizAttempt', 'signOut'];

describe('answer keys', () => {
  let app: TestApp;
  let schema: GraphQLSchema;
  beforeAll(async () => {
    app = await TestApp.start();
    schema = app.app.get(GraphQLSchemaHost).schema;
  });
  afterAll(() => app.stop());

  /** Ids a trainee may have come by: of the attempt, its questions, the quiz, the bank, the course. */
  async function idsOf(at: MidAttempt): Promise<KnownIds> {
    const { rows } = await app.owner.query<{ id: string; questionId: string }>(
      `SELECT id, question_id AS "questionId" FROM question_version WHERE org_id = $1 ORDER BY id`,
      [at.orgId],
    );
    const { program, trainee, attemptId, quizId, requirementId, enrollmentId, cohortId, fileId } = at;
    const [course] = program.courses;
    // Of what stands open in sequence nothing: finishing it would rightly show the next
    const open = at.questions.at(-1)!.questionVersionId;
    const sequential = at.questions.length < 11;
    const questionVersionId = rows.map(({ id }) => id).filter((id) => !sequential || id !== open);
    return {
      attemptId: [attemptId],
      quizId: [quizId],
      questionVersionId,
      questionId: at.questionIds,
      requirementId: [requirementId],
      enrollmentId: [enrollmentId],
      cohortId: [cohortId],
      fileId: [fileId],
      programId: [program.programId],
      programVersionId: [program.versionId],
      courseId: [course!.id],
      moduleId: [course!.moduleIds[0]!],
      lessonId: [course!.lessonIds[0]!],
      personId: [trainee.personId],
      membershipId: [trainee.membershipId],
      choiceId: at.questions.flatMap(({ choices }) => choices.map(({ id }) => id)),
    };
  }

  /** Asks every query for everything, with every id that leads to something; tells what was given away and what answered. */
  async function walk(
    { trainee, givenAway }: MidAttempt,
    ids: readonly string[],
  ): Promise<{ leaks: string[]; answered: Set<string> }> {
    const [leaks, answered] = [[] as string[], new Set<string>()];
    const send = async (field: GraphQLField<unknown, unknown>, request: string): Promise<boolean> => {
      const answer = await trainee.send<Record<string, unknown>>(request);
      const { data, errors = [] } = answer;
      const invalid = errors.filter(({ extensions }) => extensions.code === 'GRAPHQL_VALIDATION_FAILED');
      expect({ request, invalid }).toEqual({ request, invalid: [] });
      for (const what of givenAway(JSON.stringify(answer))) leaks.push(`${what} by ${request}`);
      if (data?.[field.name]) answered.add(field.name);
      return !errors.some(({ path }) => path?.length === 1);
    };
    for (const field of Object.values(schema.getQueryType()!.getFields())) {
      const requests = requestsOf(schema, field, 'AN-ID');
      const takesId = requests.some((request) => request.includes('AN-ID'));
      for (const id of takesId ? ids : ['']) {
        const [first, ...others] = requests.map((request) => request.replaceAll('AN-ID', id));
        if (!(await send(field, first!))) continue; // refused, or of nothing: so is the rest
        for (const request of others) await send(field, request);
      }
    }
    return { leaks, answered };
  } // prettier-ignore

  /** Sends every mutation with generated inputs, the same at every run; tells what was given away and what was done. */
  async function attack({ trainee, givenAway }: MidAttempt, ids: KnownIds) {
    const [leaks, done] = [[] as string[], new Set<string>()];
    for (const mutation of Object.values(schema.getMutationType()!.getFields())) {
      if (ENDING.includes(mutation.name)) continue;
      for (const { query, variables } of requestsFor(schema, mutation, ids, { seed: 18, numRuns: 8 })) {
        const answer = await trainee.send<Record<string, unknown>>(query, variables);
        for (const what of givenAway(JSON.stringify(answer)))
          leaks.push(`${what} by ${query} ${JSON.stringify(variables)}`);
        const codes = answer.errors?.map(({ extensions }) => extensions.code) ?? [];
        expect({ query, codes }).not.toMatchObject({
          codes: expect.arrayContaining(['GRAPHQL_VALIDATION_FAILED']),
        });
        if (codes.includes('FORBIDDEN')) break; // whatever the input
        if (answer.data?.[mutation.name]) done.add(mutation.name);
      }
    }
    return { leaks, done };
  }

  /** What all subscriptions to everything told while the work went on. */
  async function heard({ trainee, attemptId }: MidAttempt, work: () => Promise<void>): Promise<string> {
    const client = socketClient(app, trainee.token);
    const subscribed = Object.values(schema.getSubscriptionType()!.getFields()).flatMap((field) =>
      requestsOf(schema, field, attemptId).map(
        (request) => new Subscribed(client, `subscription ${request}`),
      ),
    );
    try {
      await work();
      return JSON.stringify(subscribed.map((each) => each.received));
    } finally {
      await client.dispose();
    }
  }

  it.each([
    ['all questions before them, and an attempt behind them', midAttemptInAll],
    ['a question of a sequence before them, the first drawn', midAttemptInSequence],
  ])(
    'abuse 18, 29: are not seen by a trainee in mid-attempt, with %s, by any mutation, subscription or field of any query',
    async (_, begin) => {
      const at = await begin(app, await World.create(app));
      const ids = await idsOf(at);
      const received = await heard(at, async () => {
        const { leaks, done } = await attack(at, ids);
        expect(leaks).toEqual([]);
        expect([...done]).toEqual(
          expect.arrayContaining(['startQuizAttempt', 'saveAnswer', 'finishQuestion']),
        );
      });
      expect(at.givenAway(received)).toEqual([]);
      // The first and the last of each kind stand for the others
      const some = Object.values(ids).flatMap((each) => [...new Set([each[0]!, each.at(-1)!])]);
      const during = await walk(at, some);
      expect(during.leaks).toEqual([]);
      expect([...during.answered]).toEqual(expect.arrayContaining(['quizAttempt', 'quizAttempts', 'myQuiz']));

      // What is looked for is there: after the end the same walk finds it
      await submit(at.trainee, at.attemptId, 'id');
      expect((await walk(at, [at.attemptId])).leaks.length).toBeGreaterThan(0);
    },
    120_000,
  );

  it('abuse 18: are not seen in any query by an author in mid-attempt, whatever authors and graders may see else', async () => {
    const at = await midAttemptOfAuthor(app, await World.create(app));
    const ids = await idsOf(at);
    const some = ['attemptId', 'quizId', 'questionId', 'questionVersionId', 'requirementId'].map(
      (name) => ids[name]![0]!,
    );
    const { leaks, answered } = await walk(at, some);
    expect(leaks).toEqual([]);
    expect([...answered]).toEqual(
      expect.arrayContaining(['quizzes', 'gradingQueue', 'quizStatistics', 'quizRegrades', 'quizAttempts']),
    );
  }, 120_000);

  it('abuse 18: are closed to an author who is a trainee too, while their own attempt is open', async () => {
    const quiz = await traineeWithQuiz(await World.create(app));
    const { author, enrollmentId, requirementId, questionIds } = quiz;
    await app.owner.query('UPDATE enrollment SET person_id = $1 WHERE id = $2', [
      author.personId,
      enrollmentId,
    ]);
    const read = () =>
      author.send(
        'query ($id: ID!) { question(id: $id) { versions { key { explanation { markdown } } } } }',
        {
          id: questionIds[0],
        },
      );
    expect(JSON.stringify(await read())).toContain(SECRET);
    const { id } = await start(author, requirementId);
    const answer = await read();
    expect(answer.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect(JSON.stringify(answer)).not.toContain(SECRET);
    await submit(author, id);
    expect(JSON.stringify(await read())).toContain(SECRET);
  });

  it('abuse 18: are in no subscription and in no refusal', () => {
    for (const name of ['Subscription', 'Refusal', 'SavedAnswer'])
      expect([...reachableFrom(schema, name)]).not.toContain('QuestionKey');
    const holders = Object.values(schema.getTypeMap()).filter(
      (type) => 'getFields' in type && !type.name.endsWith('Input'),
    );
    const direct = holders
      .filter(
        (type) =>
          'getFields' in type &&
          Object.values(type.getFields()).some((field) => String(field.type).includes('QuestionKey')),
      )
      .map(({ name }) => name);
    expect(direct.sort()).toEqual(['AttemptQuestion', 'PracticeReview', 'QuestionVersion']);
  });

  it('abuse 18: are not in the ledger of the trainee either', async () => {
    const { trainee, requirementId } = await traineeWithQuiz(await World.create(app));
    const attempt = await start(trainee, requirementId);
    await answerAll(trainee, attempt);
    await submit(trainee, attempt.id);
    const { rows } = await app.owner.query<{ content: string }>(
      'SELECT content FROM ledger_entry WHERE person_id = $1',
      [trainee.personId],
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { content } of rows) expect(content).not.toContain(SECRET);
  });

  it('abuse 18, 29: are not found out from the ledger by trying which answers were right', async () => {
    const { trainee, requirementId } = await traineeWithQuiz(await World.create(app));
    const attempt = await start(trainee, requirementId);
    await answerAll(trainee, attempt);
    await submit(trainee, attempt.id);
    const { rows } = await app.owner.query<{ content: string }>(
      `SELECT content FROM ledger_entry WHERE person_id = $1 AND kind = 'quiz.submitted'`,
      [trainee.personId],
    );
    const { marksHash } = JSON.parse(rows[0]!.content) as { marksHash: string };
    const { rows: marks } = await app.owner.query<object>(
      `SELECT question_version_id AS "questionVersionId", earned, possible FROM quiz_mark WHERE attempt_id = $1 ORDER BY position`,
      [attempt.id],
    );
    const { rows: sealed } = await app.owner.query<{ salt: string }>(
      'SELECT marks_salt AS salt FROM quiz_attempt WHERE id = $1',
      [attempt.id],
    );
    const hashOf = (content: unknown): string =>
      createHash('sha256').update(canonicalJson(content)).digest('base64url');
    expect(hashOf({ salt: sealed[0]!.salt, marks })).toBe(marksHash);
    expect([hashOf(marks), hashOf({ marks }), hashOf({ salt: null, marks })]).not.toContain(marksHash);
    expect(rows[0]!.content).not.toContain(sealed[0]!.salt);
  });
});
