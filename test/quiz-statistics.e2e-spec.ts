import { DOMParser } from '@xmldom/xmldom';
import { itemStatistics } from '../src/features/quizzes/statistics/item-statistics.rules.js';
import { totalStatistics } from '../src/features/quizzes/statistics/quiz-statistics.rules.js';
import { newId } from '../src/platform/ids/ids.js';
import {
  GradedAttempts,
  type AskedQuestion,
  type GradedQuiz,
  type PlainSlot,
} from './support/graded-attempts.js';
import { itemMoments, totalMoments } from './support/mark-moments.js';
import { start, traineeWithQuiz } from './support/quizzes.js';
import {
  agree,
  EXPECTED_OF_QUIZ,
  ITEM_TOLERANCE,
  QUIZ_TOLERANCE,
  statisticsOracle,
} from './support/statistics-oracle.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

interface Item {
  attempts: number;
  points: number;
  facility: number | null;
  standardDeviation: number | null;
  discriminationIndex: number | null;
  discriminativeEfficiency: number | null;
}
interface Weighted extends Item {
  intendedWeight: number | null;
  effectiveWeight: number | null;
}
interface Statistics {
  title: string;
  versionNumbers: number[];
  attempts: number;
  waiting: number;
  possible: number | null;
  mean: number | null;
  median: number | null;
  standardDeviation: number | null;
  skewness: number | null;
  kurtosis: number | null;
  internalConsistency: number | null;
  errorRatio: number | null;
  standardError: number | null;
  tenths: number[];
  flags: { code: string; message: string }[];
  positions: (Weighted & { position: number })[];
  questions: (Weighted & {
    number: number;
    questionId: string;
    code: string;
    positions: number[];
    randomGuessScore: number | null;
    upperShare: number | null;
    lowerShare: number | null;
    keyHidden: boolean;
    answers: { text: string; correct: boolean | null; all: number; upper: number; lower: number }[];
    variants: (Item & { variant: number })[];
    flags: { code: string; message: string }[];
  })[];
  csv: { quiz: string; questions: string; answers: string };
  charts: { facilityAgainstDiscrimination: string; scoreHistogram: string };
}
const ITEM = 'attempts points facility standardDeviation discriminationIndex discriminativeEfficiency';
const WEIGHTS = 'intendedWeight effectiveWeight';
const STATISTICS = `title versionNumbers attempts waiting possible mean median standardDeviation skewness kurtosis internalConsistency
  errorRatio standardError tenths flags { code message } positions { position ${ITEM} ${WEIGHTS} }
  questions { number questionId code positions randomGuessScore upperShare lowerShare keyHidden ${ITEM} ${WEIGHTS}
    answers { text correct all upper lower } variants { variant ${ITEM} } flags { code message } }
  csv { quiz questions answers } charts { facilityAgainstDiscrimination scoreHistogram }`;
const QUERY = `query ($quizId: ID!, $versionNumbers: [Int!], $cohortId: ID, $attempts: CountedAttempts) {
  quizStatistics(quizId: $quizId, versionNumbers: $versionNumbers, cohortId: $cohortId, attempts: $attempts) { ${STATISTICS} } }`;

const statisticsOf = async (member: Member, quizId: string, more: object = {}): Promise<Statistics> =>
  (await member.ask<{ quizStatistics: Statistics }>(QUERY, { quizId, ...more })).quizStatistics;
const codeOf = async (member: Member, quizId: string, more: object = {}): Promise<string | undefined> =>
  (await member.send(QUERY, { quizId, ...more })).errors?.[0]?.extensions.code;

const TRUE_FALSE: PlainSlot['questions'][number] = { type: 'TRUE_FALSE', answerKey: { isTrue: true } };
const plain = (points = 1): PlainSlot => ({ points, questions: [TRUE_FALSE] });
const CHOICES: PlainSlot['questions'][number] = {
  type: 'SINGLE_CHOICE',
  presentation: {
    choices: ['Sagittal', 'Frontal', 'Transverse', 'Oblique'].map((text, i) => ({ id: `c${i}`, text })),
  },
  answerKey: { correctChoiceIds: ['c0'] },
};

describe('quiz statistics', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  async function arranged(world?: World) {
    const made = world ?? (await World.create(app));
    const program = await made.program();
    const cohortId = await made.cohort(program);
    return { world: made, program, cohortId, attempts: new GradedAttempts(made, program, cohortId) };
  }

  it('of a quiz that nobody has tried are empty, not NaN', async () => {
    const { world, attempts } = await arranged();
    const { quizId } = await attempts.quiz([plain()]);
    const statistics = await statisticsOf(world.owner, quizId);
    expect(statistics).toMatchObject({
      attempts: 0,
      possible: null,
      mean: null,
      questions: [],
      positions: [],
      tenths: Array(10).fill(0),
    });
    for (const chart of Object.values(statistics.charts)) expect(chart).not.toContain('NaN');
  });

  it('are those of the definitions, whatever the marks, in three statements', async () => {
    const { world, attempts } = await arranged();
    const points = [1, 2, 2.5, 4];
    const quiz = await attempts.quiz(points.map(plain));
    const marks = Array.from({ length: 30 }, (_, i) =>
      points.map((each, k) => Math.round(((((i + 3) * (k + 7) * 7919) % 101) / 100) * each * 1e4) / 1e4),
    );
    for (const each of marks) await attempts.submit(quiz, { marks: each });
    let statistics!: Statistics;
    const statements = await app.statementsOf(async () => {
      statistics = await statisticsOf(world.owner, quiz.quizId);
    });
    expect(statements.length).toBeLessThanOrEqual(3);

    const totals = marks.map((each) => each.reduce((a, b) => a + b, 0));
    const expected = points.map((each, k) =>
      itemStatistics(
        itemMoments(
          marks.map((row, i) => ({ mark: row[k]!, total: totals[i]!, rest: totals[i]! - row[k]! })),
          each,
        ),
      ),
    );
    const close = (actual: object, wanted: object): void => {
      for (const [name, value] of Object.entries(wanted))
        if (name in actual)
          expect([name, (actual as Record<string, number>)[name]]).toEqual([
            name,
            expect.closeTo(value as number, 6),
          ]);
    };
    expected.forEach((each, k) => {
      close(statistics.positions[k]!, each);
      close(statistics.questions[k]!, each);
    });
    close(
      statistics,
      totalStatistics(
        totalMoments(totals),
        expected.map(({ markVariance }) => markVariance),
      ),
    );
    expect(statistics.tenths.reduce((a, b) => a + b, 0)).toBe(30);
    expect(statistics.positions.map(({ intendedWeight }) => intendedWeight)).toEqual(
      points.map((each) => expect.closeTo((100 * each) / 9.5, 9)),
    );
  });

  const oracle = statisticsOracle();
  (oracle ? it : it.skip)(
    'agree with another system over the same attempts, draws and variants',
    async () => {
      const { world, attempts } = await arranged();
      const calculated = { type: 'CALCULATED' as const };
      const quiz = await attempts.quiz([
        {
          points: 1,
          drawn: true,
          questions: [{ type: 'SHORT_TEXT' }, { type: 'NUMBER', code: `numerical-${newId()}` }],
        },
        { points: 1, questions: [calculated] },
        ...Array.from({ length: 5 }, () => plain()),
      ]);
      for (const { marks, drawn, variants } of oracle!.attempts)
        await attempts.submit(quiz, {
          marks,
          variants,
          picks: new Map([[1, drawn.get(1) === 'numerical' ? 1 : 0]]),
        });
      const statistics = await statisticsOf(world.owner, quiz.quizId);
      for (const expected of oracle!.items) {
        const drawn = statistics.questions.find(({ code }) => code.startsWith(`${expected.question}-`));
        const position = statistics.positions[expected.slot - 1]!;
        const variants = statistics.questions.find(
          ({ positions }) => positions[0] === expected.slot,
        )!.variants;
        const found = expected.question
          ? drawn
          : expected.variant !== null
            ? variants.find(({ variant }) => variant === expected.variant)
            : position;
        expect(found?.attempts).toBe(expected.attempts);
        for (const name of [
          'facility',
          'standardDeviation',
          'discriminationIndex',
          'discriminativeEfficiency',
        ] as const)
          expect([expected.slot, name, agree(found![name], expected[name], ITEM_TOLERANCE)]).toEqual([
            expected.slot,
            name,
            true,
          ]);
        if (found === position)
          expect(agree(position.effectiveWeight, expected.effectiveWeight, ITEM_TOLERANCE)).toBe(true);
      }
      for (const [name, expected] of Object.entries(EXPECTED_OF_QUIZ)) {
        const actual = statistics[name as keyof typeof EXPECTED_OF_QUIZ]!;
        expect([name, Math.abs(actual / expected - 1) <= QUIZ_TOLERANCE]).toEqual([name, true]);
      }
    },
  );

  it('count all attempts of a trainee, or one of them', async () => {
    const { world, attempts } = await arranged();
    const quiz = await attempts.quiz([plain(), plain()]);
    for (const marks of [
      [0, 1],
      [1, 1],
      [0, 0],
    ])
      await attempts.submit(quiz, { marks, trainee: 'Ada' });
    await attempts.submit(quiz, { marks: [1, 1], trainee: 'Bo' });
    const means = await Promise.all(
      ['ALL', 'FIRST', 'LAST', 'HIGHEST'].map(async (which) => {
        const { attempts: count, mean } = await statisticsOf(world.owner, quiz.quizId, { attempts: which });
        return [which, count, mean];
      }),
    );
    expect(means).toEqual([
      ['ALL', 4, 1.25],
      ['FIRST', 2, 1.5],
      ['LAST', 2, 1],
      ['HIGHEST', 2, 2],
    ]);
    expect((await statisticsOf(world.owner, quiz.quizId)).attempts).toBe(2);
  });

  it('leave out attempts that wait for a grader, and go by the newest score', async () => {
    const { world, attempts } = await arranged();
    const quiz = await attempts.quiz([plain(), plain()]);
    const regraded = await attempts.submit(quiz, { marks: [0, 0] });
    await attempts.submit(quiz, { marks: [1, 0] });
    await attempts.submit(quiz, { marks: [1, 0], pending: 1 });
    await attempts.score(regraded, { marks: [1, 1], possible: 2, entry: 2, kind: 'REGRADE' });
    const statistics = await statisticsOf(world.owner, quiz.quizId);
    expect(statistics).toMatchObject({ attempts: 2, waiting: 1, mean: 1.5 });
    expect(statistics.positions.map(({ facility }) => facility)).toEqual([1, 0.5]);
  });

  it('leave out a question that was voided, until it counts again', async () => {
    const { world, attempts } = await arranged();
    const quiz = await attempts.quiz([plain(), plain(3)]);
    for (const marks of [
      [0, 3],
      [0, 1],
    ])
      await attempts.submit(quiz, { marks });
    const [{ id, versionId }] = quiz.slots[0]!.questions as [AskedQuestion];
    await attempts.decide(quiz, { id, versionId }, 'VOID');
    expect(await statisticsOf(world.owner, quiz.quizId)).toMatchObject({
      attempts: 2,
      possible: 3,
      mean: 2,
      positions: [{ position: 2, facility: expect.closeTo(2 / 3, 9) }],
      questions: [{ questionId: quiz.slots[1]!.questions[0]!.id, intendedWeight: 100 }],
    });
    await attempts.decide(quiz, { id, versionId }, 'ORIGINAL_KEY');
    expect(await statisticsOf(world.owner, quiz.quizId)).toMatchObject({ possible: 4, positions: [{}, {}] });
  });

  it('pool versions: by question wherever it stands, in points of the newest', async () => {
    const { world, attempts } = await arranged();
    const first = await attempts.quiz([plain(1), plain(1)]);
    const [one, two] = first.slots as [GradedQuiz['slots'][0], GradedQuiz['slots'][0]];
    const second = await attempts.version(first.quizId, 2, [
      { ...two, points: 2 },
      { ...one, points: 2 },
    ]);
    await attempts.submit(first, { marks: [1, 0] });
    await attempts.submit(second, { marks: [0, 2] });
    const pooled = await statisticsOf(world.owner, first.quizId);
    expect(pooled).toMatchObject({ versionNumbers: [2, 1], attempts: 2, possible: 4, mean: 2 });
    expect(
      pooled.questions.map(({ questionId, facility, points, positions }) => [
        questionId,
        facility,
        points,
        positions,
      ]),
    ).toEqual(
      expect.arrayContaining([
        [one.questions[0]!.id, 1, 2, [1, 2]],
        [two.questions[0]!.id, 0, 2, [1, 2]],
      ]),
    );
    const alone = await statisticsOf(world.owner, first.quizId, { versionNumbers: [1] });
    expect(alone).toMatchObject({ versionNumbers: [1], attempts: 1, possible: 2, mean: 1 });
    expect(await codeOf(world.owner, first.quizId, { versionNumbers: [1, 3] })).toBe('BAD_USER_INPUT');
  });

  it('show who chose what in the upper and the lower group, and say what is odd', async () => {
    const { world, attempts } = await arranged();
    const quiz = await attempts.quiz([
      { points: 1, questions: [CHOICES] },
      plain(9),
      { points: 1, questions: [{ type: 'SHORT_TEXT', answerKey: { accepted: [{ pattern: 'medial' }] } }] },
    ]);
    // The better ten choose what is wrong, the weaker ten what is right, the others nothing
    for (let i = 0; i < 30; i++) {
      const choice = i < 10 ? { choiceIds: ['c1'] } : i < 20 ? { choiceIds: ['c0'] } : null;
      const right = i >= 10 && i < 20 ? 1 : 0;
      await attempts.submit(quiz, {
        marks: [right, i < 10 ? 9 : i < 20 ? 0 : 4, 0],
        responses: [choice, { isTrue: i < 10 }, { text: i % 2 ? ' Distal' : 'distal ' }],
      });
    }
    const [question, , typed] = (await statisticsOf(world.owner, quiz.quizId)).questions;
    expect(question!.answers).toEqual([
      { text: 'Sagittal', correct: true, all: 10, upper: 0, lower: 10 },
      { text: 'Frontal', correct: false, all: 10, upper: 10, lower: 0 },
      { text: 'Transverse', correct: false, all: 0, upper: 0, lower: 0 },
      { text: 'Oblique', correct: false, all: 0, upper: 0, lower: 0 },
      { text: '', correct: false, all: 10, upper: 0, lower: 0 },
    ]);
    expect(question).toMatchObject({ randomGuessScore: 0.25, upperShare: 0, lowerShare: 1 });
    expect(question!.flags.map(({ code }) => code)).toEqual([
      'NEGATIVE_DISCRIMINATION',
      'BEST_MISS_IT',
      'DISTRACTOR_ATTRACTS_BEST',
      'UNUSED_DISTRACTOR',
      'UNUSED_DISTRACTOR',
    ]);
    expect(question!.flags[1]!.message).toBe('Most of the best trainees miss this: check the key.');
    expect(typed!.answers).toEqual([{ text: 'distal', correct: null, all: 30, upper: 10, lower: 10 }]);
  });

  it('count the answer that was accepted late in place of the one before', async () => {
    const { world, attempts } = await arranged();
    const quiz = await attempts.quiz([{ points: 1, questions: [CHOICES] }, plain()]);
    const ids = [];
    for (const total of [0, 1])
      ids.push(
        await attempts.submit(quiz, {
          marks: [0, total],
          responses: [{ choiceIds: ['c1'] }, { isTrue: true }],
        }),
      );
    const { versionId } = quiz.slots[0]!.questions[0]!;
    const late = { position: 1, question_version_id: versionId, possible: 1, kind: 'LATE_ANSWER' };
    await attempts.mark(ids[0]!, { ...late, entry: 2, earned: 0, response: '{"choiceIds":["c2"]}' });
    await attempts.mark(ids[0]!, { ...late, entry: 3, earned: 1, response: '{"choiceIds":["c0"]}' });
    await attempts.mark(ids[0]!, { ...late, entry: 4, earned: 0, kind: 'REGRADE' });
    await attempts.score(ids[0]!, { marks: [1, 0], possible: 2, entry: 2, kind: 'LATE_ANSWER' });
    const { questions } = await statisticsOf(world.owner, quiz.quizId);
    expect(questions[0]!.answers.map(({ text, all }) => [text, all])).toEqual([
      ['Sagittal', 1],
      ['Frontal', 1],
      ['Transverse', 0],
      ['Oblique', 0],
    ]);
  });

  it('speak of trainees one may see alone, and of nobody by name', async () => {
    const { world, program, cohortId, attempts } = await arranged();
    const quiz = await attempts.quiz([plain()]);
    const otherCohort = await world.cohort(program);
    await attempts.submit(quiz, { marks: [1] });
    await new GradedAttempts(world, program, otherCohort).submit(quiz, { marks: [0] });
    const limited = await world.member('INSTRUCTOR');
    await app.owner.query(`UPDATE membership SET cohort_limited = true WHERE org_id = $1 AND id = $2`, [
      world.orgId,
      limited.membershipId,
    ]);
    await app.owner.query(
      `INSERT INTO membership_cohort (org_id, membership_id, cohort_id) VALUES ($1, $2, $3)`,
      [world.orgId, limited.membershipId, cohortId],
    );
    expect(await statisticsOf(limited, quiz.quizId)).toMatchObject({ attempts: 1, mean: 1 });
    expect(await codeOf(limited, quiz.quizId, { cohortId: otherCohort })).toBe('NOT_FOUND');
    expect(await statisticsOf(world.owner, quiz.quizId, { cohortId: otherCohort })).toMatchObject({
      attempts: 1,
      mean: 0,
    });
    const all = await statisticsOf(world.owner, quiz.quizId);
    expect(all).toMatchObject({ attempts: 2, mean: 0.5 });
    expect(JSON.stringify(all)).not.toContain('Secret-Name');
    const stranger = await World.create(app);
    expect(await codeOf(stranger.owner, quiz.quizId)).toBe('NOT_FOUND');
    expect(await codeOf(await world.member('TRAINEE'), quiz.quizId)).toBe('FORBIDDEN');
    expect(await codeOf(await world.member('SUPERVISOR'), quiz.quizId)).toBe('FORBIDDEN');
  });

  it('abuse 18: hide what would tell the key from an author who is being asked the question', async () => {
    const world = await World.create(app);
    const { author, quizId, requirementId, program, cohortId, trainee } = await traineeWithQuiz(world);
    const others = new GradedAttempts(world, program, cohortId);
    const { rows } = await app.owner.query<{ versionId: string; id: string; pinned: string; points: string }>(
      `SELECT v.id AS "versionId", q.question_id AS id, q.question_version_id AS pinned, q.points FROM quiz_version v
       JOIN quiz_question q ON q.org_id = v.org_id AND q.quiz_version_id = v.id WHERE v.org_id = $1 AND v.quiz_id = $2 ORDER BY q.position`,
      [world.orgId, quizId],
    );
    const slots = rows.map(({ id, pinned, points }) => ({
      points: Number(points),
      drawn: false,
      questions: [{ id, versionId: pinned }],
    }));
    await others.submit(
      { quizId, versionId: rows[0]!.versionId, slots },
      { marks: slots.map(({ points }) => points) },
    );
    const before = await statisticsOf(author, quizId);
    expect(before.questions.map(({ keyHidden }) => keyHidden)).toEqual(Array(5).fill(false));
    expect(before.questions[0]!.answers.map(({ correct }) => correct)).toContain(true);
    // The author is enrolled, too, and has an attempt open
    await app.owner.query(`UPDATE enrollment SET person_id = $3 WHERE org_id = $1 AND person_id = $2`, [
      world.orgId,
      trainee.personId,
      author.personId,
    ]);
    await start(author, requirementId);
    const { questions, csv } = await statisticsOf(author, quizId);
    for (const question of questions)
      expect(question).toMatchObject({ keyHidden: true, answers: [], randomGuessScore: null });
    expect(csv.answers).toBe(csv.answers.split('\r\n')[0] + '\r\n');
    expect((await statisticsOf(world.owner, quizId)).questions[0]!.keyHidden).toBe(false);
  });

  it('abuse 59: come as tables without formulas, and as pictures without scripts', async () => {
    const { world, attempts } = await arranged();
    const quiz = await attempts.quiz([
      { points: 1, questions: [{ ...CHOICES, code: '=HYPERLINK("http://x")' }] },
      plain(),
    ]);
    for (const marks of [
      [0, 1],
      [1, 0],
      [1, 1],
    ])
      await attempts.submit(quiz, { marks, responses: [{ choiceIds: ['c0'] }, null] });
    await app.owner.query(
      `UPDATE quiz SET title = '<script>alert(1)</script>' WHERE org_id = $1 AND id = $2`,
      [world.orgId, quiz.quizId],
    );
    const { csv, charts } = await statisticsOf(world.owner, quiz.quizId);
    expect(csv.questions).toContain(`1,"'=HYPERLINK(""http://x"")",`);
    expect(csv.questions.split('\r\n')).toHaveLength(4);
    expect(csv.answers).toContain('Sagittal,yes,3,');
    expect(csv.quiz).toContain('attempts,3\r\n');
    for (const chart of Object.values(charts)) {
      const svg = new DOMParser({
        onError: (_, message) => expect(message).toBe('no error'),
      }).parseFromString(chart, 'image/svg+xml');
      expect(svg.documentElement!.tagName).toBe('svg');
      expect(svg.getElementsByTagName('script')).toHaveLength(0);
      expect(chart).not.toMatch(/href|url\(|NaN/);
    }
  });
});
