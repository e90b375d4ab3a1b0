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
} from '../../../programs/document/place.js';
import { LATER_SECTIONS } from '../../../programs/document/read-program.js';
import { DEFAULT_WARN_DAYS } from '../../types/validity.js';
import {
  CHANGE_CODE,
  TRAINING_EVIDENCE,
  type DefinedTraining,
  type TrainingEvidence,
  type TrainingTerms,
} from '../mandatory-training.js';
import { BOUNDS } from '../mandatory-training.input.js';

export interface ReadTraining {
  readonly training: DefinedTraining;
  /** What the document does not say, with what was taken for it. */
  readonly unsaid: readonly string[];
}

/** Sections of a whole curriculum that belong to others. */
const OTHER_SECTIONS = [
  'program',
  'courses',
  'final_award',
  ...LATER_SECTIONS.filter((name) => name !== 'trainings'),
];

export const readTrainings: Read<ReadTraining[]> = (root) =>
  root.object((members) => {
    members.skip(OTHER_SECTIONS);
    const read = members.required('trainings', listOf(placed, 100));
    const seen = new Set<string>();
    for (const { place, value } of read) {
      if (value.training.code && seen.has(value.training.code))
        place.problem(`there are two trainings ${value.training.code}`);
      seen.add(value.training.code);
    }
    return read.map(({ value }) => value);
  });

const placed: Read<{ place: Place; value: ReadTraining }> = (place) => ({ place, value: training(place) });

const training: Read<ReadTraining> = (place) =>
  place.object((members) => {
    const live = members.optional('live_questions', flag, null);
    const site = members.optional('site_specific', flag, null);
    const retain = members.optional('retain', retention, NOT_SAID);
    const read = {
      code: members.required('code', code),
      title: members.required('title', text(1, BOUNDS.title)),
      effectiveFrom: members.optional('effective_from', day, null),
      ...members.required('frequency', frequency),
      liveQuestions: live ?? false,
      siteSpecific: site ?? false,
      evidence: members.optional('evidence', listOf(evidence, TRAINING_EVIDENCE.length), []),
      warnDays: warnDays(members),
      ...retain,
      citation: members.optional('citation', text(1, BOUNDS.citation), null),
      verifiedOn: members.optional('verified_on', day, null),
    };
    return { training: read, unsaid: unsaid(read.code, live, site) };
  });

const unsaid = (named: string, live: boolean | null, site: boolean | null): string[] => [
  ...(live === null
    ? [`${named}: live_questions is not said, so time for questions to a person is not asked for`]
    : []),
  ...(site === null ? [`${named}: site_specific is not said, so no part about the site is asked for`] : []),
];

type Frequency = Pick<
  TrainingTerms,
  'dueAt' | 'withinDays' | 'alsoOn' | 'intervalMonths' | 'intervalDays' | 'intervalByPolicy'
>;

const frequency: Read<Frequency> = (place) =>
  place.object((members) => {
    const at = members.required('at', oneOf('initial_assignment', 'joining', 'hire'));
    const ruled = members.optional('then_every', interval, null);
    const most = members.optional('max_days', integer(1, BOUNDS.days), null);
    const own = members.optional('org_policy_every', interval, null);
    const given = [ruled, own].flatMap((each) => each ?? []);
    return {
      dueAt: DUE_AT[at],
      withinDays: members.optional('within_days', integer(0, BOUNDS.withinDays), 0),
      alsoOn: members.optional('also_on', oneOrMore, []),
      intervalMonths: shortest(given.map(({ months }) => months)),
      intervalDays: shortest([most, ...given.map(({ days }) => days)]),
      intervalByPolicy: own !== null && ruled === null && most === null,
    };
  });

const DUE_AT = { initial_assignment: 'INITIAL_ASSIGNMENT', joining: 'JOINING', hire: 'HIRE' } as const;

const shortest = (values: readonly (number | null)[]): number | null => {
  const given = values.filter((value) => value !== null);
  return given.length ? Math.min(...given) : null;
};

/** `12mo`, `1y` or `365d`. */
const interval: Read<{ months: number | null; days: number | null }> = (place) => {
  const said = text(1, 20)(place);
  const [, count, unit] = /^(\d{1,4})(mo|y|d)$/.exec(said) ?? [];
  const days = unit === 'd' ? Number(count) : null;
  const months = unit === 'mo' ? Number(count) : unit === 'y' ? Number(count) * 12 : null;
  const fits = within(days, BOUNDS.days) || within(months, BOUNDS.months);
  if (said && !fits)
    place.problem(`must be like 12mo, 1y or 365d: at most ${BOUNDS.months} months or ${BOUNDS.days} days`);
  return { months, days };
};

const within = (value: number | null, most: number): boolean => value !== null && value >= 1 && value <= most;

const NOT_SAID: Pick<TrainingTerms, 'retentionMonths' | 'retentionFrom'> = {
  retentionMonths: null,
  retentionFrom: null,
};

/** `6y` from when the record was last in effect, or `3y_from_training_date`. */
const retention: Read<typeof NOT_SAID> = (place) => {
  const said = text(1, 60)(place);
  const [whole, count, unit, from] = /^(\d{1,4})(y|mo)(_from_training_date)?$/.exec(said) ?? [];
  const months = Number(count) * (unit === 'y' ? 12 : 1);
  if (said && (!whole || !within(months, BOUNDS.retentionMonths)))
    place.problem('must be like 6y, 18mo or 3y_from_training_date, at most 100 years');
  return { retentionMonths: whole ? months : null, retentionFrom: from ? 'TRAINING_DATE' : 'LAST_IN_EFFECT' };
};

const changeCode: Read<string> = (place) => {
  const said = text(1, 60)(place);
  if (said && !CHANGE_CODE.test(said)) place.problem('must be lower-case letters, digits and underscores');
  return said;
};

const oneOrMore: Read<string[]> = (place) =>
  place.isList ? listOf(changeCode, BOUNDS.changes)(place) : [changeCode(place)];

const evidence: Read<TrainingEvidence> = (place) => {
  const [first, ...others] = TRAINING_EVIDENCE.map((name) => name.toLowerCase());
  const said = oneOf(first!, ...others)(place);
  return TRAINING_EVIDENCE.find((name) => name.toLowerCase() === said)!;
};

const warnDays = (members: Members): number[] =>
  members
    .optional('warn_days', listOf(integer(0, BOUNDS.days), BOUNDS.warnings), [...DEFAULT_WARN_DAYS])
    .toSorted((a, b) => b - a);

const day: Read<string> = (place) => {
  const said = text(10, 10)(place);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(said) && !Number.isNaN(Date.parse(said)) && exists(said);
  if (said && !isDay) place.problem('must be a date like "2027-01-31"');
  return said;
};

/** The 30th of February is read as a day in March. */
const exists = (said: string): boolean => new Date(said).toISOString().startsWith(said);
