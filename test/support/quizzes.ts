import type { Enrolled, Member, World } from './world.js';
import type { SampleProgram } from './sample-program.js';
import { newId } from '../../src/platform/ids/ids.js';

/** Says nothing a trainee may know before the end: tests look for it. */
export const SECRET = 'SECRET-feedback';

/** One question of each type, worth 1, 2, 1.5, 1 and 2.5 points. The right choices are those marked. */
export const EVERY_TYPE = [
  {
    points: '1',
    stem: 'Which plane divides left from right?',
    content: {
      singleChoice: {
        choices: [
          { text: 'Frontal', feedback: SECRET },
          { text: 'Sagittal', correct: true, feedback: SECRET },
          { text: 'Transverse', feedback: SECRET },
        ],
      },
    },
  },
  {
    points: '2',
    stem: 'Which are basic tissues?',
    content: {
      multipleChoice: {
        choices: [
          { text: 'Epithelial', correct: true, feedback: SECRET },
          { text: 'Vascular', feedback: SECRET },
          { text: 'Nervous', correct: true, feedback: SECRET },
        ],
      },
    },
  },
  {
    points: '1.5',
    stem: 'Report redness that stays.',
    content: { trueFalse: { isTrue: true, whenTrue: SECRET, whenFalse: SECRET } },
  },
  {
    points: '1',
    stem: 'The word for "closer to the midline"?',
    content: { shortText: { accepted: ['medial', `${SECRET} *`] } },
  },
  {
    points: '2.5',
    stem: 'Normal body temperature?',
    content: { number: { number: '424242.5', tolerance: '0.5', unit: '°C' } },
  },
] as const;

export interface MadeQuiz {
  quizId: string;
  quizCode: string;
  questionIds: string[];
}

/** Writes and publishes questions of every type and a quiz of them, through the API. */
export async function publishedQuiz(
  author: Member,
  settings: object = {},
  questions: readonly { points: string; stem: string; content: object }[] = EVERY_TYPE,
): Promise<MadeQuiz> {
  const questionIds: string[] = [];
  for (const { stem, content } of questions) {
    const { id } = await author.do<{ id: string }>(
      'createQuestion',
      {
        code: `Q-${newId().slice(-10)}`,
        stem,
        content,
        whenCorrect: SECRET,
        whenIncorrect: SECRET,
        explanation: SECRET,
      },
      '... on Question { id }',
    );
    await author.do('publishQuestion', { questionId: id }, '');
    questionIds.push(id);
  }
  return {
    questionIds,
    ...(await quizOf(
      author,
      questionIds,
      settings,
      questions.map(({ points }) => points),
    )),
  };
}

/** Fixed questions of a quiz, as inputs want them. */
export const itemsOf = (questionIds: readonly string[], points: readonly string[] = []): object[] =>
  questionIds.map((questionId, i) => ({ question: { questionId, points: points[i] ?? '1' } }));

/** Publishes a quiz of questions that are published already. */
export async function quizOf(
  author: Member,
  questionIds: readonly string[],
  settings: object = {},
  points: readonly string[] = [],
): Promise<{ quizId: string; quizCode: string }> {
  const quizCode = `QUIZ-${newId().slice(-10)}`;
  const { id: quizId } = await author.do<{ id: string }>(
    'createQuiz',
    {
      code: quizCode,
      title: `Quiz ${quizCode}`,
      passMarkPercent: '75',
      ...('sections' in settings ? {} : { items: itemsOf(questionIds, points) }),
      ...settings,
    },
    '... on Quiz { id }',
  );
  const published = await author.do(
    'publishQuiz',
    { quizId },
    '... on QuizNotReady { problems { field message } }',
  );
  if (published['__typename'] !== 'Quiz') throw new Error(JSON.stringify(published));
  return { quizId, quizCode };
}

export interface QuizWorld extends MadeQuiz, Enrolled {
  author: Member;
  program: SampleProgram;
  requirementId: string;
}

/** A trainee whose course asks for the quiz. */
export async function traineeWithQuiz(world: World, settings: object = {}): Promise<QuizWorld> {
  const author = await world.member('INSTRUCTOR');
  const made = await publishedQuiz(author, settings);
  const program = await world.program();
  const requirementId = program.courses[0]!.quizRequirementId;
  await author.do('attachQuiz', { requirementId, quizId: made.quizId }, '');
  return { author, program, requirementId, ...made, ...(await world.enrolled(program)) };
}

export interface AttemptQuestion {
  questionVersionId: string;
  place: number;
  points: string;
  type: string;
  stem: { markdown: string };
  choices: { id: string; text: { markdown: string } }[];
  unit: string | null;
  answer: { response: object | null; revision: number } | null;
  lateAnswer: { response: object | null } | null;
  mark: { earned: string; possible: string } | null;
  key: {
    choices: { choiceId: string; correct: boolean; feedback: { markdown: string } | null }[];
    isTrue: boolean | null;
    accepted: string[];
    number: string | null;
    explanation: { markdown: string } | null;
  } | null;
}

export interface Attempt {
  __typename: string;
  id: string;
  number: number;
  status: string;
  startedAt: string;
  deadline: string | null;
  submittedAt: string | null;
  timedOut: boolean;
  earned: string | null;
  possible: string;
  percent: string | null;
  passed: boolean | null;
  serverNow: string;
  questions: AttemptQuestion[];
}

export const ATTEMPT = `id number status startedAt deadline submittedAt timedOut earned possible percent passed serverNow
  questions { questionVersionId place points type stem { markdown } choices { id text { markdown } } unit
    answer { response { choiceIds isTrue text number } revision } lateAnswer { response { choiceIds isTrue text number } }
    mark { earned possible }
    key { choices { choiceId correct feedback { markdown } } isTrue accepted number explanation { markdown } } }`;

export const start = (trainee: Member, requirementId: string, more: object = {}): Promise<Attempt> =>
  trainee.do<Attempt>('startQuizAttempt', { requirementId, ...more }, `... on QuizAttempt { ${ATTEMPT} }`);

export const submit = async (trainee: Member, attemptId: string, selection = ATTEMPT): Promise<Attempt> =>
  (
    await trainee.ask<{ submitQuizAttempt: Attempt }>(
      `mutation ($input: SubmitQuizAttemptInput!) { submitQuizAttempt(input: $input) { ... on QuizAttempt { ${selection} } } }`,
      { input: { operationId: newId(), attemptId } },
    )
  ).submitQuizAttempt;

export interface Saved {
  __typename: string;
  code?: string;
  revision: number;
  overtook: boolean;
  savedAt: string;
  kept?: boolean;
}

export const save = (
  trainee: Member,
  attemptId: string,
  questionVersionId: string,
  response: object | null,
  more: object = {},
): Promise<Saved> =>
  trainee.do<Saved>(
    'saveAnswer',
    { attemptId, questionVersionId, response, ...more },
    '... on SavedAnswer { revision overtook savedAt } ... on AttemptOver { kept }',
  );

export const read = async (member: Member, id: string): Promise<Attempt> =>
  (
    await member.ask<{ quizAttempt: Attempt }>(`query ($id: ID!) { quizAttempt(id: $id) { ${ATTEMPT} } }`, {
      id,
    })
  ).quizAttempt;

/** The right answer to a question of {@link EVERY_TYPE}, or a wrong one. */
export function answerTo({ type, choices }: AttemptQuestion, right = true): object {
  const choose = (...texts: string[]): object => ({
    choiceIds: choices.filter(({ text }) => texts.includes(text.markdown)).map(({ id }) => id),
  });
  switch (type) {
    case 'SINGLE_CHOICE':
      return choose(right ? 'Sagittal' : 'Frontal');
    case 'MULTIPLE_CHOICE':
      return right ? choose('Epithelial', 'Nervous') : choose('Epithelial', 'Nervous', 'Vascular');
    case 'TRUE_FALSE':
      return { isTrue: right };
    case 'SHORT_TEXT':
      return { text: right ? ' Medíal ' : 'lateral' };
    default:
      return { number: right ? '424242' : '1' };
  }
}

/** Saves answers to all questions: right ones, but for the types named. */
export async function answerAll(
  trainee: Member,
  attempt: Attempt,
  wrong: readonly string[] = [],
): Promise<void> {
  for (const question of attempt.questions)
    await save(
      trainee,
      attempt.id,
      question.questionVersionId,
      answerTo(question, !wrong.includes(question.type)),
    );
}
