/** What is wrong with a badge that somebody presents. */
export const BADGE_PROBLEMS = [
  'NOT_A_BADGE',
  'CONTEXT_UNKNOWN',
  'NOT_YET_VALID',
  'EXPIRED',
  'ISSUER_UNKNOWN',
  'PROOF_MISSING',
  'PROOF_UNSUPPORTED',
  'PROOF_INVALID',
  'STATUS_UNRESOLVABLE',
  'SUSPENDED',
  'REVOKED',
] as const;
export type BadgeProblemCode = (typeof BADGE_PROBLEMS)[number];

/** One reason to reject a badge, in a sentence. */
export interface BadgeProblem {
  readonly code: BadgeProblemCode;
  readonly message: string;
}

export const problem = (code: BadgeProblemCode, message: string): BadgeProblem => ({ code, message });

type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One or many, as JSON-LD writes them. */
export const listOf = (value: unknown): unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];

const BADGE_TYPES = ['OpenBadgeCredential', 'AchievementCredential'];
/** The suite that Open Badges 3.0 asks for, also under the name it had before it was a recommendation. */
const SUITES = ['eddsa-rdfc-2022', 'eddsa-2022'];

/**
 * What can be seen to be wrong without asking anybody: form, words that are not known, and days. Dates are those of the
 * Verifiable Credentials data model 2.0, and of 1.1 under their names there.
 */
export function formProblems(badge: Json, knownContexts: ReadonlySet<string>, now: Date): BadgeProblem[] {
  return [
    ...typeProblems(badge),
    ...contextProblems(badge, knownContexts),
    ...dayProblems(badge, now),
    ...proofProblems(badge),
  ];
}

function typeProblems(badge: Json): BadgeProblem[] {
  const types = listOf(badge['type']);
  const isBadge = types.includes('VerifiableCredential') && BADGE_TYPES.some((type) => types.includes(type));
  const subjects = listOf(badge['credentialSubject']);
  const isAchievement = subjects.length > 0 && subjects.every(hasAchievement);
  return [
    ...(isBadge
      ? []
      : [problem('NOT_A_BADGE', `Its type is not that of a badge: ${BADGE_TYPES.join(' or ')}.`)]),
    ...(isAchievement ? [] : [problem('NOT_A_BADGE', 'It names no achievement of anybody.')]),
    ...(issuerOf(badge) ? [] : [problem('NOT_A_BADGE', 'It names no issuer.')]),
  ];
}

const hasAchievement = (subject: unknown): boolean =>
  isObject(subject) &&
  listOf(subject['type']).includes('AchievementSubject') &&
  isObject(subject['achievement']);

/** The id of the issuer, or null. */
export function issuerOf(badge: Json): string | null {
  const { issuer } = badge;
  const id = isObject(issuer) ? issuer['id'] : issuer;
  return typeof id === 'string' ? id : null;
}

/**
 * With contexts of one's own, words could be made to mean anything, and what is read would not be what was signed. The same
 * by writing a word another way that means the same to the signature (its address, `@nest`): a status so written is not read.
 */
function contextProblems(badge: Json, known: ReadonlySet<string>): BadgeProblem[] {
  const isKnown = ([name, part]: Member): boolean =>
    name === '@context'
      ? listOf(part).every((context) => typeof context === 'string' && known.has(context))
      : PLAIN_NAMES.has(name) || !/[@:]/.test(name);
  return membersIn(badge).every(isKnown)
    ? []
    : [
        problem(
          'CONTEXT_UNKNOWN',
          'It uses words of a context that is not known here, or not by their names.',
        ),
      ];
}

/** Of JSON-LD's own words those that only say what a text is. */
const PLAIN_NAMES: ReadonlySet<string> = new Set(['@value', '@language', '@direction']);

/** Far deeper than any badge; deeper ones are made to exhaust whoever reads them. */
const MAX_DEPTH = 40;

type Member = readonly [name: string, part: unknown];

function membersIn(value: unknown, depth = 0): Member[] {
  if (depth > MAX_DEPTH) return [['@', value]];
  if (Array.isArray(value)) return value.flatMap((part) => membersIn(part, depth + 1));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, part]): Member[] => [
    [name, part],
    ...(name === '@context' ? [] : membersIn(part, depth + 1)),
  ]);
}

/** Milliseconds that the clocks of two machines may be apart. */
const SKEW = 300_000;

function dayProblems(badge: Json, now: Date): BadgeProblem[] {
  const from = momentOf(badge['validFrom'] ?? badge['issuanceDate']);
  const until = momentOf(badge['validUntil'] ?? badge['expirationDate']);
  return [
    ...(from !== null && from > now.getTime() + SKEW
      ? [problem('NOT_YET_VALID', 'It is not valid before a day that is still to come.')]
      : []),
    ...(until !== null && until < now.getTime()
      ? [problem('EXPIRED', 'It was valid until a day that has passed.')]
      : []),
  ];
}

/** Milliseconds; what is no moment is refused by the proof's own check. */
function momentOf(value: unknown): number | null {
  const milliseconds = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(milliseconds) ? null : milliseconds;
}

function proofProblems(badge: Json): BadgeProblem[] {
  const proofs = listOf(badge['proof']);
  if (!proofs.length) return [problem('PROOF_MISSING', 'It is not signed.')];
  return proofs.some(isSupported)
    ? []
    : [problem('PROOF_UNSUPPORTED', `It is not signed with ${SUITES[0]} for the purpose assertionMethod.`)];
}

export const isSupported = (proof: unknown): proof is Json =>
  isObject(proof) &&
  proof['type'] === 'DataIntegrityProof' &&
  typeof proof['cryptosuite'] === 'string' &&
  SUITES.includes(proof['cryptosuite']) &&
  proof['proofPurpose'] === 'assertionMethod' &&
  typeof proof['verificationMethod'] === 'string';
