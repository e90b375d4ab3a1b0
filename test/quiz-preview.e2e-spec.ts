import { bank } from './support/quiz-bank.js';
import {
  answerTo,
  itemsOf,
  quizOf,
  start,
  traineeWithQuiz,
  type AttemptQuestion,
} from './support/quizzes.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';
import { newId } from '../src/platform/ids/ids.js';

const PREVIEW = `quizVersionId seed score { earned possible percent passed }
  questions { questionVersionId place points type stem { markdown } choices { id text { markdown } } unit
    section { title } answer { response { isTrue } } mark { earned possible } correctness key { isTrue choices { correct } } }`;

interface Preview {
  seed: number;
  score: { earned: string; possible: string; percent: string; passed: boolean } | null;
  questions: (AttemptQuestion & { correctness: string | null; section: { title: string } | null })[];
}

describe('the preview of a quiz', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const preview = async (member: Member, quizVersionId: string, more: object = {}): Promise<Preview> =>
    (
      await member.ask<{ quizPreview: Preview }>(
        `query ($quizVersionId: ID!, $seed: Int, $answers: [PreviewAnswerInput!]) {
          quizPreview(quizVersionId: $quizVersionId, seed: $seed, answers: $answers) { ${PREVIEW} } }`,
        { quizVersionId, ...more },
      )
    ).quizPreview;
  const versionOf = async (member: Member, quizId: string): Promise<string> =>
    (
      await member.ask<{ quiz: { latestVersion: { id: string } } }>(
        'query ($id: ID!) { quiz(id: $id) { latestVersion { id } } }',
        { id: quizId },
      )
    ).quiz.latestVersion.id;
  const answersTo = ({ questions }: Preview, right: (i: number) => boolean = () => true) =>
    questions.map((question, i) => ({
      questionVersionId: question.questionVersionId,
      response: answerTo(question, right(i)),
    }));

  /** How many rows each table has. */
  const rowCounts = async (): Promise<Map<string, string>> => {
    const { rows } = await app.owner.query<{ name: string; count: string }>(`
      SELECT c.relname AS name, (xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM %I', c.relname), false, true, '')))[1]::text AS count
      FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace`);
    return new Map(rows.map(({ name, count }) => [name, count]));
  };

  it('is an attempt that nobody makes: drawn, shuffled and marked by its seed, and it leaves no trace', async () => {
    const { owner } = await World.create(app);
    const tag = newId();
    const fixed = await bank(owner, 2);
    await bank(owner, 8, { tags: [tag] });
    const { quizId } = await quizOf(owner, [], {
      shuffleQuestions: true,
      sections: [
        { title: 'One', points: '10', items: itemsOf(fixed) },
        { title: 'Two', items: [{ draw: { count: 3, tags: [tag] } }] },
      ],
    });
    const id = await versionOf(owner, quizId);
    const before = await rowCounts();

    const seen = await preview(owner, id);
    expect(seen.questions.map(({ place, section }) => [place, section?.title])).toEqual([
      [1, 'One'],
      [2, 'One'],
      [3, 'Two'],
      [4, 'Two'],
      [5, 'Two'],
    ]);
    expect(seen.score).toBeNull();
    for (const question of seen.questions)
      expect(question).toMatchObject({ answer: null, mark: null, correctness: null, key: null });
    expect(await preview(owner, id, { seed: seen.seed })).toEqual(seen);
    const stems = async () =>
      (await preview(owner, id)).questions
        .map(({ stem }) => stem.markdown)
        .sort()
        .join();
    expect(new Set(await Promise.all([stems(), stems(), stems(), stems(), stems()])).size).toBeGreaterThan(1);

    const answers = answersTo(seen, (i) => i !== 0);
    const marked = await preview(owner, id, { seed: seen.seed, answers });
    expect(marked.score).toEqual({ earned: '8.0000', possible: '13.0000', percent: '61.54', passed: false });
    expect(marked.questions.map(({ correctness }) => correctness)).toEqual([
      'INCORRECT',
      ...Array(4).fill('CORRECT'),
    ]);
    expect(marked.questions.every(({ key }) => key?.isTrue)).toBe(true);

    expect(await rowCounts()).toEqual(before);
  });

  it('shows a draft with the newest versions of its questions, drafts included', async () => {
    const { owner } = await World.create(app);
    const [questionId] = await bank(owner, 1);
    await owner.do(
      'editQuestion',
      { questionId, revision: 1, stem: 'Better said?', content: { trueFalse: { isTrue: false } } },
      '',
    );
    const { id: quizId } = await owner.do<{ id: string }>(
      'createQuiz',
      {
        code: `P-${newId().slice(-8)}`,
        title: 'Draft',
        passMarkPercent: '50',
        items: [...itemsOf([questionId!]), { draw: { count: 5 } }],
      },
      '... on Quiz { id }',
    );
    await bank(owner, 2);
    const { questions } = await preview(owner, await versionOf(owner, quizId));
    expect(questions.map(({ stem }) => stem.markdown)).toEqual([
      'Better said?',
      expect.any(String),
      expect.any(String),
    ]);
  });

  it('marks every type of question as an attempt would', async () => {
    const world = await World.create(app);
    const { author, quizId } = await traineeWithQuiz(world, { shuffleChoices: true });
    const id = await versionOf(author, quizId);
    const seen = await preview(author, id);
    const marked = await preview(author, id, { seed: seen.seed, answers: answersTo(seen) });
    expect(marked.score).toEqual({ earned: '8.0000', possible: '8.0000', percent: '100.00', passed: true });
    expect(marked.questions.map(({ choices }) => choices)).toEqual(
      seen.questions.map(({ choices }) => choices),
    );
  });

  it('refuses answers to other questions and of another kind', async () => {
    const { owner } = await World.create(app);
    const { quizId } = await quizOf(owner, await bank(owner, 1));
    const id = await versionOf(owner, quizId);
    const { questions } = await preview(owner, id);
    const { questionVersionId } = questions[0]!;
    const refused = [
      [{ questionVersionId, response: { text: 'yes' } }],
      [
        { questionVersionId, response: { isTrue: true } },
        { questionVersionId, response: { isTrue: false } },
      ],
    ];
    for (const answers of refused)
      await expect(preview(owner, id, { seed: 1, answers })).rejects.toThrow('BAD_USER_INPUT');
    const elsewhere = [{ questionVersionId: newId(), response: { isTrue: true } }];
    await expect(preview(owner, id, { seed: 1, answers: elsewhere })).rejects.toThrow('NOT_FOUND');
    await expect(preview(owner, id, { seed: -1 })).rejects.toThrow('BAD_USER_INPUT');
  });

  it("abuse 1: is neither for trainees nor for another organization's authors", async () => {
    const world = await World.create(app);
    const { author, trainee, quizId } = await traineeWithQuiz(world);
    const id = await versionOf(author, quizId);
    await expect(preview(trainee, id)).rejects.toThrow('FORBIDDEN');
    await expect(preview((await World.create(app)).owner, id)).rejects.toThrow('NOT_FOUND');
  });

  it('abuse 18, 29: tells an author who is being asked the question neither key nor mark', async () => {
    const world = await World.create(app);
    const { author: asked, quizId, requirementId, enrollmentId } = await traineeWithQuiz(world);
    await app.owner.query('UPDATE enrollment SET person_id = $1 WHERE id = $2', [
      asked.personId,
      enrollmentId,
    ]);
    const id = await versionOf(asked, quizId);
    const answers = answersTo(await preview(asked, id, { seed: 1 }));
    expect((await preview(asked, id, { seed: 1, answers })).score).toMatchObject({ passed: true });
    await start(asked, requirementId);
    const hidden = await preview(asked, id, { seed: 1, answers });
    expect(hidden.score).toBeNull();
    for (const question of hidden.questions)
      expect(question).toMatchObject({ mark: null, correctness: null, key: null });
    expect((await preview(world.owner, id, { seed: 1, answers })).score).toMatchObject({ passed: true });
  });
});
