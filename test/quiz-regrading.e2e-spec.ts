import { newId } from '../src/platform/ids/ids.js';
import { answerTo, publishedQuiz, read, save, start, submit, type Attempt } from './support/quizzes.js';
import { TestApp } from './support/test-app.js';
import { World, type Enrolled, type Member } from './support/world.js';

interface Preview {
  __typename: string;
  fingerprint: string;
  asked: number;
  changed: number;
  crossingUp: number;
  crossingDown: number;
  changes: {
    totalCount: number;
    edges: { node: { attemptId: string; before: Totals; after: Totals; crossing: string | null } }[];
  };
}
interface Totals {
  earned: string;
  possible: string;
  passed: boolean | null;
}

/** Two questions of one point each; the pass mark is 75 %, so both must be right. */
const QUESTIONS = [
  {
    points: '1',
    stem: 'Which plane divides left from right?',
    content: { singleChoice: { choices: [{ text: 'Frontal' }, { text: 'Sagittal', correct: true }] } },
  },
  { points: '1', stem: 'Closer to the midline?', content: { shortText: { accepted: ['medial'] } } },
];

describe('regrading', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterEach(() => app.clock.reset());
  afterAll(() => app.stop());

  /** Trainees who all answered the choice wrongly and the text rightly. */
  async function answered(trainees: number, settings: object = {}) {
    const world = await World.create(app);
    const author = await world.member('INSTRUCTOR');
    const quiz = await publishedQuiz(author, settings, QUESTIONS);
    const program = await world.program();
    const requirementId = program.courses[0]!.quizRequirementId;
    await author.do('attachQuiz', { requirementId, quizId: quiz.quizId }, '');
    const enrolled: Enrolled[] = [await world.enrolled(program)];
    const { cohortId } = enrolled[0]!;
    while (enrolled.length < trainees) enrolled.push(await world.enrolled(program, { cohortId }));
    const attempts: Attempt[] = [];
    for (const { trainee } of enrolled) attempts.push(await wrongly(trainee, requirementId));
    const [choice, text] = attempts[0]!.questions;
    return {
      world,
      author,
      program,
      requirementId,
      enrolled,
      attempts,
      choice: choice!,
      text: text!,
      ...quiz,
    };
  }

  async function wrongly(trainee: Member, requirementId: string): Promise<Attempt> {
    const attempt = await start(trainee, requirementId);
    const [choice, text] = attempt.questions;
    await save(trainee, attempt.id, choice!.questionVersionId, answerTo(choice!, false));
    await save(trainee, attempt.id, text!.questionVersionId, { text: 'medial' });
    return submit(trainee, attempt.id);
  }

  const preview = async (author: Member, decision: object) =>
    (
      await author.ask<{ regradePreview: Preview }>(
        `query ($decision: RegradeDecisionInput!) { regradePreview(decision: $decision) { __typename
          ... on RegradePreview { fingerprint asked changed crossingUp crossingDown changes(first: 50) { totalCount
            edges { node { attemptId crossing before { earned possible passed } after { earned possible passed } } } } }
          ... on AttemptsUnseen { unseen } ... on OwnRecord { message } ... on NoNewerKey { message } } }`,
        { decision },
      )
    ).regradePreview;
  const apply = (author: Member, decision: object, fingerprint: string) =>
    author.do<{ __typename: string; changedAttempts?: number; action?: string }>(
      'regradeQuestion',
      { decision, fingerprint, reason: 'The key was wrong.' },
      '... on QuizRegrade { action changedAttempts reason madeBy { name } } ... on RegradePreviewOutdated { currentFingerprint }',
    );
  const decide = async (author: Member, decision: object) =>
    apply(author, decision, (await preview(author, decision)).fingerprint);
  const history = async (member: Member, id: string) =>
    (
      await member.ask<{
        quizAttempt: {
          earned: string;
          passed: boolean;
          scores: { kind: string; earned: string; reason: string | null; enteredBy: object | null }[];
        };
      }>(
        'query ($id: ID!) { quizAttempt(id: $id) { earned possible percent passed scores { entry kind earned percent passed reason enteredBy { id } } } }',
        { id },
      )
    ).quizAttempt;
  const met = async (enrollmentId: string) =>
    (
      await app.owner.query<{ met: boolean }>(
        `SELECT met FROM requirement_result r WHERE enrollment_id = $1
         AND NOT EXISTS (SELECT 1 FROM requirement_result l WHERE l.org_id = r.org_id AND l.supersedes_id = r.id)`,
        [enrollmentId],
      )
    ).rows.map((row) => row.met);

  it.each<[string, { earned: string; possible: string }]>([
    ['VOID', { earned: '1.0000', possible: '1.0000' }],
    ['FULL_CREDIT', { earned: '2.0000', possible: '2.0000' }],
    ['ACCEPT', { earned: '2.0000', possible: '2.0000' }],
  ])(
    '%s: what was previewed is what is applied, with a reason, and it decides what follows',
    async (action, after) => {
      const { author, quizId, choice, attempts, enrolled } = await answered(2);
      const wrong = choice.choices.find(({ text }) => text.markdown === 'Frontal')!.id;
      const accepted = action === 'ACCEPT' ? { choiceIds: [wrong] } : null;
      const decision = { quizId, questionVersionId: choice.questionVersionId, action, accepted };
      const seen = await preview(author, decision);
      expect(seen).toMatchObject({ asked: 2, changed: 2, crossingUp: 2, crossingDown: 0 });
      expect(seen.changes.edges[0]!.node).toMatchObject({
        before: { earned: '1.0000', possible: '2.0000', passed: false },
        after: { ...after, passed: true },
        crossing: 'UP',
      });
      expect(await met(enrolled[0]!.enrollmentId)).toEqual([false]);
      expect(await apply(author, decision, seen.fingerprint)).toMatchObject({ action, changedAttempts: 2 });
      for (const [i, { trainee, enrollmentId }] of enrolled.entries()) {
        const now = await history(trainee, attempts[i]!.id);
        expect(now).toMatchObject({ ...after, passed: true });
        expect(now.scores).toMatchObject([
          { kind: 'AUTOMATIC', earned: '1.0000', reason: null },
          { kind: 'REGRADE', earned: after.earned, reason: 'The key was wrong.', enteredBy: null },
        ]);
        expect(await met(enrollmentId)).toEqual([true]);
      }
      const { rows } = await app.owner.query<{ content: string }>(
        `SELECT content FROM ledger_entry WHERE person_id = $1 AND kind = 'quiz.regraded'`,
        [enrolled[0]!.trainee.personId],
      );
      expect(rows.map(({ content }) => JSON.parse(content) as object)).toMatchObject([
        { reason: 'The key was wrong.', before: { earned: '1.0000' }, after: { earned: after.earned } },
      ]);
      expect((await history(author, attempts[0]!.id)).scores[1]!.enteredBy).toMatchObject({
        id: author.personId,
      });
    },
  );

  it('CURRENT_KEY counts by the newest version, and ORIGINAL_KEY undoes it', async () => {
    const { author, quizId, questionIds, choice, attempts, enrolled } = await answered(1);
    const decision = { quizId, questionVersionId: choice.questionVersionId, action: 'CURRENT_KEY' };
    expect(await preview(author, decision)).toMatchObject({ __typename: 'NoNewerKey' });
    const choices = choice.choices.map(({ id, text }) => ({
      id,
      text: text.markdown,
      correct: text.markdown === 'Frontal',
    }));
    await author.do(
      'editQuestion',
      {
        questionId: questionIds[0]!,
        revision: 1,
        stem: QUESTIONS[0]!.stem,
        content: { singleChoice: { choices } },
      },
      '',
    );
    expect(await preview(author, decision)).toMatchObject({ __typename: 'NoNewerKey' }); // a draft is no key
    await author.do('publishQuestion', { questionId: questionIds[0]! }, '');
    expect(await decide(author, decision)).toMatchObject({ changedAttempts: 1 });
    expect(await history(enrolled[0]!.trainee, attempts[0]!.id)).toMatchObject({
      earned: '2.0000',
      passed: true,
    });
    expect(await decide(author, { ...decision, action: 'ORIGINAL_KEY' })).toMatchObject({
      changedAttempts: 1,
    });
    expect(await history(enrolled[0]!.trainee, attempts[0]!.id)).toMatchObject({
      earned: '1.0000',
      passed: false,
    });
    expect(await met(enrolled[0]!.enrollmentId)).toEqual([false]);
  });

  it('counts for attempts that are submitted later', async () => {
    const { author, world, program, quizId, choice, enrolled, requirementId } = await answered(1);
    await decide(author, { quizId, questionVersionId: choice.questionVersionId, action: 'VOID' });
    const late = await world.enrolled(program, { cohortId: enrolled[0]!.cohortId });
    expect(await wrongly(late.trainee, requirementId)).toMatchObject({
      earned: '1.0000',
      possible: '1.0000',
      passed: true,
    });
  });

  it('counts for attempts that are submitted beside it: none is marked by the old key', async () => {
    const { author, world, program, quizId, choice, enrolled, requirementId } = await answered(1);
    const decision = { quizId, questionVersionId: choice.questionVersionId, action: 'FULL_CREDIT' };
    const others = await Promise.all(
      Array.from({ length: 6 }, () => world.enrolled(program, { cohortId: enrolled[0]!.cohortId })),
    );
    const open = await Promise.all(others.map(({ trainee }) => start(trainee, requirementId)));
    const { fingerprint } = await preview(author, decision);
    const [applied] = await Promise.all([
      apply(author, decision, fingerprint),
      ...others.map(({ trainee }, i) => submit(trainee, open[i]!.id)),
    ]);
    if (applied.__typename !== 'QuizRegrade') await decide(author, decision);
    for (const [i, { trainee }] of others.entries())
      expect(await read(trainee, open[i]!.id)).toMatchObject({ earned: '1.0000' });
  });

  it('abuse 27: changes no answer of a finished attempt, and adds entries where others stand', async () => {
    const { author, quizId, choice, attempts } = await answered(1);
    const rows = async (table: string) =>
      (
        await app.owner.query<object>(`SELECT * FROM ${table} WHERE attempt_id = $1 ORDER BY position`, [
          attempts[0]!.id,
        ])
      ).rows;
    const [answers, marks] = [await rows('quiz_answer'), await rows('quiz_mark')];
    await decide(author, { quizId, questionVersionId: choice.questionVersionId, action: 'FULL_CREDIT' });
    expect(await rows('quiz_answer')).toEqual(answers);
    expect(await rows('quiz_mark')).toEqual(expect.arrayContaining(marks));
    expect(await rows('quiz_mark')).toHaveLength(marks.length + 1);
  });

  it('is not applied when results have changed since the preview', async () => {
    const { author, world, program, quizId, choice, enrolled, requirementId } = await answered(1);
    const decision = { quizId, questionVersionId: choice.questionVersionId, action: 'FULL_CREDIT' };
    const { fingerprint } = await preview(author, decision);
    const { trainee } = await world.enrolled(program, { cohortId: enrolled[0]!.cohortId });
    await wrongly(trainee, requirementId);
    expect(await apply(author, decision, fingerprint)).toMatchObject({
      __typename: 'RegradePreviewOutdated',
    });
  });

  it('of twenty at once one is applied, and the others see that results have changed', async () => {
    const { author, quizId, choice, attempts, enrolled } = await answered(1);
    const decision = { quizId, questionVersionId: choice.questionVersionId, action: 'FULL_CREDIT' };
    const { fingerprint } = await preview(author, decision);
    const answers = await Promise.all(Array.from({ length: 20 }, () => apply(author, decision, fingerprint)));
    expect(answers.filter(({ __typename }) => __typename === 'QuizRegrade')).toHaveLength(1);
    expect((await history(enrolled[0]!.trainee, attempts[0]!.id)).scores).toHaveLength(2);
  });

  it('inv 1: nobody decides about their own score, and nobody about cohorts they may not see', async () => {
    const { author, world, program, quizId, choice, requirementId } = await answered(1);
    const decision = { quizId, questionVersionId: choice.questionVersionId, action: 'FULL_CREDIT' };
    const limited = await world.member('INSTRUCTOR');
    await app.owner.query('UPDATE membership SET cohort_limited = true WHERE id = $1', [
      limited.membershipId,
    ]);
    expect(await preview(limited, decision)).toMatchObject({ __typename: 'AttemptsUnseen', unseen: 1 });
    const { enrollmentId, trainee } = await world.enrolled(program);
    await wrongly(trainee, requirementId);
    await app.owner.query('ALTER TABLE quiz_attempt DISABLE TRIGGER submitted_is_immutable');
    await app.owner.query('UPDATE quiz_attempt SET person_id = $2 WHERE enrollment_id = $1', [
      enrollmentId,
      author.personId,
    ]);
    await app.owner.query('ALTER TABLE quiz_attempt ENABLE TRIGGER submitted_is_immutable');
    expect(await preview(author, decision)).toMatchObject({ __typename: 'OwnRecord' });
  });

  it('is for graders alone, and says what makes no sense', async () => {
    const { author, quizId, choice, text, enrolled } = await answered(1);
    const decision = { quizId, questionVersionId: choice.questionVersionId, action: 'ACCEPT' };
    await expect(preview(enrolled[0]!.trainee, decision)).rejects.toThrow('FORBIDDEN');
    await expect(preview(author, decision)).rejects.toThrow('must be given with ACCEPT');
    await expect(preview(author, { ...decision, accepted: { text: 'x' } })).rejects.toThrow('choiceIds');
    await expect(preview(author, { ...decision, questionVersionId: newId() })).rejects.toThrow('NOT_FOUND');
    expect(
      await preview(author, {
        quizId,
        questionVersionId: text.questionVersionId,
        action: 'ACCEPT',
        accepted: { text: 'toward the mid*' },
      }),
    ).toMatchObject({ changed: 0 });
  });

  it('takes the same number of statements for 1 attempt and for 6', async () => {
    const count = async (trainees: number): Promise<number> => {
      const { author, quizId, choice } = await answered(trainees);
      const decision = { quizId, questionVersionId: choice.questionVersionId, action: 'FULL_CREDIT' };
      const { fingerprint } = await preview(author, decision);
      return (await app.statementsOf(() => apply(author, decision, fingerprint))).length;
    };
    expect(await count(6)).toBe(await count(1));
  });

  it('every attempt that is read afterwards says what stands', async () => {
    const { author, quizId, choice, attempts, enrolled } = await answered(1);
    await decide(author, { quizId, questionVersionId: choice.questionVersionId, action: 'FULL_CREDIT' });
    const { trainee } = enrolled[0]!;
    const attempt = await read(trainee, attempts[0]!.id);
    expect(attempt).toMatchObject({ earned: '2.0000', percent: '100.00', passed: true });
    expect(attempt.questions[0]!.mark).toMatchObject({ earned: '1.0000' });
  });
});
