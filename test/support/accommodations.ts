import type { Member } from './world.js';

/** What only those who may read health records may see: tests look for it. */
export const HEALTH_REASON = 'SECRET-diagnosis';

export interface Granted {
  __typename: string;
  id: string;
  timeMultiplier: string;
  breakMinutes: number;
  closingExtensionMinutes: number;
  extraAttempts: number;
  validFrom: string;
  validUntil: string | null;
  withdrawn: boolean;
  supersedesId: string | null;
  supersededById: string | null;
  reason: string | null;
  person: { id: string } | null;
  recordedBy: { id: string } | null;
}

export const ACCOMMODATION = `id timeMultiplier breakMinutes closingExtensionMinutes extraAttempts validFrom validUntil
  withdrawn supersedesId supersededById reason person { id } recordedBy { id }`;

const NOT_STANDING = '... on AccommodationNotStanding { supersededById }';

const term = { validFrom: '2020-01-01', reason: HEALTH_REASON };

export const grant = (by: Member, personId: string, terms: object): Promise<Granted> =>
  by.do<Granted>(
    'grantAccommodation',
    { personId, ...term, ...terms },
    `... on Accommodation { ${ACCOMMODATION} }`,
  );

export const amend = (by: Member, accommodationId: string, terms: object): Promise<Granted> =>
  by.do<Granted>(
    'amendAccommodation',
    { accommodationId, ...term, ...terms },
    `... on Accommodation { ${ACCOMMODATION} } ${NOT_STANDING}`,
  );

export const withdraw = (by: Member, accommodationId: string): Promise<Granted> =>
  by.do<Granted>(
    'withdrawAccommodation',
    { accommodationId, reason: HEALTH_REASON },
    `... on Accommodation { ${ACCOMMODATION} } ${NOT_STANDING}`,
  );

export const accommodationsOf = async (
  asker: Member,
  personId: string,
  withFormer = false,
): Promise<Granted[]> =>
  (
    await asker.ask<{ accommodations: Granted[] }>(
      `query ($personId: ID!, $withFormer: Boolean!) { accommodations(personId: $personId, withFormer: $withFormer) { ${ACCOMMODATION} } }`,
      { personId, withFormer },
    )
  ).accommodations;

export const myAccommodations = async (asker: Member): Promise<Granted[]> =>
  (await asker.ask<{ myAccommodations: Granted[] }>(`{ myAccommodations { ${ACCOMMODATION} } }`))
    .myAccommodations;

export interface Overridden {
  __typename: string;
  id: string;
  quizId: string;
  timeLimitMinutes: number | null;
  maxAttempts: number | null;
  opensAt: string | null;
  closesAt: string | null;
  supersedesId: string | null;
  person: { id: string } | null;
  cohort: { id: string } | null;
}

export const OVERRIDE = `id quizId timeLimitMinutes maxAttempts opensAt closesAt supersedesId withdrawn person { id } cohort { id }`;

export const override = (
  by: Member,
  quizId: string,
  whose: { personId?: string; cohortId?: string },
  rules: object,
): Promise<Overridden> =>
  by.do<Overridden>(
    'setQuizOverride',
    { quizId, ...whose, ...rules, reason: 'Agreed with the instructor' },
    `... on QuizOverride { ${OVERRIDE} } ... on QuizNeverOpen { wouldOpenAt wouldCloseAt }`,
  );

export const withdrawOverride = (by: Member, overrideId: string): Promise<Overridden> =>
  by.do<Overridden>(
    'withdrawQuizOverride',
    { overrideId, reason: 'No longer needed' },
    `... on QuizOverride { ${OVERRIDE} } ... on QuizOverrideNotStanding { supersededById }`,
  );

export const overridesOf = async (asker: Member, quizId: string): Promise<Overridden[]> =>
  (
    await asker.ask<{ quizOverrides: { totalCount: number; edges: { node: Overridden }[] } }>(
      `query ($quizId: ID!) { quizOverrides(quizId: $quizId) { totalCount edges { node { ${OVERRIDE} } } } }`,
      { quizId },
    )
  ).quizOverrides.edges.map(({ node }) => node);

export interface Pausing {
  __typename: string;
  id: string;
  status: string;
  startedAt: string;
  deadline: string | null;
  pausedUntil: string | null;
  breakSecondsLeft: number;
  grantedMinutes?: number;
}

const PAUSING = `... on QuizAttempt { id status startedAt deadline pausedUntil breakSecondsLeft }`;

export const pause = (trainee: Member, attemptId: string, minutes?: number): Promise<Pausing> =>
  trainee.do<Pausing>(
    'pauseQuizAttempt',
    { attemptId, minutes },
    `${PAUSING} ... on NoBreakLeft { grantedMinutes }`,
  );

export const resume = (trainee: Member, attemptId: string): Promise<Pausing> =>
  trainee.do<Pausing>('resumeQuizAttempt', { attemptId }, PAUSING);

export const allowancesAt = async (
  trainee: Member,
  requirementId: string,
): Promise<{ kind: string; text: string }[]> =>
  (
    await trainee.ask<{ myQuiz: { allowances: { kind: string; text: string }[] } }>(
      'query ($id: ID!) { myQuiz(requirementId: $id) { allowances { kind text } } }',
      { id: requirementId },
    )
  ).myQuiz.allowances;
