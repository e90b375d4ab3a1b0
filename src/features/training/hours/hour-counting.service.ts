import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/transaction.js';
import { refuse } from '../../../platform/graphql/refusal.js';
import type { AssignmentFacts } from '../placements/assignment-access.service.js';
import { historyOf } from '../placements/enrollment-days.rules.js';
import { decidingSources } from '../supervision/deciding-sources.rules.js';
import { cited, eligibilityOf, partsOf } from '../supervision/eligibility.rules.js';
import type { Eligible, EligibilityQuestion } from '../supervision/eligibility.js';
import type { SupervisedInterval } from '../supervision/ratio.rules.js';
import { strictest } from '../supervision/supervision.rules.js';
import { findValidatorFacts } from '../supervision/validator-facts.queries.js';
import type { ValidatorFacts } from '../supervision/validator-facts.js';
import {
  countClaim,
  type CountedClaim,
  type DayCondition,
  type ExcludedTime,
  HOURS_LIMITS,
} from './counted-hours.rules.js';
import { type AssignmentDays, hourConditions } from './hour-conditions.rules.js';
import { HoursVerifierNotEligible } from './hour-log.refusals.js';
import { overRatio } from './hour-ratio.rules.js';
import {
  type AssignmentDaysRow,
  type ClaimRow,
  supervisedTime,
  type SupervisedTimeRow,
} from './hour-verification.queries.js';
import { byLocalDate } from './local-days.rules.js';
import { WorkOfDays } from './work-of-days.service.js';

/** A claim that its verifier may verify, accounted for. */
export interface VerifiedClaim {
  readonly claim: ClaimRow;
  readonly counted: CountedClaim;
  readonly verifier: Eligible;
}

/** Time of the trainee that counts, of other claims. */
interface CountedTime {
  readonly on: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly minutes: number;
}

/** Counts claims that are being verified: each after those that count already, in order of time. */
@Injectable()
export class HourCounting {
  constructor(private readonly work: WorkOfDays) {}

  /**
   * Two statements, however many claims, and those for what has to be current. Within the organization that owns the records; the claims in order of time.
   * The first claim that the verifier could not have supervised refuses all of them.
   */
  async count(
    tx: Transaction,
    assignment: AssignmentFacts,
    claims: readonly ClaimRow[],
    days: AssignmentDaysRow,
    verifierId: string,
  ): Promise<VerifiedClaim[] | HoursVerifierNotEligible> {
    if (claims.length === 0) return [];
    const asked = claims.map((claim) => questionsOf(assignment, claim, verifierId));
    const facts = await findValidatorFacts(tx, asked.flat());
    const supervisors = new Set(claims.map((claim) => supervisorOf(claim, verifierId)));
    const others = await tx.query<SupervisedTimeRow>(
      supervisedTime(assignment.siteOrgId, [...supervisors], ...spanOf(claims)),
    );
    const work = await this.work.on(tx, assignment, days.work, daysOf(claims));
    return new Count(assignment, days, verifierId, facts, tx.now, others, work).of(claims);
  }
}

/** One counting: what counted before is kept in mind for what comes after. */
class Count {
  private readonly days: AssignmentDays;
  private readonly time: CountedTime[];
  private readonly supervised: Omit<SupervisedInterval, 'supervisorType'>[];

  constructor(
    private readonly assignment: AssignmentFacts,
    { agreement, enrollment, counted, clearedFrom }: AssignmentDaysRow,
    private readonly verifierId: string,
    private readonly facts: ValidatorFacts,
    private readonly now: Date,
    others: readonly SupervisedTimeRow[],
    private readonly work: DayCondition,
  ) {
    const { startsOn, endsOn, cancelled, enrollmentId } = assignment;
    const history = enrollmentId === null ? null : historyOf(enrollment);
    this.days = { startsOn, endsOn, cancelled, clearedFrom, agreement, enrollment: history };
    this.time = counted.map((each) => ({
      ...each,
      startsAt: new Date(each.startsAt),
      endsAt: new Date(each.endsAt),
    }));
    this.supervised = others.map(({ hourLogId, placed, ...time }) => ({
      ...time,
      key: hourLogId,
      classes: classesOf(placed),
    }));
  }

  of(claims: readonly ClaimRow[]): VerifiedClaim[] | HoursVerifierNotEligible {
    const done: VerifiedClaim[] = [];
    for (const claim of claims) {
      const [asVerifier] = questionsOf(this.assignment, claim, this.verifierId);
      const verifier = this.answer(asVerifier!);
      if (!verifier.eligible) {
        const { on, reason, message } = { ...asVerifier!, ...verifier };
        return refuse(HoursVerifierNotEligible, message, { hourLogId: claim.id, on, reason });
      }
      done.push({ claim, counted: this.countOne(claim), verifier });
    }
    return done;
  }

  private countOne(claim: ClaimRow): CountedClaim {
    const [, ...questions] = questionsOf(this.assignment, claim, this.verifierId);
    const byDay = new Map(questions.map((question) => [question.on, question]));
    const conditions = hourConditions(this.days, (on) => this.answer(byDay.get(on)!), this.work);
    const excluded = [...this.sameMinutes(), ...this.overRatio(claim, byDay)];
    const countedOn = new Map(
      [...Map.groupBy(this.time, ({ on }) => on)].map(([on, parts]) => [on, minutesOf(parts)]),
    );
    const { timeZone } = claim;
    const counted = countClaim(claim, { timeZone, conditions, excluded, countedOn, limits: HOURS_LIMITS });
    this.time.push(...counted.parts);
    this.supervised.push(this.intervalOf(claim));
    return counted;
  }

  private sameMinutes(): ExcludedTime[] {
    const message = 'This time counts for other hours already.';
    return this.time.map(({ startsAt, endsAt }) => ({ startsAt, endsAt, code: 'SAME_MINUTES', message }));
  }

  private overRatio(claim: ClaimRow, byDay: ReadonlyMap<string, EligibilityQuestion>): ExcludedTime[] {
    return byLocalDate(claim, claim.timeZone).flatMap((day) => {
      const question = byDay.get(day.on)!;
      const supervisor = this.answer(question);
      if (!supervisor.eligible) return [];
      const parts = partsOf(question, this.facts, { on: day.on, knownAt: this.now });
      const own = { ...this.intervalOf(claim), supervisorType: supervisor.license.typeCode };
      const others = this.supervised
        .filter(({ supervisorId }) => supervisorId === own.supervisorId)
        .map((each) => ({ ...each, supervisorType: own.supervisorType }));
      const by = decidingSources(parts, 'ratios').map(cited).join(' and ') || 'The rule of the site';
      return overRatio(day, own, others, strictest(parts.map(({ terms }) => terms)), by);
    });
  }

  private answer(question: EligibilityQuestion) {
    return eligibilityOf(question, this.facts, this.now);
  }

  private intervalOf(claim: ClaimRow): Omit<SupervisedInterval, 'supervisorType'> {
    const { id: key, patientRelated, startsAt, endsAt } = claim;
    const classes = classesOf(this.assignment.kind === 'CLINICAL_PLACEMENT');
    const supervisorId = this.canonical(supervisorOf(claim, this.verifierId));
    return {
      key,
      personId: this.canonical(claim.personId),
      classes,
      supervisorId,
      patientRelated,
      startsAt,
      endsAt,
    };
  }

  private canonical(personId: string): string {
    return this.facts.canonical.get(personId) ?? personId;
  }
}

/** As rules of supervision call trainees: they do an aide's work, and those of a school are students besides. */
const classesOf = (placed: boolean): string[] => (placed ? ['aide', 'student'] : ['aide']);

/** Who is responsible: who is named, or whoever vouches for the hours. */
const supervisorOf = ({ supervisorPersonId }: ClaimRow, verifierId: string): string =>
  supervisorPersonId ?? verifierId;

/** First whether the verifier could supervise on the day the claim begins, then the same of its supervisor for each day. */
function questionsOf(
  { siteOrgId, siteId, agreementId, orgId }: AssignmentFacts,
  claim: ClaimRow,
  verifierId: string,
): EligibilityQuestion[] {
  const question = (key: string, validatorPersonId: string, day: ClaimRow['days'][number]) => ({
    ...{ key: `${key} ${claim.id} ${day.on}`, validatorPersonId, traineePersonId: claim.personId },
    ...{ siteOrgId, siteId, agreementId, ownerOrgId: orgId, ...day },
    ...{ taskCode: null, patientContact: claim.patientRelated, skillCode: null },
  });
  const supervisorId = supervisorOf(claim, verifierId);
  return [
    question('verifier', verifierId, claim.days[0]!),
    ...claim.days.map((day) => question('supervisor', supervisorId, day)),
  ];
}

const daysOf = (claims: readonly ClaimRow[]): string[] => [
  ...new Set(claims.flatMap(({ days }) => days.map(({ on }) => on))),
];

function spanOf(claims: readonly ClaimRow[]): [Date, Date] {
  const starts = claims.map(({ startsAt }) => startsAt.getTime());
  const ends = claims.map(({ endsAt }) => endsAt.getTime());
  return [new Date(Math.min(...starts)), new Date(Math.max(...ends))];
}

const minutesOf = (parts: readonly CountedTime[]): number =>
  parts.reduce((sum, { minutes }) => sum + minutes, 0);
