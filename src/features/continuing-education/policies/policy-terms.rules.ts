import {
  CE_ANCHORS,
  CE_DELIVERIES,
  CE_NATURES,
  CE_REPEATS,
  CE_UNITS,
  type CeAnchorKind,
  type CeFirstCycle,
  type CeLimit,
  type CeNature,
  type CeSeparateCycle,
  type CeTerms,
} from './policy.js';

/** A policy as read: complete, or what is missing of it. */
export interface ReadTerms {
  /** Null where anything is missing or not understood. */
  readonly terms: CeTerms | null;
  readonly incomplete: readonly string[];
  readonly assumed: readonly string[];
}

type Fields = Record<string, unknown>;

/** A unit is so many hours, for those whose size is known; one hour otherwise. */
const HOURS_OF_UNIT: Partial<Record<string, number>> = { CEU: 10 };
/** Strictest of the hours in use: a policy that does not say is never read more loosely than it is meant. */
const MINUTES_OF_HOUR = 60;
const MOST_MINIMUMS = 10;

/** Names that sources have for the same anchor or nature. */
const SAME_WORDS: Record<string, string> = {
  LICENSE_ISSUE_DATE: 'LICENSE_ISSUE',
  CREDENTIAL_ISSUE_DATE: 'CREDENTIAL_ISSUE',
  INITIAL_CERTIFICATE_TRAINING: 'INITIAL_CERTIFICATION',
};

/** Fields that a policy may have; those that only describe it are kept and shown, and decide nothing. */
const KNOWN = [
  'unit', 'minutes_per_hour', 'required', 'cycle', 'minimums', 'maximums', 'separate_cycles', 'carry_over', 'proration',
  'proration_rounding', 'first_cycle', 'late_window_days', 'count', 'exclude', 'partial_credit', 'rounding_minutes',
  'half_hour_minutes', 'repeated_course', 'teaching', 'accepted_approvers', 'evidence_required', 'keep_evidence_years',
  'report_via', 'waiver', 'incomplete', 'code', 'title', 'authority', 'verified_on', 'read_on', 'effective', 'applies_to',
]; // prettier-ignore

/** What a document of a policy says, in the shape of `migrations/reference/ce-policies.yaml`. Nothing is invented for what it lacks. */
export function termsOf(document: unknown): ReadTerms {
  if (!isFields(document)) return { terms: null, incomplete: ['the whole policy'], assumed: [] };
  const reading = new Reading();
  const terms = reading.terms(document);
  const declared = Array.isArray(document['incomplete']) ? document['incomplete'].map(String) : [];
  const unknown = Object.keys(document)
    .filter((name) => !KNOWN.includes(name))
    .map((name) => `${name} (not understood)`);
  const incomplete = [...new Set([...declared, ...reading.missing, ...unknown])];
  return { terms: incomplete.length ? null : terms, incomplete, assumed: reading.assumed };
}

/** Reads one document and gathers what it lacks. */
class Reading {
  readonly missing: string[] = [];
  readonly assumed: string[] = [];
  private minutesPerHour = MINUTES_OF_HOUR;

  terms(document: Fields): CeTerms {
    const unit = this.oneOf(CE_UNITS, document['unit'] ?? 'contact_hour', 'unit');
    if (document['minutes_per_hour'] === undefined)
      this.assumed.push(`An hour is taken as ${MINUTES_OF_HOUR} minutes: the source does not say.`);
    else this.minutesPerHour = this.whole(document['minutes_per_hour'], 'minutes_per_hour', 1);
    const cycle = isFields(document['cycle']) ? document['cycle'] : {};
    const months = this.whole(cycle['months'], 'cycle.months', 1);
    const beginsOn = this.beginsOn(cycle['window']);
    const inUnits = HOURS_OF_UNIT[unit] ?? 1;
    const requiredMinutes = this.minutes(document['required'], 'required', inUnits);
    const minimums = this.limits(document['minimums'], 'minimums');
    const maximums = this.limits(document['maximums'], 'maximums');
    const teaching = isFields(document['teaching']) ? document['teaching'] : {};
    const carryOverMinutes = this.minutes(document['carry_over'] ?? 0, 'carry_over', inUnits);
    this.judgeable([...minimums, ...maximums]);
    this.consistent({ requiredMinutes, minimums });
    return {
      unit,
      minutesPerUnit: this.minutesPerHour * inUnits,
      requiredMinutes,
      months,
      anchor: this.anchor(cycle['anchor'], beginsOn),
      beginsOn,
      minimums,
      maximums,
      separateCycles: this.separateCycles(document['separate_cycles']),
      carryOverMinutes,
      ...this.proration(document),
      firstCycle: this.firstCycle(document['first_cycle'], inUnits),
      lateWindowDays: this.whole(document['late_window_days'] ?? 0, 'late_window_days', 0),
      counts: this.natures(document),
      partialCredit: this.yesOrNo(document['partial_credit'] ?? false, 'partial_credit'),
      roundingStepMinutes: this.rounding(document),
      repeatedCourse: this.oneOf(
        CE_REPEATS,
        document['repeated_course'] ?? 'once_per_cycle',
        'repeated_course',
      ),
      teaching: {
        counts: this.yesOrNo(teaching['counts'] ?? false, 'teaching.counts'),
        firstTimeOnly: this.yesOrNo(teaching['first_time_only'] ?? false, 'teaching.first_time_only'),
      },
      acceptedApprovers: this.texts(document['accepted_approvers'], 'accepted_approvers'),
      evidenceRequired: this.yesOrNo(document['evidence_required'] ?? true, 'evidence_required'),
      keepEvidenceYears: this.optionalWhole(document['keep_evidence_years'], 'keep_evidence_years'),
      reportVia:
        this.texts(document['report_via'] && [document['report_via']], 'report_via')?.[0]?.toUpperCase() ??
        null,
    };
  }

  private lacks(what: string): void {
    this.missing.push(what);
  }

  private oneOf<T extends string>(words: readonly T[], value: unknown, at: string): T {
    const word = String(value).toUpperCase();
    const found = words.find((each) => each === (SAME_WORDS[word] ?? word));
    if (!found) this.lacks(`${at} (${String(value)} is none of ${words.join(', ').toLowerCase()})`);
    return found ?? words[0]!;
  }

  private whole(value: unknown, at: string, least: number): number {
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= 10_000)
      return value;
    this.lacks(value === undefined ? at : `${at} (must be a whole number of at least ${least})`);
    return least;
  }

  private optionalWhole = (value: unknown, at: string): number | null =>
    value === undefined || value === null ? null : this.whole(value, at, 0);

  private yesOrNo(value: unknown, at: string): boolean {
    if (typeof value !== 'boolean') this.lacks(`${at} (must be true or false)`);
    return value === true;
  }

  private texts(value: unknown, at: string): readonly string[] | null {
    if (value === undefined || value === null) return null;
    if (
      Array.isArray(value) &&
      value.length &&
      value.every((each) => typeof each === 'string' && each !== '')
    )
      return value as string[];
    this.lacks(`${at} (must be a list of texts)`);
    return null;
  }

  /** inv 53: hours of the policy as whole minutes. */
  private minutes(value: unknown, at: string, hoursPerUnit = 1): number {
    const minutes = Number(value) * hoursPerUnit * this.minutesPerHour;
    const whole = Math.round(minutes);
    if (
      value !== undefined &&
      value !== null &&
      Math.abs(minutes - whole) < 1e-6 &&
      whole >= 0 &&
      whole <= 1e6
    )
      return whole;
    this.lacks(value === undefined ? at : `${at} (must make whole minutes)`);
    return 0;
  }

  /** "04-01..03-31": the month and day cycles begin and end on. */
  private beginsOn(window: unknown): string | null {
    if (window === undefined) return null;
    const days = /^(\d{2}-\d{2})\.\.(\d{2}-\d{2})$/.exec(String(window));
    const [first, last] = [days?.[1], days?.[2]].map((day) => Date.parse(`2001-${day}T00:00:00Z`));
    if (days && (last! + 86_400_000 - first!) % (365 * 86_400_000) === 0) return days[1]!;
    this.lacks('cycle.window (must be two days of the year that make whole years, like 04-01..03-31)');
    return null;
  }

  private anchor(value: unknown, beginsOn: string | null): CeAnchorKind {
    if (value === undefined && beginsOn !== null) return 'FIXED_CALENDAR';
    if (value !== undefined) return this.oneOf(CE_ANCHORS, value, 'cycle.anchor');
    this.assumed.push('Cycles are counted from the day the license was issued: the source does not say.');
    return 'LICENSE_ISSUE';
  }

  private limits(value: unknown, at: string): CeLimit[] {
    const limits = this.entries(value, at).map((fields, i) => this.limit(fields, `${at}.${i}`));
    const keys = limits.map(({ key }) => key);
    for (const key of new Set(keys.filter((each, i) => keys.indexOf(each) !== i)))
      this.lacks(`${at} (${key} is there twice)`);
    if (limits.length > MOST_MINIMUMS) this.lacks(`${at} (more than ${MOST_MINIMUMS})`);
    return limits;
  }

  private limit(fields: Fields, at: string): CeLimit {
    const { category, delivery, beside, hours, percent, ...others } = fields;
    for (const name of Object.keys(others)) this.lacks(`${at}.${name} (not understood)`);
    const kind = delivery !== undefined ? 'DELIVERY' : beside === true ? 'BESIDE' : 'CATEGORY';
    const code =
      delivery !== undefined
        ? this.oneOf([...CE_DELIVERIES, 'TEACHING'] as const, delivery, `${at}.delivery`)
        : (this.texts([category], `${at}.category`)?.[0] ?? '');
    const scope = { kind, code, key: `${kind}:${code}` } as const;
    if (percent === undefined)
      return { ...scope, minutes: this.minutes(hours, `${at}.hours`), basisPoints: null };
    const basisPoints = Math.round(Number(percent) * 100);
    if (hours !== undefined || !(basisPoints >= 0 && basisPoints <= 10_000))
      this.lacks(`${at}.percent (must be 0 to 100, without hours)`);
    return { ...scope, minutes: null, basisPoints };
  }

  private entries(value: unknown, at: string): Fields[] {
    if (value === undefined || value === null) return [];
    if (Array.isArray(value) && value.every(isFields)) return value;
    this.lacks(`${at} (must be a list)`);
    return [];
  }

  private separateCycles = (value: unknown): CeSeparateCycle[] =>
    this.entries(value, 'separate_cycles').map(({ category, hours, months }, i) => ({
      category: this.texts([category], `separate_cycles.${i}.category`)?.[0] ?? '',
      minutes: this.minutes(hours, `separate_cycles.${i}.hours`),
      months: this.whole(months, `separate_cycles.${i}.months`, 1),
    }));

  private proration(
    document: Fields,
  ): Pick<CeTerms, 'proration' | 'prorationStepMinutes' | 'prorationRounds'> {
    const words = ['NONE', 'BY_FULL_MONTH', 'BY_FULL_MONTH_EMPLOYED'] as const;
    const word = this.oneOf(words, document['proration'] ?? 'none', 'proration');
    const { to_hours: step = 0.5, direction = 'up' } = isFields(document['proration_rounding'])
      ? document['proration_rounding']
      : {};
    const prorationRounds = this.oneOf(['UP', 'DOWN'] as const, direction, 'proration_rounding.direction');
    if (word === 'NONE') return { proration: 'NONE', prorationStepMinutes: 1, prorationRounds };
    const prorationStepMinutes = Math.max(1, this.minutes(step, 'proration_rounding.to_hours'));
    return { proration: 'BY_FULL_MONTH', prorationStepMinutes, prorationRounds };
  }

  private firstCycle(value: unknown, hoursPerUnit: number): CeFirstCycle | null {
    if (value === undefined || value === null) return null;
    const minutes = (hours: unknown, name: string): number =>
      this.minutes(hours, `first_cycle.${name}`, hoursPerUnit);
    const always = { when: 'ALWAYS', months: null, lateMinutes: null, keep: null } as const;
    if (value === 'exempt') return { ...always, onTimeMinutes: 0, keep: [] };
    const fields = isFields(value) ? value : {};
    const { if_on_time: onTime, if_late: late, licensed_within_months: within } = fields;
    const { exempt_if_licensed_within_months: exempt, licensed_in_second_half: half } = fields;
    if (fields['when'] !== undefined)
      return {
        when: this.oneOf(
          ['ALWAYS', 'LAST_MONTHS', 'SECOND_HALF'] as const,
          fields['when'],
          'first_cycle.when',
        ),
        months:
          fields['when'] === 'last_months' ? this.whole(fields['months'], 'first_cycle.months', 1) : null,
        onTimeMinutes: minutes(fields['amount'], 'amount'),
        lateMinutes:
          fields['late_amount'] === undefined ? null : minutes(fields['late_amount'], 'late_amount'),
        keep: Array.isArray(fields['keep']) ? fields['keep'].map(String) : null,
      };
    if (onTime !== undefined && late !== undefined)
      return {
        ...always,
        onTimeMinutes: minutes(onTime, 'if_on_time'),
        lateMinutes: minutes(late, 'if_late'),
      };
    if (exempt !== undefined)
      return {
        ...always,
        when: 'LAST_MONTHS',
        months: this.whole(exempt, 'first_cycle.exempt_if_licensed_within_months', 1),
        onTimeMinutes: 0,
        keep: [],
      };
    if (isFields(within))
      return {
        ...always,
        when: 'LAST_MONTHS',
        months: this.whole(within['months'], 'first_cycle.licensed_within_months.months', 1),
        onTimeMinutes: minutes(within['hours'], 'licensed_within_months.hours'),
      };
    if (isFields(half))
      return {
        ...always,
        when: 'SECOND_HALF',
        onTimeMinutes: minutes(half['general_hours'], 'licensed_in_second_half.general_hours'),
        keep: this.texts(half['keep'], 'first_cycle.licensed_in_second_half.keep') ?? [],
      };
    this.lacks('first_cycle (not understood)');
    return null;
  }

  /** inv 60: orientation, initial certification and mandatory training count only where the policy names them. */
  private natures(document: Fields): CeNature[] {
    const named = (name: string): CeNature[] =>
      (this.texts(document[name], name) ?? []).map((each) => this.oneOf(CE_NATURES, each, name));
    const excluded = named('exclude');
    return named('count').filter((nature) => nature !== 'EDUCATION' && !excluded.includes(nature));
  }

  private rounding(document: Fields): number {
    const { rounding_minutes: step, half_hour_minutes: half } = document;
    if (half === undefined) return step === undefined ? 1 : this.whole(step, 'rounding_minutes', 1);
    if (Number(half) * 2 !== this.minutesPerHour || (step !== undefined && step !== half))
      this.lacks('half_hour_minutes (is not half of the hour, so what it is worth is unclear)');
    return this.whole(half, 'half_hour_minutes', 1);
  }

  /**
   * The allocation is exact where every completion falls under at most one limit besides those of categories: deliveries
   * divide completions, and so does one property, but not both at once.
   */
  private judgeable(limits: readonly CeLimit[]): void {
    const properties = new Set(limits.filter(({ kind }) => kind === 'BESIDE').map(({ key }) => key));
    const hasDelivery = limits.some(({ kind }) => kind === 'DELIVERY');
    if (properties.size + (hasDelivery ? 1 : 0) > 1)
      this.lacks(
        'limits of deliveries and of categories beside the others cross: only one of them can be decided',
      );
  }

  private consistent({
    requiredMinutes: required,
    minimums,
  }: Pick<CeTerms, 'requiredMinutes' | 'minimums'>): void {
    const minutes = (limits: readonly CeLimit[]): number =>
      limits.reduce(
        (sum, one) => sum + (one.minutes ?? Math.ceil((required * (one.basisPoints ?? 0)) / 10_000)),
        0,
      );
    if (minutes(minimums.filter(({ kind }) => kind === 'CATEGORY')) > required)
      this.lacks('minimums of categories are more than is required in all');
  }
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
