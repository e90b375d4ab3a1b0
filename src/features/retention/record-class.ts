/** What records are, as far as it matters how long they are kept: each class has rules of its own. */
export const RECORD_CLASSES = {
  TRANSCRIPT: 'enrollments, courses and grades',
  EDUCATION_RECORD: 'attendance, lessons, holds and accommodations',
  QUIZ_ATTEMPT: 'answers to quizzes and their marks',
  COMPETENCY: 'placements, observations and sign-offs of skills',
  PLACEMENT_HOURS: 'hours on the job',
  MANDATORY_TRAINING: 'mandatory training',
  CE_EVIDENCE: 'continuing education',
  CREDENTIAL: 'cards and licenses',
  CLEARANCE: 'health clearances and background checks',
  AWARD: 'certificates',
  AUDIT: 'the ledger, disclosures and what was done in the name of a person',
  MEMBERSHIP: 'membership and contact',
} as const;

export type RecordClass = keyof typeof RECORD_CLASSES;

export const RECORD_CLASS_CODES = Object.keys(RECORD_CLASSES) as RecordClass[];

/** Classes that every organization has of everybody: with no others nothing was taught, trained or proven there. */
export const CLASSES_OF_EVERY_MEMBER: readonly RecordClass[] = ['AUDIT', 'MEMBERSHIP'];
