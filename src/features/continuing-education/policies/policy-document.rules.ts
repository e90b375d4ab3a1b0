import type { CeFirstCycle, CeLimit, CeNature, CeTerms } from './policy.js';

type Given<T> = { readonly [K in keyof T]?: T[K] | null };

interface AskedLimit {
  readonly kind: CeLimit['kind'];
  readonly code: string;
  readonly hours?: string | null;
  readonly percent?: string | null;
}

/** What an employer asks for, as it is given: amounts are decimal texts. */
export type AskedTerms = Pick<CeTerms, 'unit' | 'months' | 'anchor'> & {
  readonly minutesPerHour: number;
  readonly required: string;
} & Given<{
    window: string;
    minimums: readonly AskedLimit[];
    maximums: readonly AskedLimit[];
    separateCycles: readonly { category: string; hours: string; months: number }[];
    carryOver: string;
    proration: CeTerms['proration'];
    prorationStepHours: string;
    prorationRounds: CeTerms['prorationRounds'];
    firstCycle: { readonly when: CeFirstCycle['when']; readonly amount: string } & Given<{
      months: number;
      lateAmount: string;
      keep: readonly string[];
    }>;
    lateWindowDays: number;
    counts: readonly CeNature[];
    partialCredit: boolean;
    roundingStepMinutes: number;
    repeatedCourse: CeTerms['repeatedCourse'];
    teachingCounts: boolean;
    teachingFirstTimeOnly: boolean;
    acceptedApprovers: readonly string[];
    evidenceRequired: boolean;
    keepEvidenceYears: number;
  }>;

/** The same in the words of the file of policies, in which versions are kept. */
export function policyDocument(asked: AskedTerms): object {
  const { firstCycle: first } = asked;
  return given({
    unit: asked.unit.toLowerCase(),
    minutes_per_hour: asked.minutesPerHour,
    required: Number(asked.required),
    cycle: given({ months: asked.months, anchor: asked.anchor.toLowerCase(), window: asked.window }),
    minimums: asked.minimums?.map(limitDocument),
    maximums: asked.maximums?.map(limitDocument),
    separate_cycles: asked.separateCycles?.map((one) => ({ ...one, hours: Number(one.hours) })),
    carry_over: numberOf(asked.carryOver),
    proration: asked.proration?.toLowerCase(),
    proration_rounding:
      asked.prorationStepHours || asked.prorationRounds
        ? given({
            to_hours: numberOf(asked.prorationStepHours),
            direction: asked.prorationRounds?.toLowerCase(),
          })
        : null,
    first_cycle:
      first &&
      given({
        when: first.when.toLowerCase(),
        months: first.months,
        amount: Number(first.amount),
        late_amount: numberOf(first.lateAmount),
        keep: first.keep,
      }),
    late_window_days: asked.lateWindowDays,
    count: asked.counts?.length ? asked.counts.map((nature) => nature.toLowerCase()) : null,
    partial_credit: asked.partialCredit,
    rounding_minutes: asked.roundingStepMinutes,
    repeated_course: asked.repeatedCourse?.toLowerCase(),
    teaching: given({ counts: asked.teachingCounts, first_time_only: asked.teachingFirstTimeOnly }),
    accepted_approvers: asked.acceptedApprovers?.length ? asked.acceptedApprovers : null,
    evidence_required: asked.evidenceRequired,
    keep_evidence_years: asked.keepEvidenceYears,
  });
}

const limitDocument = ({ kind, code, hours, percent }: AskedLimit): object =>
  given({
    ...(kind === 'DELIVERY' ? { delivery: code.toLowerCase() } : { category: code }),
    beside: kind === 'BESIDE' ? true : null,
    hours: numberOf(hours),
    percent: numberOf(percent),
  });

const numberOf = (text: string | null | undefined): number | null =>
  text === null || text === undefined ? null : Number(text);

const given = (fields: Record<string, unknown>): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));
