import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { BankImport } from '../src/features/quizzes/bank/bank-import.service.js';
import { bankOf } from '../src/features/quizzes/bank/bank-document.rules.js';
import type { BankDocument, NewBankQuestion } from '../src/features/quizzes/bank/bank-document.js';
import { rightResponse } from '../src/features/quizzes/bank/right-response.rules.js';
import { creditOf } from '../src/features/quizzes/grading/grading.rules.js';
import type { AnswerKey, Presentation, QuestionType } from '../src/features/quizzes/bank/question-content.js';
import { QuizAttachment } from '../src/features/quizzes/authoring/quiz-attachment.service.js';
import { Database } from '../src/platform/database/database.js';
import { start } from './support/quizzes.js';
import { TestApp } from './support/test-app.js';
import { World } from './support/world.js';

const FOLDER = 'src/demo/content/questions';
const banks = readdirSync(FOLDER).map((file) =>
  bankOf(parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as BankDocument),
);
const questions = banks.flatMap((bank) => bank.questions);
const quizzes = banks.flatMap((bank) => bank.quizzes);

describe('a bank taken in at once', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const takeIn = (orgId: string, list: readonly NewBankQuestion[] = questions, of = quizzes) =>
    app.app
      .get(Database)
      .forOrganization(orgId)
      .write((tx) => app.app.get(BankImport).importBank(tx, list, of));

  it('holds every question of the demo, published, in five statements', async () => {
    const { orgId, owner } = await World.create(app);
    expect(questions.length).toBeGreaterThanOrEqual(150);
    let banked: Awaited<ReturnType<typeof takeIn>> = [];
    const statements = await app.statementsOf(async () => (banked = await takeIn(orgId)));
    expect(statements).toHaveLength(5);
    expect(banked.map(({ code }) => code).sort()).toEqual(quizzes.map(({ code }) => code).sort());
    const { questions: bank, quizzes: made } = await owner.ask<{
      questions: { totalCount: number };
      quizzes: {
        edges: { node: { code: string; latestVersion: { status: string; questionCount: number } } }[];
      };
    }>(
      '{ questions { totalCount } quizzes(first: 100) { edges { node { code latestVersion { status questionCount } } } } }',
    );
    expect(bank.totalCount).toBe(questions.length);
    for (const { node } of made.edges)
      expect(node.latestVersion).toEqual({
        status: 'PUBLISHED',
        questionCount: quizzes.find(({ code }) => code === node.code)!.questionCodes.length,
      });
  });

  it('grades the right answer of each as right, and none as wrong', async () => {
    const { orgId } = await World.create(app);
    await takeIn(orgId);
    const { rows } = await app.owner.query<{
      type: QuestionType;
      presentation: Presentation;
      answerKey: AnswerKey;
    }>('SELECT type, presentation, answer_key AS "answerKey" FROM question_version WHERE org_id = $1', [
      orgId,
    ]);
    expect(rows).toHaveLength(questions.length);
    for (const question of rows) {
      const asked = { ...question, variant: null };
      const [right, none] = [rightResponse(question)!, {}];
      expect(creditOf({ ...asked, response: right })).toEqual({ numerator: 1n, denominator: 1n });
      expect(creditOf({ ...asked, response: none })).toEqual({ numerator: 0n, denominator: 1n });
    }
  });

  it('adds nothing when it is taken in again, and attaches to requirements in one statement', async () => {
    const world = await World.create(app);
    const first = await takeIn(world.orgId);
    expect(await takeIn(world.orgId)).toEqual(first);
    const program = await world.program();
    const attachments = program.courses.map(({ quizRequirementId }, i) => ({
      requirementId: quizRequirementId,
      quizVersionId: first[i]!.quizVersionId,
    }));
    const statements = await app.statementsOf(() =>
      app.app
        .get(Database)
        .forOrganization(world.orgId)
        .write((tx) => app.app.get(QuizAttachment).attachAll(tx, attachments)),
    );
    expect(statements).toHaveLength(1);
    const { trainee } = await world.enrolled(program);
    expect((await start(trainee, attachments[0]!.requirementId)).questions.length).toBeGreaterThan(5);
  });

  it('is refused as a whole, with everything that is wrong by its code', async () => {
    const { orgId, owner } = await World.create(app);
    const broken = questions.slice(0, 2).map((question) => ({ ...question, choices: [] }));
    await expect(takeIn(orgId, [...broken, questions[2]!], [])).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: expect.arrayContaining(
        broken.map(({ code }) => expect.objectContaining({ field: `${code}.choices` })),
      ),
    });
    const quiz = { ...quizzes[0]!, questionCodes: [questions[0]!.code, 'NO-SUCH'] };
    await expect(takeIn(orgId, questions.slice(0, 1), [quiz])).rejects.toMatchObject({
      fields: [{ field: 'NO-SUCH' }],
    });
    const bank = await owner.ask<{ questions: { totalCount: number }; quizzes: { totalCount: number } }>(
      '{ questions { totalCount } quizzes { totalCount } }',
    );
    expect(bank).toEqual({ questions: { totalCount: 0 }, quizzes: { totalCount: 0 } });
  });
});
