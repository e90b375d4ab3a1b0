/** What something may have to be current for. */
export const REQUIRED_FOR = ['ASSIGNMENT_START', 'SIGN_OFF', 'HOURS'] as const;
export type RequiredFor = (typeof REQUIRED_FOR)[number];
