import { newId } from '../src/platform/ids/ids.js';
import {
  cards,
  cardsPage,
  overview,
  review,
  SCHEDULE,
  signedInAnew,
  type Card,
  type Schedule,
} from './support/practice.js';
import {
  answerAll,
  answerTo,
  publishedQuiz,
  quizOf,
  SECRET,
  start,
  submit,
  traineeWithQuiz,
  type AttemptQuestion,
  type QuizWorld,
} from './support/quizzes.js';
import { BankImport } from '../src/features/quizzes/bank/bank-import.service.js';
import type { AuthoredQuestion } from '../src/features/quizzes/bank/question-content.js';
import { Database } from '../src/platform/database/database.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

const answer = (card: Card, right = true): object => answerTo(card as unknown as AttemptQuestion, right);

const ofType = (list: readonly Card[], type: string): Card => list.find((card) => card.type === type)!;

describe('practice', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  afterEach(() => app.clock.reset());

  /** A trainee who has submitted a quiz of five questions. */
  async function practised(): Promise<QuizWorld & { world: World; attemptId: string }> {
    const world = await World.create(app);
    const made = await traineeWithQuiz(world);
    const attempt = await start(made.trainee, made.requirementId);
    await submit(made.trainee, attempt.id, 'id');
    return { ...made, world, attemptId: attempt.id };
  }

  const changeCard = async (trainee: Member, mutation: string, questionId: string) => {
    const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
    const data = await trainee.ask<Record<string, Schedule & { __typename: string }>>(
      `mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename ... on PracticeSchedule { ${SCHEDULE} } } }`,
      { input: { operationId: newId(), questionId } },
    );
    return data[mutation]!;
  };

  /** Days go by, and the trainee signs in anew. */
  const wait = (trainee: Member, by: { days?: number; minutes?: number }): Promise<Member> => {
    app.clock.advance(by);
    return signedInAnew(app, trainee);
  };

  /** Publishes a quiz that shows what these lists say, of a course that needs nothing before it. */
  async function quizShowing(made: QuizWorld, settings: Record<string, string>, course = 1): Promise<string> {
    const { author, program, trainee, questionIds } = made;
    const { id: quizId } = await author.do<{ id: string }>(
      'createQuiz',
      {
        code: `QUIZ-${newId().slice(-10)}`,
        title: 'Another quiz',
        passMarkPercent: '75',
        items: questionIds.map((questionId) => ({ question: { questionId, points: '1' } })),
      },
      '... on Quiz { id }',
    );
    for (const [column, value] of Object.entries(settings))
      await app.owner.query(`UPDATE quiz_version SET ${column} = $2 WHERE quiz_id = $1`, [quizId, value]);
    await author.do('publishQuiz', { quizId }, '');
    const requirementId = program.courses[course]!.quizRequirementId;
    await author.do('attachQuiz', { requirementId, quizId }, '');
    await app.owner.query(
      `INSERT INTO course_progress (org_id, enrollment_id, course_id, complete) SELECT e.org_id, e.id, $2, true FROM enrollment e WHERE e.person_id = $1
       ON CONFLICT (org_id, enrollment_id, course_id) DO UPDATE SET complete = true`,
      [trainee.personId, program.courses[0]!.id],
    );
    return requirementId;
  }

  /** A trainee who has submitted a quiz of one question that no input writes. */
  async function traineeAsked(question: AuthoredQuestion) {
    const world = await World.create(app);
    const [author, code] = [await world.member('INSTRUCTOR'), `Q-${newId().slice(-10)}`];
    const banked = { ...question, code, category: null, tags: [], learningOutcomes: [] };
    const [quiz] = await app.app
      .get(Database)
      .forViewer(author.viewer)
      .write((tx) =>
        app.app
          .get(BankImport)
          .importBank(tx, [banked], [{ code, title: code, passMarkPercent: '50', questionCodes: [code] }]),
      );
    const program = await world.program();
    const requirementId = program.courses[0]!.quizRequirementId;
    await author.do('attachQuiz', { requirementId, quizId: quiz!.quizId }, '');
    const { trainee } = await world.enrolled(program);
    await submit(trainee, (await start(trainee, requirementId)).id, 'id');
    return trainee;
  }

  it('has nothing before a quiz was submitted, and says so', async () => {
    const { trainee, requirementId } = await traineeWithQuiz(await World.create(app));
    const nothing = {
      dueCards: 0,
      newCards: 0,
      dueTomorrow: 0,
      suspendedCards: 0,
      nextDueAt: null,
      quizzes: [],
    };
    expect(await overview(trainee)).toEqual({
      ...nothing,
      nothingToDo: expect.stringContaining('when you have submitted a quiz'),
    });
    await start(trainee, requirementId);
    expect(await overview(trainee)).toMatchObject(nothing);
    expect(await cards(trainee)).toEqual([]);
  });

  it('offers the questions of a submitted quiz as they are asked, and brings them back', async () => {
    const { trainee: first, quizId, program } = await practised();
    let trainee = first;
    expect(await overview(trainee)).toMatchObject({
      dueCards: 0,
      newCards: 5,
      nothingToDo: null,
      quizzes: [{ quizId, courseId: program.courses[0]!.id, newCards: 5 }],
    });
    const list = await cards(trainee);
    expect(list).toHaveLength(5);
    expect(list[0]!.schedule).toMatchObject({ round: 0, state: 'NEW', due: null, reviews: 0 });

    const known = ofType(list, 'NUMBER');
    const missed = ofType(list, 'SINGLE_CHOICE');
    const hard = ofType(list, 'TRUE_FALSE');
    expect(await review(trainee, known, answer(known), { rating: 'EASY' })).toMatchObject({
      correct: true,
      percent: '100.00',
      rating: 'EASY',
      key: { explanation: { markdown: SECRET } },
      schedule: { round: 1, state: 'REVIEW', reviews: 1, lapses: 0 },
    });
    expect(await review(trainee, missed, answer(missed, false), { rating: 'EASY' })).toMatchObject({
      correct: false,
      percent: '0.00',
      rating: 'AGAIN',
      schedule: { round: 1, state: 'LEARNING' },
    });
    expect(await review(trainee, hard, answer(hard), { rating: 'HARD' })).toMatchObject({ rating: 'HARD' });
    expect(await cards(trainee)).toHaveLength(2);

    app.clock.advance({ minutes: 2 });
    const [again, ...rest] = await cards(trainee);
    expect(again).toMatchObject({ type: 'SINGLE_CHOICE', schedule: { round: 1 } }); // what is due, before what is new
    expect(rest).toHaveLength(2);
    expect(await overview(trainee)).toMatchObject({ dueCards: 1, newCards: 2, dueTomorrow: 1 });
    expect(await review(trainee, again!, answer(again!))).toMatchObject({ rating: 'GOOD' });

    trainee = await wait(trainee, { days: 30 });
    const back = await cards(trainee);
    expect(back).toHaveLength(5);
    expect(back.slice(0, 3).map(({ type }) => type)).toEqual(['TRUE_FALSE', 'SINGLE_CHOICE', 'NUMBER']);
    const forgotten = ofType(back, 'NUMBER');
    expect((await review(trainee, forgotten, answer(forgotten, false))).schedule).toMatchObject({
      state: 'RELEARNING',
      lapses: 1,
      round: 2,
    });
  });

  it('says when the next question comes back once all are done', async () => {
    const { trainee } = await practised();
    for (const card of await cards(trainee)) await review(trainee, card, answer(card), { rating: 'EASY' });
    const { nothingToDo, nextDueAt, dueTomorrow } = await overview(trainee);
    expect(nothingToDo).toMatch(/^You are done for now\. The next question comes back in \d+ days?\.$/);
    expect(Date.parse(nextDueAt!)).toBeGreaterThan(Date.now());
    expect(dueTomorrow).toBe(0);
  });

  it('comes in pages, whichever cards were reviewed', async () => {
    const { trainee } = await practised();
    const [first] = await cards(trainee);
    await review(trainee, first!, answer(first!, false));
    app.clock.advance({ minutes: 5 });
    const seen: string[] = [];
    let after = '';
    for (let page = 0; page < 3; page++) {
      const { edges, pageInfo, totalCount } = await cardsPage(trainee, `first: 2${after}`, 'totalCount');
      seen.push(...edges.map(({ node }) => node.schedule.questionId));
      expect([totalCount, pageInfo.hasNextPage]).toEqual([5, page < 2]);
      after = `, after: "${pageInfo.endCursor}"`;
    }
    expect(new Set(seen).size).toBe(5);
    expect(seen[0]).toBe(first!.schedule.questionId);
  });

  it('never counts as an attempt: attempts, records, statistics and the ledger stay as they are', async () => {
    const { trainee } = await practised();
    const state = async () => {
      const { rows } = await app.owner.query(
        `SELECT (SELECT jsonb_agg(to_jsonb(a)) FROM quiz_attempt a WHERE a.person_id = $1) AS attempts,
           (SELECT jsonb_agg(to_jsonb(s)) FROM quiz_score s JOIN quiz_attempt a ON a.id = s.attempt_id WHERE a.person_id = $1) AS scores,
           (SELECT count(*) FROM quiz_answer s JOIN quiz_attempt a ON a.id = s.attempt_id WHERE a.person_id = $1) AS answers,
           (SELECT jsonb_agg(to_jsonb(m)) FROM quiz_mark m JOIN quiz_attempt a ON a.id = m.attempt_id WHERE a.person_id = $1) AS marks,
           (SELECT jsonb_agg(to_jsonb(r)) FROM requirement_result r JOIN enrollment e ON e.id = r.enrollment_id WHERE e.person_id = $1) AS results,
           (SELECT jsonb_agg(to_jsonb(g)) FROM grade_entry g JOIN enrollment e ON e.id = g.enrollment_id WHERE e.person_id = $1) AS grades,
           (SELECT jsonb_agg(to_jsonb(p)) FROM course_progress p JOIN enrollment e ON e.id = p.enrollment_id WHERE e.person_id = $1) AS progress,
           (SELECT count(*) FROM ledger_entry l WHERE l.person_id = $1) AS ledger`,
        [trainee.personId],
      );
      return rows[0] as Record<string, unknown>;
    };
    const before = await state();
    for (const card of await cards(trainee)) await review(trainee, card, answer(card));
    expect(await state()).toEqual(before);
    const { rows } = await app.owner.query('SELECT kind FROM practice_review WHERE person_id = $1', [
      trainee.personId,
    ]);
    expect(rows).toHaveLength(5);
  });

  it('takes a retried review once, and a review of a card that has changed never', async () => {
    const { trainee } = await practised();
    const [card] = await cards(trainee);
    const operationId = newId();
    const first = await review(trainee, card!, answer(card!), { operationId });
    expect(await review(trainee, card!, answer(card!), { operationId })).toEqual(first);
    expect(await review(trainee, card!, answer(card!))).toMatchObject({
      __typename: 'PracticeCardChanged',
      code: 'PRACTICE_CARD_CHANGED',
    });
    const twice = { ...card!, schedule: { round: 1 } };
    const both = await Promise.all([1, 2].map(() => review(trainee, twice, answer(card!))));
    expect(both.map(({ __typename }) => __typename).sort()).toEqual([
      'PracticeCardChanged',
      'PracticeReview',
    ]);
  });

  it('asks the newest version, and takes no answer to an older one', async () => {
    const { trainee, author } = await practised();
    const old = ofType(await cards(trainee), 'TRUE_FALSE');
    const { questionId } = old.schedule;
    const edit = { questionId, revision: 1, stem: 'It is so.', content: { trueFalse: { isTrue: false } } };
    await author.do('editQuestion', edit, '');
    expect(ofType(await cards(trainee), 'TRUE_FALSE')).toEqual(old); // a draft is asked of nobody
    await author.do('publishQuestion', { questionId }, '');
    expect(await review(trainee, old, { isTrue: true })).toMatchObject({ __typename: 'PracticeCardChanged' });
    const now = ofType(await cards(trainee), 'TRUE_FALSE');
    expect(now.stem.markdown).toBe('It is so.');
    expect(await review(trainee, now, { isTrue: false })).toMatchObject({ correct: true });
    await author.do('retireQuestion', { questionId }, '');
    expect((await overview(trainee)).newCards).toBe(4);
  });

  it('takes not knowing for an answer, which comes again', async () => {
    const { trainee } = await practised();
    const [card] = await cards(trainee);
    expect(await review(trainee, card!, null, { rating: 'EASY' })).toMatchObject({
      correct: false,
      rating: 'AGAIN',
      key: { explanation: { markdown: SECRET } },
    });
  });

  it('asks a calculated question with other values each time, and marks it by those', async () => {
    const trainee = await traineeAsked({
      type: 'CALCULATED',
      stem: 'What is {a} + 1?',
      numbers: [{ number: '{a} + 1', tolerance: '0' }],
      valueSets: [{ a: '10' }, { a: '20' }, { a: '30' }],
    });
    const asked = new Set<string>();
    for (let round = 0; round < 3; round++) {
      const [card] = await cards(trainee);
      const [, value] = /^What is (\d+) \+ 1\?$/.exec(card!.stem.markdown)!;
      asked.add(value!);
      const wrong = { number: '99' };
      expect(
        await review(trainee, card!, round < 2 ? wrong : { number: String(Number(value) + 1) }),
      ).toMatchObject({
        correct: round === 2,
      });
      app.clock.advance({ minutes: 3 });
    }
    expect([...asked].sort()).toEqual(['10', '20', '30']);
  });

  it('refuses an answer that does not fit', async () => {
    const { trainee } = await practised();
    const card = ofType(await cards(trainee), 'TRUE_FALSE');
    await expect(review(trainee, card, { text: 'so' })).rejects.toThrow('BAD_USER_INPUT');
    expect((await overview(trainee)).newCards).toBe(5);
  });

  it('takes the last review back, by a further entry', async () => {
    let { trainee } = await practised();
    const [card] = await cards(trainee);
    const { questionId } = card!.schedule;
    const undo = () => changeCard(trainee, 'undoPracticeReview', questionId);
    await expect(undo()).rejects.toThrow('NOT_FOUND');
    const first = await review(trainee, card!, answer(card!));
    trainee = await wait(trainee, { minutes: 30 });
    const again = { ...card!, schedule: first.schedule };
    await review(trainee, again, answer(card!, false));
    expect(await undo()).toEqual({ ...first.schedule, __typename: 'PracticeSchedule', round: 3 });
    expect(await undo()).toMatchObject({ __typename: 'NoReviewToUndo' });
    const next = await review(trainee, { ...card!, schedule: { round: 3 } }, answer(card!));
    expect(next.schedule).toMatchObject({ reviews: 2, lapses: 0, round: 4 });
    const { rows } = await app.owner.query<{ kind: string }>(
      'SELECT kind FROM practice_review WHERE person_id = $1 ORDER BY round',
      [trainee.personId],
    );
    expect(rows.map(({ kind }) => kind)).toEqual(['REVIEW', 'REVIEW', 'UNDO', 'REVIEW']);

    const [other] = await cards(trainee);
    await review(trainee, other!, answer(other!));
    expect(await changeCard(trainee, 'undoPracticeReview', other!.schedule.questionId)).toMatchObject({
      state: 'NEW',
      due: null,
      reviews: 0,
    });
  });

  it('sets a card aside and takes it back', async () => {
    const { trainee } = await practised();
    const [card] = await cards(trainee);
    const { questionId } = card!.schedule;
    expect(await changeCard(trainee, 'suspendPracticeCard', questionId)).toMatchObject({ suspended: true });
    expect(await overview(trainee)).toMatchObject({ newCards: 4, suspendedCards: 1 });
    expect(await cards(trainee)).toHaveLength(4);
    expect((await cards(trainee, 'suspended: true')).map((each) => each.schedule.questionId)).toEqual([
      questionId,
    ]);
    expect(await changeCard(trainee, 'resumePracticeCard', questionId)).toMatchObject({ suspended: false });
    expect(await cards(trainee)).toHaveLength(5);
    for (const { schedule } of await cards(trainee))
      await changeCard(trainee, 'suspendPracticeCard', schedule.questionId);
    expect((await overview(trainee)).nothingToDo).toMatch(/set all your questions aside/);
  });

  it('abuse 18: shows no key with the cards, and none for a question that was only started', async () => {
    const { world, program, requirementId, cohortId } = await practised();
    const { trainee } = await world.enrolled(program, { cohortId });
    const attempt = await start(trainee, requirementId);
    expect(await cards(trainee)).toEqual([]);
    const { questionVersionId } = attempt.questions[0]!;
    await expect(
      review(trainee, { questionVersionId, schedule: { round: 0 } }, { isTrue: true }),
    ).rejects.toThrow('NOT_FOUND');
    await answerAll(trainee, attempt);
    await submit(trainee, attempt.id, 'id');
    expect(JSON.stringify(await cardsPage(trainee))).not.toContain(SECRET);
  });

  it('abuse 29: holds back what an open attempt asks, in whatever quiz, also for a retry', async () => {
    const made = await practised();
    const { trainee, questionIds, program } = made;
    const examined = questionIds.slice(0, 2);
    const held = (await cards(trainee)).filter(({ schedule }) => examined.includes(schedule.questionId));
    expect(held).toHaveLength(2);
    const [card, other] = held as [Card, Card];
    const input = { operationId: newId() };
    const reviewed = await review(trainee, card, answer(card), input);
    expect(reviewed).toMatchObject({ __typename: 'PracticeReview' });

    const requirementId = await quizShowing({ ...made, questionIds: examined }, {});
    const exam = await start(trainee, requirementId);
    expect(exam).toMatchObject({ __typename: 'QuizAttempt' });
    const no = { __typename: 'PracticeHeldBack', code: 'PRACTICE_HELD_BACK' };
    expect(await review(trainee, card, answer(card), input)).toMatchObject(no);
    expect(await review(trainee, { ...card, schedule: reviewed.schedule }, answer(card))).toMatchObject(no);
    expect(await review(trainee, other, answer(other))).toMatchObject(no);
    expect(await overview(trainee)).toMatchObject({
      newCards: 3,
      dueTomorrow: 0,
      quizzes: [{ courseId: program.courses[0]!.id, newCards: 3 }],
    });
    const open = await cards(await wait(trainee, { minutes: 30 }));
    expect(open.filter(({ schedule }) => examined.includes(schedule.questionId))).toEqual([]);
    expect(open).toHaveLength(3);

    app.clock.reset();
    await submit(trainee, exam.id, 'id');
    expect(await review(trainee, card, answer(card), input)).toEqual(reviewed);
  });

  it('abuse 29: opens with the right answers alone: by the policy of the quiz, and when it has closed', async () => {
    const made = await traineeWithQuiz(await World.create(app));
    const { trainee } = made;
    const never = await quizShowing(made, {
      shown_after: '{MARKS,EXPLANATION}',
      shown_after_closing: '{MARKS}',
    });
    const attempt = await start(trainee, never);
    const { questionVersionId } = attempt.questions[2]!;
    await submit(trainee, attempt.id, 'id');
    expect(await cards(trainee)).toEqual([]);
    expect(await overview(trainee)).toMatchObject({ newCards: 0, quizzes: [] });
    const card = { questionVersionId, schedule: { round: 0 } };
    expect(await review(trainee, card, { isTrue: true })).toMatchObject({ __typename: 'PracticeHeldBack' });
  });

  it('abuse 29: says no more of a key than the review of the quiz does', async () => {
    const made = await traineeWithQuiz(await World.create(app));
    const { trainee } = made;
    await submit(
      trainee,
      (await start(trainee, await quizShowing(made, { shown_after: '{RIGHT_ANSWERS}' }))).id,
      'id',
    );
    const card = ofType(await cards(trainee), 'TRUE_FALSE');
    const reviewed = await review(trainee, card, answer(card));
    expect(reviewed).toMatchObject({ correct: true, key: { explanation: null } });
    expect(JSON.stringify(reviewed)).not.toContain(SECRET);
  });

  it('abuse 29: opens when the quiz has closed, where its answers are shown then', async () => {
    const made = await traineeWithQuiz(await World.create(app));
    const { trainee } = made;
    const closesAt = new Date(Date.now() + 3_600_000).toISOString();
    const requirementId = await quizShowing(made, {
      shown_after: '{MARKS}',
      shown_after_closing: '{MARKS,RIGHT_ANSWERS}',
      closes_at: closesAt,
    });
    const attempt = await start(trainee, requirementId);
    await submit(trainee, attempt.id, 'id');
    expect(await cards(trainee)).toEqual([]);
    expect(await cards(await wait(trainee, { minutes: 61 }))).toHaveLength(5);
  });

  it('abuse 1, 5: is of one person: nobody else has their cards, and ids from elsewhere name nothing', async () => {
    const { world, program, cohortId, trainee } = await practised();
    const { trainee: peer } = await world.enrolled(program, { cohortId });
    const elsewhere = await practised();
    const [card] = await cards(trainee);
    const { questionId } = card!.schedule;
    await review(trainee, card!, answer(card!));
    for (const member of [peer, elsewhere.trainee, world.owner]) {
      await expect(review(member, card!, answer(card!))).rejects.toThrow('NOT_FOUND');
      for (const mutation of ['undoPracticeReview', 'suspendPracticeCard', 'resumePracticeCard'])
        await expect(changeCard(member, mutation, questionId)).rejects.toThrow('NOT_FOUND');
    }
    expect(await cards(peer)).toEqual([]);
    expect(await cards(elsewhere.trainee)).toHaveLength(5);
    expect(await cards(trainee)).toHaveLength(4);
  });

  it('counts a question of two quizzes in each and once in all', async () => {
    const made = await practised();
    const requirementId = await quizShowing({ ...made, questionIds: made.questionIds.slice(0, 2) }, {});
    const attempt = await start(made.trainee, requirementId);
    await submit(made.trainee, attempt.id, 'id');
    const { newCards, quizzes } = await overview(made.trainee);
    expect(newCards).toBe(5);
    expect(quizzes.map((quiz) => quiz.newCards).sort()).toEqual([2, 5]);
    const second = quizzes.find((quiz) => quiz.newCards === 2)!;
    expect(await cards(made.trainee, `quizId: "${second.quizId}"`)).toHaveLength(2);
  });

  it('takes two statements for cards and three for a review, however many there are', async () => {
    const isSetUp = (text: string): boolean => /\boperation\b|pg_advisory/.test(text);
    const beyondSetUp = async (work: () => Promise<unknown>) =>
      (await app.statementsOf(work)).filter((text) => !isSetUp(text));
    const world = await World.create(app);
    const author = await world.member('INSTRUCTOR');
    const questions = Array.from({ length: 20 }, (_, i) => ({
      points: '1',
      stem: `No ${i}?`,
      content: { trueFalse: { isTrue: true } },
    }));
    const { questionIds } = await publishedQuiz(author, {}, questions);
    const { quizId } = await quizOf(author, questionIds);
    const program = await world.program();
    const requirementId = program.courses[0]!.quizRequirementId;
    await author.do('attachQuiz', { requirementId, quizId }, '');
    const { trainee } = await world.enrolled(program);
    await submit(trainee, (await start(trainee, requirementId)).id, 'id');
    let list: Card[] = [];
    expect(await beyondSetUp(async () => (list = await cards(trainee)))).toHaveLength(2);
    expect(list).toHaveLength(20);
    expect(await beyondSetUp(() => review(trainee, list[0]!, { isTrue: true }))).toHaveLength(3);
    expect(await beyondSetUp(() => overview(trainee))).toHaveLength(2);
  });
});
