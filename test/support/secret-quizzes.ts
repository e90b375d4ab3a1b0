import { newId } from '../../src/platform/ids/ids.js';
import type { AnswerKey, QuestionType } from '../../src/features/quizzes/bank/question-content.js';
import { png, upload } from './pictures.js';
import { FORM, type Form } from './question-types.js';
import { itemsOf, quizOf, SECRET, submit } from './quizzes.js';
import type { SampleProgram } from './sample-program.js';
import type { TestApp } from './test-app.js';
import type { Member, World } from './world.js';

const NUMBER = '424242.5';
const FAR = 4242;

/** Types of the API that say something of a key, and what only keys hold: texts, numbers, places. */
const KEY = new RegExp(
  `${SECRET}|424242|"[xy]":${FAR}|"correctness":"|` +
    '"__typename":"(QuestionKey|ChoiceKey|BlankKey|AcceptedText|AcceptedNumber|AcceptedUnit|PictureRegion|QuestionMark|PracticeReview)"',
);

/** A question of each type, with a secret in each field of its key. */
const questionsWithSecrets = (fileId: string): object[] => {
  const numbers = [{ number: NUMBER, feedback: SECRET }];
  const choices = [
    { text: 'one', correct: true, feedback: SECRET },
    { text: 'two', feedback: SECRET },
    { text: 'three', correct: true, feedback: SECRET },
  ];
  return [
    { singleChoice: { choices: choices.slice(0, 2) } },
    { multipleChoice: { scoring: 'PARTIAL', choices } },
    { trueFalse: { isTrue: true, whenTrue: SECRET, whenFalse: SECRET } },
    { shortText: { patterns: [{ pattern: `${SECRET} *`, feedback: SECRET }] } },
    { number: { number: NUMBER, feedback: SECRET, units: [{ unit: 'kg', factor: '1' }, { unit: 'g', factor: NUMBER }] } },
    {
      calculated: {
        formulas: [{ formula: `{a} * 0 + ${NUMBER}`, feedback: SECRET }],
        values: { sets: [{ values: [{ name: 'a', value: '1' }] }] },
      },
    },
    { matching: { pairs: [{ prompt: 'Hip', choice: 'Ball' }, { prompt: 'Elbow', choice: 'Hinge' }, { choice: 'Saddle' }] } },
    { ordering: { items: ['first', 'second', 'third', 'fourth'].map((text) => ({ text })), scoring: 'RELATIVE_NEXT' } },
    {
      cloze: {
        blanks: [
          { id: '1', kind: 'TEXT', accepted: [{ pattern: SECRET, feedback: SECRET }] },
          { id: '2', kind: 'NUMBER', numbers },
          { id: '3', kind: 'CHOICE', choices: choices.slice(0, 2) },
        ],
      },
    },
    {
      hotspot: {
        picture: { fileId, alternativeText: 'A long scale' },
        regions: [{ circle: { x: FAR, y: 10, radius: 5 } }, { polygon: { points: [{ x: 1, y: 1 }, { x: FAR, y: 2 }, { x: 9, y: 9 }] } }],
      },
    },
    {
      essay: {
        gradingNotes: SECRET,
        rubric: [{ title: 'Safety', levels: [{ title: 'none', points: '0' }, { title: 'all', points: '1' }] }],
      },
    },
  ]; // prettier-ignore
};

/** A stem that is found in whatever shows it. */
const stemOf = (id: string): string => `STEM-${id}`;

async function publishedQuestion(author: Member, content: object, more: object = {}) {
  const code = `S-${newId().slice(-10)}`;
  const stem = 'cloze' in content ? `${stemOf(code)} [[1]] [[2]] [[3]]` : `${stemOf(code)} {a}`;
  const said = { whenCorrect: SECRET, whenPartlyCorrect: SECRET, whenIncorrect: SECRET, explanation: SECRET };
  const { id } = await author.do<{ id: string }>(
    'createQuestion',
    { code, stem: 'calculated' in content || 'cloze' in content ? stem : stemOf(code), content, ...said, ...more },
    '... on Question { id }',
  ); // prettier-ignore
  const published = await author.do(
    'publishQuestion',
    { questionId: id },
    '... on QuestionNotReady { problems { field message } }',
  );
  if (published['__typename'] !== 'Question') throw new Error(JSON.stringify(published));
  return { id, stem: stemOf(code) };
}

export interface AskedForm extends Form {
  questionVersionId: string;
  place: number;
}

/** A trainee in mid-attempt, and everything that must not reach them. */
export interface MidAttempt {
  author: Member;
  trainee: Member;
  orgId: string;
  program: SampleProgram;
  quizId: string;
  requirementId: string;
  enrollmentId: string;
  cohortId: string;
  fileId: string;
  attemptId: string;
  /** What the trainee has before them. */
  questions: AskedForm[];
  questionIds: string[];
  /** Names what of a text gives something away; nothing when it is clean. */
  givenAway: (text: string) => string[];
}

const ATTEMPT = `... on QuizAttempt { id questions { questionVersionId place ${FORM} } }`;

/** In a quiz of every type that shows all its questions; the trainee has submitted an attempt at it before. */
export async function midAttemptInAll(app: TestApp, world: World): Promise<MidAttempt> {
  const made = await quizOfSecrets(app, world, {});
  const begin = () => made.trainee.do<Begun>('startQuizAttempt', { requirementId: made.requirementId }, ATTEMPT);
  const before = await begin();
  await answerWrongly(made.trainee, before);
  await submit(made.trainee, before.id, 'id');
  const attempt = await begin();
  await answerWrongly(made.trainee, attempt);
  return { ...made, attemptId: attempt.id, questions: attempt.questions, givenAway: await lookingFor(app, world.orgId, []) };
} // prettier-ignore

/** One question after the other, the first drawn from three: five are finished, and the sixth stands open. */
export async function midAttemptInSequence(app: TestApp, world: World): Promise<MidAttempt> {
  const made = await quizOfSecrets(app, world, { navigation: 'SEQUENTIAL', shownDuring: [] });
  let attempt = await made.trainee.do<Begun>(
    'startQuizAttempt',
    { requirementId: made.requirementId },
    ATTEMPT,
  );
  for (let place = 1; place <= 5; place++) {
    const { questionVersionId } = attempt.questions.at(-1)!;
    attempt = await made.trainee.do<Begun>(
      'finishQuestion',
      { attemptId: attempt.id, questionVersionId },
      ATTEMPT,
    );
  }
  const seen = attempt.questions.map(({ stem }) => stem.markdown);
  const hidden = made.stems.filter((stem) => !seen.some((text) => text.startsWith(stem)));
  if (attempt.questions.length !== 6 || hidden.length !== made.stems.length - 6)
    throw new Error('not the sixth');
  return {
    ...made,
    attemptId: attempt.id,
    questions: attempt.questions,
    givenAway: await lookingFor(app, world.orgId, hidden),
  };
}

/**
 * An author who is enrolled, too: beside them the whole quiz as an author has it, with another trainee's attempt that waits
 * for a grader and a decision about one of its questions.
 */
export async function midAttemptOfAuthor(app: TestApp, world: World): Promise<MidAttempt> {
  const made = await quizOfSecrets(app, world, {});
  const { author, trainee, requirementId, quizId, enrollmentId, program, cohortId } = made;
  const begin = (member: Member) => member.do<Begun>('startQuizAttempt', { requirementId }, ATTEMPT);
  const others = await begin(trainee);
  await answerWrongly(trainee, others);
  await submit(trainee, others.id, 'id');
  const text = others.questions.find(({ type }) => type === 'SHORT_TEXT')!;
  const decision = { quizId, questionVersionId: text.questionVersionId, action: 'ACCEPT', accepted: { text: SECRET } };
  const { regradePreview } = await author.ask<{ regradePreview: { fingerprint: string } }>(
    'query ($decision: RegradeDecisionInput!) { regradePreview(decision: $decision) { ... on RegradePreview { fingerprint } } }',
    { decision },
  );
  await author.do('regradeQuestion', { decision, reason: 'Also right', ...regradePreview }, '');
  const own = await world.enrolled(program, { cohortId });
  await app.owner.query('UPDATE enrollment SET person_id = $2 WHERE id = $1', [own.enrollmentId, author.personId]);
  const attempt = await begin(author);
  if (own.enrollmentId === enrollmentId || !attempt.questions.length) throw new Error('not an attempt of their own');
  return { ...made, trainee: author, attemptId: attempt.id, questions: attempt.questions, givenAway: await lookingFor(app, world.orgId, []) };
} // prettier-ignore

interface Begun {
  id: string;
  questions: AskedForm[];
}

/** In sequence the quiz begins with a draw from a pool of three. */
async function quizOfSecrets(app: TestApp, world: World, settings: object) {
  const author = await world.member('INSTRUCTOR');
  const fileId = await upload(app, author, png(4500, 40));
  const asked = [];
  for (const content of questionsWithSecrets(fileId)) asked.push(await publishedQuestion(author, content));
  const pool = [];
  const tags = [newId()];
  if ('navigation' in settings)
    for (let i = 0; i < 3; i++)
      pool.push(await publishedQuestion(author, { trueFalse: { isTrue: true } }, { tags }));
  const drawn = pool.length ? [{ title: 'Drawn', items: [{ draw: { count: 1, tags } }] }] : [];
  const all = { title: 'All', items: itemsOf(asked.map(({ id }) => id)) };
  const { quizId } = await quizOf(author, [], { maxAttempts: 5, sections: [...drawn, all], ...settings });
  const program = await world.program();
  const requirementId = program.courses[0]!.quizRequirementId;
  await author.do('attachQuiz', { requirementId, quizId }, '');
  const both = [...asked, ...pool];
  const stems = both.map(({ stem }) => stem);
  const questionIds = both.map(({ id }) => id);
  const { orgId } = world;
  return { author, orgId, program, quizId, requirementId, fileId, stems, questionIds, ...(await world.enrolled(program)) }; // prettier-ignore
}

async function answerWrongly(trainee: Member, { id: attemptId, questions }: Begun): Promise<void> {
  for (const question of questions) {
    const { questionVersionId } = question;
    const response = wrongAnswer(question);
    await trainee.do('saveAnswer', { attemptId, questionVersionId, response }, '');
  }
}

/** What a trainee could answer who knows nothing; of all that is in it nothing stands in a key. */
export function wrongAnswer({ type, choices, prompts }: Form): object {
  const idOf = (text: string) => choices.find((choice) => choice.text.markdown === text)!.id;
  const answers: Record<QuestionType, () => object> = {
    SINGLE_CHOICE: () => ({ choiceIds: [idOf('two')] }),
    MULTIPLE_CHOICE: () => ({ choiceIds: [idOf('two')] }),
    TRUE_FALSE: () => ({ isTrue: false }),
    SHORT_TEXT: () => ({ text: 'nothing' }),
    NUMBER: () => ({ number: '1', unit: 'kg' }),
    CALCULATED: () => ({ number: '1' }),
    MATCHING: () => ({ matches: prompts.map(({ id }) => ({ promptId: id, choiceId: idOf('Saddle') })) }),
    ORDERING: () => ({ order: ['fourth', 'third', 'second', 'first'].map(idOf) }),
    CLOZE: () => ({ blanks: [{ blankId: '1', answer: 'nothing' }] }),
    HOTSPOT: () => ({ places: [{ x: 3, y: 30 }] }),
    ESSAY: () => ({ text: 'I do not know.' }),
  };
  return answers[type as QuestionType]();
}

/** Beside texts, numbers and places: the right order and the right matches as the API would write them, and hidden stems. */
async function lookingFor(
  app: TestApp,
  orgId: string,
  hidden: readonly string[],
): Promise<(text: string) => string[]> {
  const { rows } = await app.owner.query<{ key: AnswerKey }>(
    'SELECT answer_key AS key FROM question_version WHERE org_id = $1',
    [orgId],
  );
  const orders = rows.flatMap(({ key }) => (key.order ? [JSON.stringify(key.order)] : []));
  const matches = rows
    .flatMap(({ key }) => Object.entries(key.matches ?? {}))
    .map(([promptId, choiceId]) => `"promptId":"${promptId}","choiceId":"${choiceId}"`);
  const texts = [...orders, ...matches, ...hidden];
  return (text) => [...(KEY.exec(text) ?? []).slice(0, 1), ...texts.filter((each) => text.includes(each))];
}
