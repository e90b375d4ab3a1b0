import { readFileSync } from 'node:fs';
import path from 'node:path';
import { LiveUpdates } from '../src/platform/live/live-updates.js';
import { newId } from '../src/platform/ids/ids.js';
import { givePassword, PASSWORD } from './support/accounts.js';
import { mailTo } from './support/mailbox.js';
import { socketClient, Subscribed } from './support/socket.js';
import { TestApp } from './support/test-app.js';
import { World } from './support/world.js';

/** Mutations whose result has no refusal among its members. */
const NEVER_REFUSED = new Set(['importProgram', 'submitQuizAttempt']);

/** Whoever is signed in by address and password, as any client would be. */
class Client {
  constructor(
    private readonly app: TestApp,
    readonly token: string,
  ) {}

  static async signIn(app: TestApp, email: string, password = PASSWORD): Promise<Client> {
    const query =
      'mutation ($input: SignInInput!) { signIn(input: $input) { __typename ... on SignedIn { accessToken } } }';
    const { signIn } = await app.ask<{ signIn: { accessToken: string } }>(query, {
      input: { email, password },
    });
    return new Client(app, signIn.accessToken);
  }

  ask<Data>(query: string, variables: object = {}): Promise<Data> {
    return this.app.ask<Data>(query, variables, this.token);
  }

  /** Runs a mutation that must not be refused; answers what it made. */
  async do<Made = { id: string }>(mutation: string, input: object, selection: string): Promise<Made> {
    const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}`;
    const query = `mutation ($input: ${type}Input!) { ${mutation}(input: $input) { ${selection} ${NEVER_REFUSED.has(mutation) ? '' : '... on Refusal { code message }'} } }`;
    const data = await this.ask<Record<string, Made & { code?: string; message?: string }>>(query, {
      input: { operationId: newId(), ...input },
    });
    const made = data[mutation]!;
    if (made.code && made.message) throw new Error(`${mutation} was refused: ${made.code}: ${made.message}`);
    return made;
  }
}

interface Requirement {
  id: string;
  code: string;
  title: string;
}
interface Version {
  id: string;
  revision: number;
  courses: {
    id: string;
    code: string;
    categories: { id: string; code: string }[];
    requirements: Requirement[];
    modules: { lessons: { id: string }[]; requirements: Requirement[] }[];
  }[];
}
interface Attempt {
  id: string;
  questions: {
    questionVersionId: string;
    key: unknown;
    choices: { id: string; text: { markdown: string } }[];
  }[];
  passed: boolean;
}

const VERSION = `id revision courses { id code categories { id code } requirements { id code title }
  modules { lessons { id } requirements { id code title } } }`;
const ATTEMPT =
  '... on QuizAttempt { id passed percent questions { questionVersionId key { __typename } choices { id text { markdown } } } }';

describe('from an imported program to a completed course, through the API alone', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('imports, publishes, enrolls from a CSV, teaches, examines, and says what still blocks the program', async () => {
    // A school with an owner and an instructor who have passwords: how they got them is the story of other tests.
    const world = await World.create(app);
    const teacher = await world.member('INSTRUCTOR');
    await givePassword(app, world.owner);
    await givePassword(app, teacher);
    const owner = await Client.signIn(app, world.owner.email);
    const instructor = await Client.signIn(app, teacher.email);

    // The owner imports the sample program.
    const document = readFileSync(path.resolve('src/demo/content/program.yaml'), 'utf8');
    const imported = await owner.do<{ applied: boolean; errors: unknown[]; versionId: string; unresolved: { what: string }[] }>(
      'importProgram', { document }, '... on ProgramImport { applied errors { path message } versionId unresolved { what } }',
    ); // prettier-ignore
    expect(imported).toMatchObject({ applied: true, errors: [] });
    expect(JSON.stringify(imported.unresolved)).toContain('OJT-CORE');
    const versionOf = async () =>
      (
        await owner.ask<{ programVersion: Version }>(
          `query ($id: ID!) { programVersion(id: $id) { ${VERSION} } }`,
          { id: imported.versionId },
        )
      ).programVersion;
    const draft = await versionOf();
    const course = draft.courses.find(({ code }) => code === 'PTT-104')!;
    const quizzes = [...course.requirements, ...course.modules.flatMap((module) => module.requirements)];
    expect(quizzes).toHaveLength(5); // one for each module, and the final

    // The instructor writes a question and a quiz for each requirement; the owner publishes.
    for (const { id, code, title } of quizzes) await author(instructor, id, code, title);
    const published = await owner.do<{ status: string }>(
      'publishProgramVersion', { versionId: draft.id, revision: (await versionOf()).revision }, '... on ProgramVersion { status } ... on VersionIncomplete { problems { path message } }',
    ); // prettier-ignore
    expect(published.status).toBe('PUBLISHED');

    // A cohort, and three trainees from a CSV with one bad row.
    const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
    const cohort = await owner.do(
      'createCohort', { programVersionId: draft.id, code: 'FALL', name: 'Fall cohort', startsOn: day(-30), endsOn: day(110), timeZone: 'America/Chicago' }, '... on Cohort { id }',
    ); // prettier-ignore
    const address = (name: string) => `${name}.${cohort.id.slice(-8)}@example.org`;
    const csv = [
      'given_name,family_name,email,external_id,enrolled_on',
      `Łukasz,Nguyễn,${address('lukasz')},S-1,${day(-30)}`,
      `Ana,"O'Neil, Jr.",${address('ana')},S-2,${day(-30)}`,
      `,Nameless,${address('nobody')},S-3,${day(-30)}`,
      `Mia,Okafor,${address('mia')},S-4,${day(-30)}`,
    ].join('\r\n');
    const intake = await owner.do<{ enrolled: number; refused: number; rows: { line: number; message: string | null; enrollmentId: string }[] }>(
      'importEnrollments', { cohortId: cohort.id, csv }, '... on EnrollmentIntake { enrolled refused rows { line outcome message enrollmentId } }',
    ); // prettier-ignore
    expect(intake).toMatchObject({ enrolled: 3, refused: 1 });
    expect(intake.rows.find(({ message }) => message !== null)).toMatchObject({ line: 4 });
    const { enrollmentId } = intake.rows[0]!;

    // The trainee follows the invitation, signs in, and watches the dashboard move.
    const [link] = (await mailTo(app, address('lukasz'))).links;
    await app.ask(
      'mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { __typename ... on Refusal { code message } } }',
      { input: { token: new URL(link!).hash.split('=')[1], password: PASSWORD } },
    );
    const trainee = await Client.signIn(app, address('lukasz'));
    const socket = socketClient(app, trainee.token);
    const news = new Subscribed(
      socket,
      'subscription { progressChanged { enrollmentId overview { percent } } }',
    );
    await app.eventually(() => app.app.get(LiveUpdates).count === 1);

    const lessons = course.modules.flatMap((module) => module.lessons);
    for (const { id } of lessons)
      await trainee.do(
        'completeLesson',
        { enrollmentId, lessonId: id },
        '... on LessonCompletion { lessonId }',
      );
    for (const { id } of quizzes) await pass(trainee, id);
    const percents = (await news.count(1)).map((result) => result.data!['progressChanged']!['overview']);
    expect(percents[0]).toMatchObject({ percent: expect.any(Number) });
    await socket.dispose();

    // The instructor takes attendance, grades the laboratory and closes nothing: everything is graded.
    for (const session of await sessions(instructor, cohort.id, course.id))
      expect(
        await instructor.do(
          'takeAttendance',
          { sessionId: session, lines: [{ enrollmentId, status: 'PRESENT' }] },
          '... on AttendanceTaken { entered rejected { message } }',
        ),
      ).toEqual({ entered: 1, rejected: [] });
    const lab = course.categories.find(({ code }) => code === 'lab_practical')!;
    await instructor.do(
      'recordPractical', { enrollmentId, categoryId: lab.id, item: 'Donning and doffing', attemptNumber: 1, technicalPercent: '91', criticalStepsMet: true }, '... on GradeEntry { id }',
    ); // prettier-ignore
    for (const { id } of course.categories)
      await instructor.do(
        'closeCategory',
        { cohortId: cohort.id, categoryId: id },
        '... on CategoryClosure { closed }',
      );

    // The board shows the course complete; the progress says what still blocks the program.
    const { cohortBoard } = await instructor.ask<{ cohortBoard: { edges: { node: { enrollmentId: string; courses: { code: string; status: string; percent: number; outcome: string; finalPercent: string }[] } }[] } }>(
      'query ($id: ID!) { cohortBoard(cohortId: $id) { edges { node { enrollmentId personName courses { code status percent outcome finalPercent } } } } }', { id: cohort.id },
    ); // prettier-ignore
    const row = cohortBoard.edges.find(({ node }) => node.enrollmentId === enrollmentId)!.node;
    expect(row.courses.find(({ code }) => code === 'PTT-104')).toEqual({
      code: 'PTT-104', status: 'COMPLETE', percent: 100, outcome: 'PASSED', finalPercent: '97.30',
    }); // prettier-ignore
    const { enrollmentProgress } = await instructor.ask<{ enrollmentProgress: { status: string; missing: { code: string; message: string; courseId: string; blockedBy: { code: string }[] }[] } }>(
      'query ($id: ID!) { enrollmentProgress(enrollmentId: $id) { status missing { code message courseId blockedBy { code } } } }', { id: enrollmentId },
    ); // prettier-ignore
    expect(enrollmentProgress.status).toBe('IN_PROGRESS');
    expect(enrollmentProgress.missing.some(({ courseId }) => courseId === course.id)).toBe(false);
    expect(enrollmentProgress.missing.find(({ message }) => message.includes('OJT-CORE'))).toMatchObject({
      code: 'REQUIREMENT_UNRESOLVED',
    });
    const ofTechniques = enrollmentProgress.missing.filter(
      ({ courseId }) => courseId === draft.courses.find(({ code }) => code === 'PTT-105')!.id,
    );
    expect(ofTechniques[0]!.blockedBy.map(({ code }) => code)).toEqual(['PTT-101', 'PTT-103']);

    // Everything that counts is in the trainee's ledger, and it verifies.
    const { ledgerVerification } = await owner.ask<{
      ledgerVerification: { intact: boolean; entries: number };
    }>('query ($id: ID!) { ledgerVerification(personId: $id) { intact entries } }', {
      id: (await trainee.ask<{ me: { person: { id: string } } }>('{ me { person { id } } }')).me.person.id,
    });
    expect(ledgerVerification.intact).toBe(true);
    expect(ledgerVerification.entries).toBeGreaterThan(10);
  }, 60_000);

  async function author(
    instructor: Client,
    requirementId: string,
    code: string,
    title: string,
  ): Promise<void> {
    const content = {
      singleChoice: {
        choices: [
          { text: 'The right one', correct: true },
          { text: 'A wrong one', feedback: 'Read the lesson again.' },
        ],
      },
    };
    const question = await instructor.do(
      'createQuestion',
      { code: `${code}-Q1`, stem: 'Which one is right?', content },
      '... on Question { id }',
    );
    await instructor.do('publishQuestion', { questionId: question.id }, '... on Question { id }');
    const settings = {
      code,
      title,
      passMarkPercent: '75',
      maxAttempts: 2,
      timeLimitMinutes: 15,
      shuffleChoices: true,
    };
    const quiz = await instructor.do(
      'createQuiz',
      { ...settings, items: [{ question: { questionId: question.id } }] },
      '... on Quiz { id }',
    );
    await instructor.do('publishQuiz', { quizId: quiz.id }, '... on Quiz { id }');
    await instructor.do(
      'attachQuiz',
      { requirementId, quizId: quiz.id },
      '... on CourseRequirement { resolved }',
    );
  }

  async function pass(trainee: Client, requirementId: string): Promise<void> {
    const attempt = await trainee.do<Attempt>('startQuizAttempt', { requirementId }, ATTEMPT);
    for (const { questionVersionId, choices, key } of attempt.questions) {
      expect(key).toBeNull(); // inv 42: never before finish
      const choice = choices.find(({ text }) => text.markdown === 'The right one')!;
      await trainee.do(
        'saveAnswer',
        { attemptId: attempt.id, questionVersionId, response: { choiceIds: [choice.id] } },
        '... on SavedAnswer { revision }',
      );
    }
    const submitted = await trainee.do<Attempt>('submitQuizAttempt', { attemptId: attempt.id }, ATTEMPT);
    expect(submitted.passed).toBe(true);
    expect(submitted.questions[0]!.key).not.toBeNull();
  }

  /** 16 hours of lecture and 8 of laboratory, four at a time. */
  async function sessions(instructor: Client, cohortId: string, courseId: string): Promise<string[]> {
    const ids: string[] = [];
    for (const [index, kind] of ['LECTURE', 'LECTURE', 'LECTURE', 'LECTURE', 'LAB', 'LAB'].entries()) {
      const startsAt = new Date(Date.now() - (20 - index) * 86_400_000);
      const endsAt = new Date(startsAt.getTime() + 4 * 3_600_000);
      const session = await instructor.do(
        'scheduleClassSession',
        { cohortId, courseId, kind, title: `Meeting ${index + 1}`, startsAt, endsAt },
        '... on ClassSession { id }',
      );
      ids.push(session.id);
    }
    return ids;
  }
});
