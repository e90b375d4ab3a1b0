import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { importQuestionFile } from '../src/cli/import-question-file.js';
import { TestApp } from './support/test-app.js';
import { ownDatabase } from './support/test-database.js';
import { World } from './support/world.js';

describe('files of questions from the command line', () => {
  let app: TestApp;
  let database: Awaited<ReturnType<typeof ownDatabase>>;
  beforeAll(async () => {
    database = await ownDatabase();
    app = await TestApp.start({ database });
  });
  afterAll(() => app.stop());

  const file = (name: string, content: string | Uint8Array): string => {
    mkdirSync(app.dataDir, { recursive: true });
    const at = path.join(app.dataDir, name);
    writeFileSync(at, content);
    return at;
  };

  const run = async (...args: string[]) => {
    const lines: string[] = [];
    const { databaseUrl, migrationDatabaseUrl } = database;
    const env = {
      NODE_ENV: 'test',
      DATA_DIR: app.dataDir,
      DATABASE_URL: databaseUrl,
      MIGRATION_DATABASE_URL: migrationDatabaseUrl,
    };
    const exitCode = await importQuestionFile(args, env, (line) => lines.push(line));
    return { exitCode, lines };
  };

  const countOf = async ({ owner }: World): Promise<number> =>
    (await owner.ask<{ questions: { totalCount: number } }>('{ questions { totalCount } }')).questions
      .totalCount;

  it('are tried dry, brought in, and told question by question', async () => {
    const world = await World.create(app);
    const into = ['--organization', world.orgId];
    const gift = file('a.txt', '::A::One?{T}\n\n::B::Two?{=a\n\n::C::Three?{T}";');
    expect(await run(gift, '--dry-run', ...into)).toEqual({
      exitCode: 1,
      lines: [
        `${gift}:3  B: refused. Its braces do not match: answers stand between { and }.`,
        `${gift}:5  C: What follows its answers is left out: ";`,
        'GIFT: 1 refused, 1 would be imported, 1 would be imported with loss.',
      ],
    });
    expect(await countOf(world)).toBe(0);
    expect((await run(gift, ...into)).lines.at(-1)).toBe(
      'GIFT: 1 imported, 1 imported with loss, 1 refused.',
    );
    expect(await run(file('b.txt', '::A::One?{T}'), '--category', 'Spring', ...into)).toMatchObject({
      exitCode: 0,
      lines: [expect.stringContaining('A: already there.'), 'GIFT: 1 already there.'],
    });
    expect(await countOf(world)).toBe(2);
  });

  it('abuse 62: are refused as a whole with the reason', async () => {
    const world = await World.create(app);
    const bomb = file('bomb.xml', '<!DOCTYPE quiz [<!ENTITY x "y">]><quiz>&x;</quiz>');
    expect(await run(bomb, '--organization', world.orgId)).toEqual({
      exitCode: 1,
      lines: [expect.stringMatching(/^Nothing was imported: It declares entities/)],
    });
  });

  it('need a file, a format that there is and an organization', async () => {
    await expect(run()).rejects.toThrow('Name one file');
    await expect(run('/nowhere.txt')).rejects.toThrow('There is no file /nowhere.txt');
    await expect(run(file('c.txt', 'A?{T}'), '--format', 'word')).rejects.toThrow('There is no format word');
  });
});
