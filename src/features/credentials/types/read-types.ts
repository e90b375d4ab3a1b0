import {
  code,
  flag,
  integer,
  listOf,
  oneOf,
  text,
  type Members,
  type Place,
  type Read,
} from '../../programs/document/place.js';
import { LATER_SECTIONS } from '../../programs/document/read-program.js';
import {
  DocumentSource,
  MAX_PROBLEMS,
  type DocumentFormat,
  type DocumentProblem,
} from '../../programs/document/source.js';
import type { VerificationMethod } from '../held.js';
import { BOUNDS } from './held-type.input.js';
import type { ClearanceTerms, CredentialTerms, DefinedType } from './type-terms.rules.js';
import { DEFAULT_WARN_DAYS, type ExpiryRule } from './validity.js';
import { isDay } from './validity.rules.js';

/** One type of a document, with what is wrong with it. */
export interface ReadType<Terms> {
  readonly line: number;
  readonly path: string;
  readonly section: Section;
  readonly type: DefinedType<Terms>;
  readonly problems: readonly DocumentProblem[];
}

export interface ReadTypes {
  readonly credentials: readonly ReadType<CredentialTerms>[];
  readonly clearances: readonly ReadType<ClearanceTerms>[];
  /** What is wrong outside of the types. */
  readonly problems: readonly DocumentProblem[];
}

const SECTIONS = ['external_credentials', 'clearances'] as const;
type Section = (typeof SECTIONS)[number];

/** Sections of a whole curriculum that belong to others. */
const OTHERS = ['program', 'courses', 'final_award', ...LATER_SECTIONS];

/**
 * Types out of a document, each with its line and its problems: a wrong one spoils no other. A text where nothing can be
 * read answers the problems alone.
 */
export function readTypes(document: string, format: DocumentFormat): ReadTypes | DocumentProblem[] {
  const source = new DocumentSource(document, format);
  if (source.problems.length) return source.problems;
  const read = source.root.object((members) => {
    members.skip(OTHERS);
    return {
      credentials: members.optional(
        SECTIONS[0],
        listOf(typeOf(source, SECTIONS[0], credentialTerms), MOST),
        [],
      ),
      clearances: members.optional(
        SECTIONS[1],
        listOf(typeOf(source, SECTIONS[1], clearanceTerms), MOST),
        [],
      ),
    };
  });
  const own = new Set([...read.credentials, ...read.clearances].flatMap(({ problems }) => problems));
  return { ...read, problems: source.problems.filter((problem) => !own.has(problem)) };
}

const MOST = 200;

/** Reads a type with what is wrong with it. Once more is wrong than anybody is told, nothing more is taken for right. */
function typeOf<Terms>(
  source: DocumentSource,
  section: Section,
  terms: (members: Members, named: string) => Terms,
): Read<ReadType<Terms>> {
  const seen = new Set<string>();
  return (place) => {
    const before = source.problems.length;
    const type = place.object((members) => {
      const named = members.required('code', code);
      if (named && seen.has(named)) place.problem(`there is another ${named} before`);
      seen.add(named);
      const effectiveFrom = members.optional('effective_from', day, null);
      return { code: named, effectiveFrom, terms: terms(members, named) };
    });
    const { line, path } = source.positionOf(place.path);
    const told = source.problems.slice(before);
    const tooMany = source.problems.length >= MAX_PROBLEMS && !told.length;
    const problems = tooMany
      ? [
          {
            ...source.positionOf(place.path),
            message: 'was not looked at: more is wrong before it than is told',
          },
        ]
      : told;
    return { line, path, section, type, problems };
  };
}

const credentialTerms = (members: Members, named: string): CredentialTerms => ({
  ...commonTerms(members, named),
  handsOnRequired: members.optional('hands_on_required', flag, false),
  acceptedIssuers: members.optional('accepted_issuers', listOf(text(1, BOUNDS.issuer), BOUNDS.issuers), []),
  verificationMethod: members.optional('verify', method, null),
  renewalCePolicy: members.optional('renewal_ce_policy', code, null),
});

/** A code that names a declination takes one, unless the document says otherwise. */
const clearanceTerms = (members: Members, named: string): ClearanceTerms => ({
  ...commonTerms(members, named),
  healthData: members.required('health_data', flag),
  acceptsDeclination: members.optional('accepts_declination', flag, /_OR_DECLINATION$/i.test(named)),
});

const commonTerms = (members: Members, named: string) => ({
  title: members.optional('title', text(1, BOUNDS.title), named),
  validityMonths: members.required('validity', validity),
  expiryRule: members.optional('expiry_rule', expiryRule, 'SAME_DAY' as const),
  warnDays: members
    .optional('warn_days', listOf(integer(0, BOUNDS.warnDays), BOUNDS.warnings), [...DEFAULT_WARN_DAYS])
    .toSorted((a, b) => b - a),
  citation: members.optional('citation', text(1, BOUNDS.citation), null),
});

/** `24mo`, `2y`, or `none`. */
const validity: Read<number | null> = (place) => {
  const said = text(1, 10)(place);
  if (said === 'none') return null;
  const [, count, unit] = /^(\d{1,3})(mo|y)$/.exec(said) ?? [];
  const months = Number(count) * (unit === 'y' ? 12 : 1);
  if (said && !(months >= 1 && months <= BOUNDS.months))
    place.problem(`must be none, or like 24mo or 2y: at most ${BOUNDS.months} months`);
  return months;
};

const expiryRule: Read<ExpiryRule> = (place) =>
  oneOf('end_of_month', 'same_day')(place) === 'end_of_month' ? 'END_OF_MONTH' : 'SAME_DAY';

const METHODS = {
  copy_of_card: 'COPY_SEEN',
  original_seen: 'ORIGINAL_SEEN',
  issuer_contacted: 'ISSUER_CONTACTED',
  issuer_lookup_code: 'ISSUER_LOOKUP',
} as const satisfies Record<string, VerificationMethod>;

const method: Read<VerificationMethod> = (place) =>
  METHODS[oneOf('copy_of_card', 'original_seen', 'issuer_contacted', 'issuer_lookup_code')(place)];

const day: Read<string> = (place: Place) => {
  const said = text(10, 10)(place);
  if (said && !isDay(said)) place.problem('must be a date like "2027-01-31"');
  return said;
};
