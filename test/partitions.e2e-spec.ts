import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { catalogueOf, catalogueText } from './support/catalogue.js';
import { answerAll, read, start, submit, traineeWithQuiz, type QuizWorld } from './support/quizzes.js';
import { TestApp } from './support/test-app.js';
import { ownDatabase } from './support/test-database.js';
import { World, type Member } from './support/world.js';

describe('docs/partition.sql', () => {
  let app: TestApp;
  let client: Client;
  beforeAll(async () => {
    const database = await ownDatabase();
    app = await TestApp.start({ database });
    client = new Client(database.migrationDatabaseUrl);
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await app.stop();
  });

  const partitioned = async (): Promise<string[]> =>
    (
      await client.query<{ name: string }>(
        `SELECT relname AS name FROM pg_class WHERE relkind = 'p' AND relnamespace = 'public'::regnamespace ORDER BY relname`,
      )
    ).rows.map(({ name }) => name);

  /** Without what partitions are made of: themselves, and for each a key of its own to what refers to the whole. */
  const schema = async (): Promise<string> => {
    const catalogue = await catalogueOf(client);
    const tables = catalogue.tables
      .filter(({ name }) => !/_\d+$/.test(name))
      .map((table) => ({
        ...table,
        constraints: table.constraints.filter(({ name }) => !/_\d+$/.test(name)),
      }));
    return catalogueText({ ...catalogue, tables }).replaceAll(' ON ONLY ', ' ON ');
  };

  const attempted = async ({ trainee, requirementId }: QuizWorld): Promise<string> => {
    const attempt = await start(trainee, requirementId);
    await answerAll(trainee, attempt, ['TRUE_FALSE']);
    expect(await submit(trainee, attempt.id)).toMatchObject({ status: 'SUBMITTED' });
    return attempt.id;
  };
  const chain = (owner: Member, personId: string) =>
    owner.ask('query ($id: ID!) { ledgerVerification(personId: $id) { intact entries } }', { id: personId });

  it('splits what only grows; everything that stood on a table still does, and every record is where it was', async () => {
    const worlds = await Promise.all([World.create(app), World.create(app)]);
    const quizzes: QuizWorld[] = [];
    for (const world of worlds) quizzes.push(await traineeWithQuiz(world, { maxAttempts: 3 }));
    const attempts = await Promise.all(quizzes.map(attempted));
    const before = await schema();
    const seen = await Promise.all(attempts.map((id, i) => read(quizzes[i]!.trainee, id)));

    await client.query(`BEGIN;${readFileSync('docs/partition.sql', 'utf8')};COMMIT`);

    expect(await schema()).toBe(before);
    expect(await partitioned()).toEqual(
      expect.arrayContaining(['ledger_entry', 'quiz_answer', 'quiz_attempt']),
    );
    for (const [i, { trainee, author }] of quizzes.entries()) {
      const { serverNow: _, ...attempt } = await read(trainee, attempts[i]!);
      expect(seen[i]).toMatchObject(attempt);
      await attempted(quizzes[i]!);
      const owner = worlds[i]!.owner;
      expect(author.viewer.orgId).toBe(owner.viewer.orgId);
      expect(await chain(owner, trainee.personId)).toMatchObject({ ledgerVerification: { intact: true } });
    }
    expect((await partitionsRead(worlds[0]!.orgId)).length).toBe(1);
  });

  /** Of a statement about one organization. */
  const partitionsRead = async (orgId: string): Promise<string[]> => {
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT * FROM quiz_answer WHERE org_id = '${orgId}'`,
    );
    return rows
      .map((row) => row['QUERY PLAN'])
      .filter((line) => /quiz_answer_\d+/.test(line) && /Scan/.test(line));
  };
});
