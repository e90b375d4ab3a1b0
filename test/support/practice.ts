import { newId } from '../../src/platform/ids/ids.js';
import type { AttemptQuestion } from './quizzes.js';
import { AccessTokens } from '../../src/platform/access/access-tokens.js';
import type { TestApp } from './test-app.js';
import { Member } from './world.js';

/** The same person with a new access token: for tests in which days go by. */
export async function signedInAnew(app: TestApp, { viewer, email }: Member): Promise<Member> {
  const { token } = await app.app.get(AccessTokens).sign(viewer);
  return new Member(app, viewer, email, token);
}

export interface Schedule {
  questionId: string;
  round: number;
  state: string;
  due: string | null;
  reviews: number;
  lapses: number;
  suspended: boolean;
}

export interface Card extends Pick<AttemptQuestion, 'questionVersionId' | 'type' | 'stem' | 'choices'> {
  schedule: Schedule;
}

export const SCHEDULE = 'questionId round state due reviews lapses suspended';
export const CARD = `questionVersionId type stem { markdown } choices { id text { markdown } } unit schedule { ${SCHEDULE} }`;

export interface Overview {
  dueCards: number;
  newCards: number;
  dueTomorrow: number;
  suspendedCards: number;
  nextDueAt: string | null;
  nothingToDo: string | null;
  quizzes: {
    quizId: string;
    quizTitle: string;
    courseId: string;
    courseTitle: string;
    dueCards: number;
    newCards: number;
  }[];
}

export const overview = async (trainee: Member): Promise<Overview> =>
  (
    await trainee.ask<{ myPractice: Overview }>(
      `{ myPractice { dueCards newCards dueTomorrow suspendedCards nextDueAt nothingToDo
         quizzes { quizId quizTitle courseId courseTitle dueCards newCards dueTomorrow suspendedCards } } }`,
    )
  ).myPractice;

export interface Cards {
  edges: { node: Card }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  totalCount?: number;
}

export const cardsPage = async (trainee: Member, args = '', more = ''): Promise<Cards> =>
  (
    await trainee.ask<{ practiceCards: Cards }>(
      `{ practiceCards${args && `(${args})`} { edges { node { ${CARD} } } pageInfo { hasNextPage endCursor } ${more} } }`,
    )
  ).practiceCards;

export const cards = async (trainee: Member, args?: string): Promise<Card[]> =>
  (await cardsPage(trainee, args)).edges.map(({ node }) => node);

export interface Review {
  __typename: string;
  code?: string;
  correct: boolean;
  percent: string;
  rating: string;
  key: { explanation: { markdown: string } | null };
  schedule: Schedule;
}

export const REVIEW = `... on PracticeReview { correct percent rating key { explanation { markdown } accepted } schedule { ${SCHEDULE} } }`;

export const review = (
  trainee: Member,
  card: Pick<Card, 'questionVersionId'> & { schedule: { round: number } },
  response: object | null,
  more: object = {},
): Promise<Review> =>
  trainee.do<Review>(
    'reviewPracticeCard',
    {
      operationId: newId(),
      questionVersionId: card.questionVersionId,
      round: card.schedule.round,
      response,
      ...more,
    },
    REVIEW,
  );
