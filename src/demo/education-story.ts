import type { CeActivityFieldsInput } from '../features/continuing-education/activities/ce-activity.input.js';

/** What can be attended, by the name that the story calls it. All of it is invented. */
export const ACTIVITIES = {
  infection: activity('Infection control in the gym', 'IN_SERVICE', 180, { safety_infection: 180 }),
  privacy: activity('Privacy and ethics at the front desk', 'WEBINAR', 60, { ethics_privacy: 60 }),
  gait: { ...activity('Walking aids, a refresher', 'COURSE', 240), delivery: 'SELF_PACED' },
  conference: activity('Regional rehabilitation conference', 'CONFERENCE', 360),
  falls: activity('Balance and falls of older adults', 'WORKSHOP', 300),
  errors: activity('Preventing medical errors', 'COURSE', 100, { medical_errors: 100 }),
  orientation: { ...activity('Orientation of new colleagues', 'IN_SERVICE', 120), nature: 'ORIENTATION' },
} satisfies Record<string, CeActivityFieldsInput>;
export type ActivityName = keyof typeof ACTIVITIES;

function activity(
  title: string,
  kind: CeActivityFieldsInput['kind'],
  minutes: number,
  categories: Readonly<Record<string, number>> = {},
): CeActivityFieldsInput {
  return {
    ...{ title, kind, minutes, courseIdentity: title, nature: 'EDUCATION', delivery: 'LIVE' },
    provider: kind === 'IN_SERVICE' ? 'Lakeside Physical Therapy' : 'Rehabilitation Learning Network',
    categories: Object.entries(categories).map(([code, of]) => ({ code, minutes: of })),
    ...{ partialAllowed: false, properties: [], approvals: [] },
  };
}

/** Who attended what how many days ago, as the records office saw it; the oldest first. */
export const ATTENDED: readonly (readonly [ActivityName, number, readonly string[]])[] = [
  ['conference', 400, ['Ruben Castro', 'Edith Sommer']],
  ['infection', 395, ['Ruben Castro', 'Edith Sommer']],
  ['gait', 392, ['Ruben Castro', 'Edith Sommer']],
  ['privacy', 390, ['Edith Sommer']],
  ['conference', 300, ['Bianca Torres', 'Nadia Petrov']],
  ['errors', 250, ['Samuel Ito', 'Nadia Petrov']],
  ['orientation', 205, ['Omar Benali']],
  ['infection', 200, ['Bianca Torres']],
  ['privacy', 190, ['Bianca Torres', 'Nadia Petrov']],
  ['gait', 180, ['Bianca Torres', 'Nadia Petrov']],
  ['orientation', 148, ['Joy Adams']],
  ['infection', 120, ['Edith Sommer', 'Omar Benali', 'Joy Adams', 'Łukasz Nguyễn', 'Nadia Petrov']],
  ['privacy', 110, ['Edith Sommer']],
  ['conference', 100, ['Edith Sommer', 'Samuel Ito']],
  ['falls', 90, ['Nadia Petrov']],
  ['gait', 60, ['Edith Sommer', 'Omar Benali', 'Samuel Ito']],
  ['privacy', 20, ['Greta Olsen', 'Colin Marsh']],
  ['orientation', 10, ['Tariq Aziz']],
];

/** Cycles that were closed, in days ago. Of one a certificate turned up when it was over. */
export const CLOSED: readonly { readonly whose: string; readonly daysAgo: number }[] = [
  { whose: 'Edith Sommer', daysAgo: 150 },
  { whose: 'Ruben Castro', daysAgo: 80 },
  { whose: 'Bianca Torres', daysAgo: 12 },
];
export const LATE_CERTIFICATE = {
  whose: 'Ruben Castro',
  activity: 'privacy',
  attended: 95,
  recorded: 70,
  audited: 30,
  reason: 'A certificate from within the cycle was handed in late.',
} as const;

/** What somebody claimed themselves with a certificate: one refused, one waiting for review. */
export const CLAIMED = [
  { whose: 'Joy Adams', activity: 'privacy', attended: 16, claimed: 14, refused: 10 },
  { whose: 'Joy Adams', activity: 'falls', attended: 13, claimed: 12, refused: null },
] as const;
export const REFUSED_BECAUSE = 'The certificate names another person: send yours.';

export const POLICIES = {
  employed: 'CE-EMPLOYER-AIDE',
  certified: 'CE-TECH-NATIONAL',
  supervising: 'CE-PT-SUPERVISOR-EXAMPLE',
} as const;
