import { newId } from '../src/platform/ids/ids.js';
import { QUESTION_TYPES } from '../src/features/quizzes/bank/question-content.js';
import { CONDUCTS, type Conduct, WHOLE_WAYS, type WholeWay } from './support/every-type.js';
import { png, upload } from './support/pictures.js';
import { FORM, type Form } from './support/question-types.js';
import { bank } from './support/quiz-bank.js';
import { itemsOf, quizOf, save, submit } from './support/quizzes.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

interface Question extends Form {
  questionVersionId: string;
  section: { title: string };
  correctness: string | null;
  mark: { earned: string | null; possible: string; comment: { markdown: string } | null } | null;
  key: (Record<string, { markdown: string } | null> & { rightAnswer: { markdown: string } | null }) | null;
}
interface Attempt {
  id: string;
  status: string;
  earned: string | null;
  possible: string;
  pending: number;
  passed: boolean | null;
  questions: Question[];
  scores: { kind: string; earned: string; reason: string | null }[];
}

const KEY = `key { rightAnswer { markdown } choices { choiceId correct feedback { markdown } } whenTrue { markdown }
  acceptedTexts { pattern feedback { markdown } } numbers { number feedback { markdown } } matches { promptId choiceId } order
  blanks { blankId accepted { pattern } numbers { number feedback { markdown } } choices { choiceId correct } } regions { shape }
  gradingNotes { markdown } whenCorrect { markdown } whenPartlyCorrect { markdown } whenIncorrect { markdown } explanation { markdown } }`;
const ATTEMPT = `id status earned possible pending passed scores { kind earned reason }
  questions { questionVersionId section { title } correctness mark { earned possible comment { markdown } } ${FORM} ${KEY} }`;

/** What is said to every answer, by how right it is. */
const SAID = { whenCorrect: 'Well done.', whenPartlyCorrect: 'Almost.', whenIncorrect: 'Look again.' };
const CORRECTNESS = {
  right: 'CORRECT',
  partly: 'PARTLY_CORRECT',
  wrong: 'INCORRECT',
  unanswered: 'UNANSWERED',
};
const WHEN = { right: 'whenCorrect', partly: 'whenPartlyCorrect', wrong: 'whenIncorrect', unanswered: 'whenIncorrect' } as const; // prettier-ignore

describe('the quiz engine', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  /** A published quiz: the question, worth 4 points, and one of two that is drawn, worth 1; passed from 70 % on. */
  async function published(world: World, author: Member, { stem, content }: WholeWay) {
    const fileId = await upload(app, author, png(100, 50));
    const { id: questionId } = await author.do<{ id: string }>(
      'createQuestion',
      {
        code: `Q-${newId().slice(-10)}`,
        stem,
        content: content(fileId),
        ...SAID,
        explanation: 'See chapter 3.',
      },
      '... on Question { id }',
    );
    await author.do('publishQuestion', { questionId }, '');
    const tag = newId();
    const pool = await bank(author, 2, { tags: [tag] });
    const { quizId } = await quizOf(author, [], {
      passMarkPercent: '70',
      sections: [
        { title: 'Fixed', items: itemsOf([questionId], ['4']) },
        { title: 'Drawn', items: [{ draw: { count: 1, tags: [tag] } }] },
      ],
    });
    const program = await world.program();
    const requirementId = program.courses[0]!.quizRequirementId;
    await author.do('attachQuiz', { requirementId, quizId }, '');
    return { quizId, questionId, pool, fileId, program, requirementId };
  }

  const read = async (member: Member, id: string): Promise<Attempt> =>
    (
      await member.ask<{ quizAttempt: Attempt }>(`query ($id: ID!) { quizAttempt(id: $id) { ${ATTEMPT} } }`, {
        id,
      })
    ).quizAttempt;
  const fixed = ({ questions }: Attempt): Question =>
    questions.find(({ section }) => section.title === 'Fixed')!;

  /** Answers the question as is said and the drawn one rightly, and submits. */
  async function taken(trainee: Member, requirementId: string, way: WholeWay, conduct: Conduct) {
    const attempt = await trainee.do<Attempt>(
      'startQuizAttempt',
      { requirementId },
      `... on QuizAttempt { ${ATTEMPT} }`,
    );
    expect(attempt.questions.map(({ key, mark }) => [key, mark])).toEqual([
      [null, null],
      [null, null],
    ]);
    const asked = fixed(attempt);
    const drawn = attempt.questions.find((question) => question !== asked)!;
    const response = way.answers(asked)[conduct];
    if (response)
      expect(await save(trainee, attempt.id, asked.questionVersionId, response)).toMatchObject({
        revision: 1,
      });
    await save(trainee, attempt.id, drawn.questionVersionId, { isTrue: true });
    await submit(trainee, attempt.id, 'id');
    return { trainee, conduct, asked, attemptId: attempt.id };
  }

  /** Grades what waits by the rubric: each answer reaches the level that is called as what was done. */
  async function gradeEssays(grader: Member, way: WholeWay): Promise<void> {
    const { gradingQueue } = await grader.ask<{
      gradingQueue: {
        edges: { node: { answerId: string; rubric: Form['rubric']; response: { text: string } } }[];
      };
    }>(
      '{ gradingQueue { edges { node { answerId rubric { id levels { id title } } response { text } } } } }',
    );
    const texts = way.answers({} as Form) as Record<string, { text: string }>;
    for (const { node } of gradingQueue.edges) {
      const conduct = Object.keys(texts).find((each) => texts[each]!.text === node.response.text)!;
      const [criterion] = node.rubric;
      const level = criterion!.levels.find(({ title }) => title === conduct)!;
      const rubricLevels = [{ criterionId: criterion!.id, levelId: level.id }];
      const graded = await grader.do(
        'gradeAnswer',
        { answerId: node.answerId, mark: { rubricLevels }, comment: `Your answer is ${conduct}.` },
        '',
      );
      expect(graded).toEqual({ __typename: 'QuizAttempt' });
    }
  }

  /** Decides about the question as the type allows; answers what was done. */
  async function decide(author: Member, way: WholeWay, made: { quizId: string; questionId: string; fileId: string }, asked: Question, wrongAttemptId: string): Promise<object> {
    const { decision } = way;
    const { questionVersionId } = asked;
    const reason = 'As was found out later.';
    if (decision.action === 'CORRECT')
      return author.do(
        'correctMark',
        { attemptId: wrongAttemptId, questionVersionId, mark: { points: decision.points }, reason },
        '',
      );
    if (decision.action === 'CURRENT_KEY') {
      const { questionId, fileId } = made;
      const content = decision.content(asked, fileId);
      await author.do('editQuestion', { questionId, revision: 1, stem: way.stem, content }, '');
      await author.do('publishQuestion', { questionId }, '');
    }
    const accepted = decision.action === 'ACCEPT' ? decision.accepted(asked) : null;
    const given = { quizId: made.quizId, questionVersionId, action: decision.action, accepted };
    const { regradePreview } = await author.ask<{ regradePreview: { fingerprint: string } }>(
      'query ($given: RegradeDecisionInput!) { regradePreview(decision: $given) { ... on RegradePreview { fingerprint } } }',
      { given },
    );
    const { fingerprint } = regradePreview;
    return author.do('regradeQuestion', { decision: given, fingerprint, reason }, '');
  } // prettier-ignore

  const facilityOf = async (author: Member, quizId: string, questionId: string) => {
    const { quizStatistics } = await author.ask<{
      quizStatistics: {
        attempts: number;
        waiting: number;
        questions: { questionId: string; facility: number }[];
      };
    }>(
      'query ($id: ID!) { quizStatistics(quizId: $id) { attempts waiting questions { questionId facility } } }',
      { id: quizId },
    );
    const { questions, ...whole } = quizStatistics;
    return { ...whole, facility: questions.find((question) => question.questionId === questionId)?.facility };
  };

  it('knows these types', () => {
    expect(WHOLE_WAYS.map(({ type }) => type).sort()).toEqual([...QUESTION_TYPES].sort());
  });

  it.each(WHOLE_WAYS.map((way) => [way.type, way] as const))(
    '%s: is written, published, asked, answered, graded, reviewed, regraded and analysed',
    async (type, way) => {
      const world = await World.create(app);
      const author = await world.member('INSTRUCTOR');
      const made = await published(world, author, way);
      const cohortId = await world.cohort(made.program);
      const conducts = CONDUCTS.filter((conduct) => way.marks[conduct] !== undefined);
      const takers = [];
      for (const conduct of conducts) {
        const { trainee } = await world.enrolled(made.program, { cohortId });
        takers.push(await taken(trainee, made.requirementId, way, conduct));
      }
      if (type === 'ESSAY') {
        for (const { trainee, conduct, attemptId } of takers.filter((each) => each.conduct !== 'unanswered'))
          expect(await read(trainee, attemptId)).toMatchObject({
            status: 'SUBMITTED',
            pending: 1,
            passed: null,
            scores: [{ kind: 'AUTOMATIC' }],
            questions: expect.arrayContaining([
              expect.objectContaining({
                correctness: 'WAITS_FOR_GRADER',
                mark: { earned: null, possible: '4.0000', comment: null },
              }),
            ]),
            ...(conduct === 'right' && { earned: '1.0000' }),
          });
        await gradeEssays(author, way);
      }

      for (const { trainee, conduct, attemptId } of takers) {
        const review = await read(trainee, attemptId);
        const { mark, correctness, key } = fixed(review);
        expect({ conduct, earned: mark!.earned, correctness }).toEqual({
          conduct,
          earned: way.marks[conduct],
          correctness: CORRECTNESS[conduct],
        });
        expect(review).toMatchObject({ possible: '5.0000', pending: 0, passed: conduct === 'right' });
        expect(key).toMatchObject({
          [WHEN[conduct]]: { markdown: SAID[WHEN[conduct]] },
          explanation: { markdown: 'See chapter 3.' },
          gradingNotes: null,
        });
        expect(key!.rightAnswer?.markdown ?? null).toBe(way.rightAnswer);
        if (way.said) expect(JSON.stringify(key)).toContain(way.said);
        if (type === 'ESSAY' && conduct !== 'unanswered')
          expect(mark!.comment).toEqual({ markdown: `Your answer is ${conduct}.` });
      }
      const analysed = await facilityOf(author, made.quizId, made.questionId);
      expect(analysed).toMatchObject({ attempts: takers.length, waiting: 0 });
      expect(analysed.facility).toBeCloseTo(way.facility.before, 10);

      const wrong = takers.find(({ conduct }) => conduct === 'wrong')!;
      const decided = await decide(author, way, made, wrong.asked, wrong.attemptId);
      expect(decided).toEqual({ __typename: type === 'ESSAY' ? 'QuizAttempt' : 'QuizRegrade' });
      for (const { trainee, conduct, attemptId } of takers) {
        const review = await read(trainee, attemptId);
        const { mark } = fixed(review);
        expect({ conduct, earned: mark!.earned }).toEqual({ conduct, earned: way.marksAfter[conduct] });
        expect(mark!.possible).toBe(way.decision.action === 'VOID' ? '0.0000' : '4.0000');
        expect(Number(review.earned)).toBe(Number(way.marksAfter[conduct]) + 1);
        const voided = way.decision.action === 'VOID';
        if (voided || way.marks[conduct] !== way.marksAfter[conduct])
          expect(review.scores.at(-1)).toMatchObject({
            kind: type === 'ESSAY' ? 'MANUAL' : 'REGRADE',
            reason: 'As was found out later.',
          });
      }
      if (way.facility.after !== null)
        expect((await facilityOf(author, made.quizId, made.questionId)).facility).toBeCloseTo(
          way.facility.after,
          10,
        );
    },
  );
});
