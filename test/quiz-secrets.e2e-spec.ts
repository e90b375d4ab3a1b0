import { createHash } from 'node:crypto';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { GraphQLSchema } from 'graphql';
import { canonicalJson } from '../src/platform/ids/canonical-json.js';
import { newId } from '../src/platform/ids/ids.js';
import {
  answerAll,
  answerTo,
  SECRET,
  start,
  submit,
  traineeWithQuiz,
  type QuizWorld,
} from './support/quizzes.js';
import { packed, reachableFrom, requestsOf, selections, variantsOf } from './support/schema-walk.js';
import { TestApp } from './support/test-app.js';
import { World } from './support/world.js';

/** What gives a key away: feedback, explanation and accepted answers hold SECRET, the right number is 424242.5. */
const KEY = new RegExp(`${SECRET}|424242|"__typename":"(QuestionKey|ChoiceKey|QuestionMark)"`);

/** Whether the field itself finds nothing by that id, before anything under it is asked. */
const isOfNothing = ({
  errors,
}: {
  errors?: { path?: unknown[]; extensions: { code?: string } }[];
}): boolean =>
  errors?.length === 1 && errors[0]!.path?.length === 1 && errors[0]!.extensions.code === 'NOT_FOUND';

describe('answer keys', () => {
  let app: TestApp;
  let schema: GraphQLSchema;
  beforeAll(async () => {
    app = await TestApp.start();
    schema = app.app.get(GraphQLSchemaHost).schema;
  });
  afterAll(() => app.stop());

  /** Ids a trainee may have come by: of the attempt, its questions, the quiz, the bank, the course. */
  async function idsOf(
    { orgId, ...quiz }: QuizWorld & { orgId: string },
    attemptId: string,
  ): Promise<string[]> {
    const { rows } = await app.owner.query<{ id: string }>(
      `SELECT id FROM question_version WHERE org_id = $1 UNION ALL SELECT id FROM quiz_version WHERE org_id = $1`,
      [orgId],
    );
    const { program, requirementId, quizId, questionIds, enrollmentId, cohortId, trainee } = quiz;
    const course = program.courses[0]!;
    return [
      attemptId, quizId, questionIds[0]!, rows[0]!.id, rows.at(-1)!.id, requirementId, enrollmentId, cohortId,
      program.programId, program.versionId, course.id, course.moduleIds[0]!, course.lessonIds[0]!, trainee.personId,
    ]; // prettier-ignore
  }

  /** Asks every query for everything, with every id; tells what gave a key away and how much was answered. */
  async function walk(
    quiz: QuizWorld,
    ids: readonly string[],
  ): Promise<{ leaks: string[]; answered: Set<string> }> {
    const [leaks, answered] = [[] as string[], new Set<string>()];
    for (const field of Object.values(schema.getQueryType()!.getFields())) {
      const takesId = requestsOf(schema, field, 'AN-ID').some((request) => request.includes('AN-ID'));
      for (const id of takesId ? ids : [ids[0]!])
        for (const request of requestsOf(schema, field, id)) {
          const answer = await quiz.trainee.send<Record<string, unknown>>(request);
          expect(
            answer.errors?.filter(({ extensions }) => extensions.code === 'GRAPHQL_VALIDATION_FAILED') ?? [],
          ).toEqual([]);
          if (answer.data?.[field.name]) answered.add(field.name);
          if (KEY.test(JSON.stringify(answer))) leaks.push(request);
          if (isOfNothing(answer)) break; // whatever else is asked of it
        }
    }
    return { leaks, answered };
  }

  it('abuse 18: are not seen by a trainee in mid-attempt in any field of any query, and are seen after the end', async () => {
    const world = await World.create(app);
    const quiz = await traineeWithQuiz(world);
    const attempt = await start(quiz.trainee, quiz.requirementId);
    for (const question of attempt.questions.slice(0, 3))
      await quiz.trainee.do(
        'saveAnswer',
        {
          attemptId: attempt.id,
          questionVersionId: question.questionVersionId,
          response: answerTo(question),
        },
        '',
      );
    const ids = await idsOf({ ...quiz, orgId: world.orgId }, attempt.id);
    const during = await walk(quiz, ids);
    expect(during.leaks).toEqual([]);
    expect([...during.answered]).toEqual(expect.arrayContaining(['quizAttempt', 'quizAttempts', 'myQuiz']));
    await submit(quiz.trainee, attempt.id);
    const after = await walk(quiz, [attempt.id]);
    expect(after.leaks.length).toBeGreaterThan(0);
  }, 120_000);

  it('abuse 18: are not in what starting, saving and being refused answer', async () => {
    const { trainee, requirementId } = await traineeWithQuiz(await World.create(app));
    const mutate = async (name: string, input: object) => {
      const field = schema.getMutationType()!.getFields()[name]!;
      const answers = [];
      const variants = Array.from({ length: variantsOf(schema, field.type) }, (_, member) => member);
      for (const pack of variants.flatMap((member) => packed(selections(schema, field.type, member)))) {
        const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
        const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ${pack} } }`;
        const answer = await trainee.send(query, { input: { operationId: newId(), ...input } });
        expect(answer.errors).toBeUndefined();
        answers.push(JSON.stringify(answer));
      }
      return answers.join();
    };
    expect(await mutate('startQuizAttempt', { requirementId })).not.toMatch(KEY);
    const attempt = await start(trainee, requirementId);
    for (const { questionVersionId, ...question } of attempt.questions) {
      const response = answerTo({ questionVersionId, ...question }, false);
      expect(await mutate('saveAnswer', { attemptId: attempt.id, questionVersionId, response })).not.toMatch(
        KEY,
      );
    }
    expect(await mutate('submitQuizAttempt', { attemptId: attempt.id })).toMatch(KEY);
  });

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
