/** How somebody stands under a policy on a day. */
export const CE_STANDINGS = [
  'MET',
  'ON_THE_WAY',
  'LAPSED',
  'CLOSED',
  'NOT_JUDGED',
  'NOT_UNDER_POLICY',
] as const;
export type CeStanding = (typeof CE_STANDINGS)[number];
