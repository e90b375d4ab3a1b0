import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { notFound } from '../../../platform/faults/fault.js';
import { decodeCursor, pageOf, type Page } from '../../../platform/graphql/page.js';
import { isSeenMember, mayReadCeOf } from '../ce-access.js';
import { ceCycles } from '../policies/cycles.rules.js';
import { CE_STANDINGS, type CeStanding } from './ce-standing.js';
import type { CeMomentArgs, CeOverviewArgs } from './ce-cycle.input.js';
import { judge, lastDayOf } from './ce-cycle.rules.js';
import { CeFacts, type UnderPolicies } from './ce-facts.service.js';
import { ofPerson } from './ce-obligation.queries.js';
import type { ObligationRow } from './ce-obligation.js';
import { anchorOf, isJudged, type JudgedCycle, type ObligationFacts } from './judged-cycle.js';
import { dayAt } from '../completions/ce-completion.rules.js';
import { daysBetween, standingOf } from './ce-status.rules.js';
import { statusOf, summaryOf } from './ce-status.view.js';
import { CePolicyCounts, CeStatuses, type CeStatus } from './ce-status.type.js';

/** On which day, as it was on record at which moment; `today` for what depends on whether something is late. */
export interface Moment {
  readonly on: string;
  readonly knownAt: Date | null;
  readonly today: string;
}

export function momentIn(tx: Transaction, { on, knownAt }: CeMomentArgs): Moment {
  const today = dayAt(tx.now, 'UTC');
  return { on: on ?? today, knownAt: knownAt ?? null, today };
}

/** How people stand under the policies they are under. */
@Injectable()
export class CeStatusService {
  constructor(private readonly facts: CeFacts) {}

  /** Of a person whose records the viewer may read; `policyCode` null: under all policies. Throws NOT_FOUND. */
  ofPerson(
    db: TenantDb,
    personId: string,
    policyCode: string | null,
    args: CeMomentArgs,
  ): Promise<CeStatuses> {
    return db.load(async (tx) => {
      const [seen] = await tx.query(
        sql`SELECT FROM person p WHERE p.id = ${personId} AND ${mayReadCeOf(db, sql`p.id`)}`,
      );
      if (!seen) throw notFound();
      const ofPolicy = sql`(${policyCode}::text IS NULL OR o.policy_code = ${policyCode})`;
      return this.statusesOf(tx, sql`${ofPerson(personId)} AND ${ofPolicy}`, args);
    });
  }

  /** The viewer's own. */
  own(db: TenantDb, args: CeMomentArgs): Promise<CeStatuses> {
    const mine = sql`may_read_as_own(${db.viewer.personId}, o.person_id)`;
    return db.load((tx) => this.statusesOf(tx, mine, args));
  }

  /** Of everybody the viewer sees, whose cycle ends first at the beginning. */
  overview(db: TenantDb, args: CeOverviewArgs): Promise<Page<CeStatus>> {
    return db.load(async (tx) => {
      const moment = momentIn(tx, args);
      const under = await this.facts.under(tx, seenUnder(db, args.policyCode ?? null), moment.knownAt);
      const due = inOrder(under, moment.on).filter(
        ({ endsOn }) => args.withinDays == null || daysBetween(moment.on, endsOn) <= args.withinDays,
      );
      const wanted = args.notMet ? await this.notMet(tx, under, due, moment) : due;
      const after = decodeCursor(args.after, 2);
      const rest = after ? wanted.filter((each) => isAfter(each, after)) : wanted;
      const shown = rest.slice(0, args.first + 1);
      const facts = await this.facts.of(
        tx,
        { ...under, obligations: shown.map((each) => each.obligation) },
        moment.knownAt,
      );
      const endOf = new Map(shown.map(({ obligation, endsOn }) => [obligation.id, endsOn]));
      return pageOf(
        facts.map((each) => statusOf(each, moment)),
        args,
        ({ obligation }) => [endOf.get(obligation.id)!, obligation.id],
        () => Promise.resolve(wanted.length),
      );
    });
  }

  /** How many stand how, by policy. */
  counts(db: TenantDb, args: CeMomentArgs): Promise<CePolicyCounts[]> {
    return db.load(async (tx) => {
      const moment = momentIn(tx, args);
      const under = await this.facts.under(tx, seenUnder(db, null), moment.knownAt);
      const facts = await this.facts.of(tx, under, moment.knownAt);
      const groups = Map.groupBy(facts, ({ obligation }) => obligation.policyCode);
      return [...groups]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([policyCode, of]) => countsOf(policyCode, of, moment))
        .filter(({ people }) => people > 0);
    });
  }

  /** One of them, for who may read it. Throws NOT_FOUND. */
  of(db: TenantDb, obligationId: string, args: CeMomentArgs): Promise<CeStatus> {
    return db.load(async (tx) => {
      const moment = momentIn(tx, args);
      const condition = sql`o.id = ${obligationId} AND ${mayReadCeOf(db, sql`o.person_id`)}`;
      const under = await this.facts.under(tx, condition, moment.knownAt);
      const [facts] = await this.facts.of(tx, under, moment.knownAt);
      if (!facts) throw notFound();
      return statusOf(facts, moment);
    });
  }

  private async statusesOf(tx: Transaction, condition: Sql, args: CeMomentArgs): Promise<CeStatuses> {
    const moment = momentIn(tx, args);
    const under = await this.facts.under(tx, condition, moment.knownAt);
    const statuses = (await this.facts.of(tx, under, moment.knownAt)).map((each) => statusOf(each, moment));
    const end = ({ cycle }: CeStatus): string => cycle?.lastDay ?? '9999';
    statuses.sort((a, b) => (end(a) < end(b) ? -1 : 1));
    return Object.assign(new CeStatuses(), { statuses, summary: summaryOf(statuses) });
  }

  private async notMet(
    tx: Transaction,
    under: UnderPolicies,
    due: readonly Due[],
    moment: Moment,
  ): Promise<Due[]> {
    const obligations = due.map(({ obligation }) => obligation);
    const facts = await this.facts.of(tx, { ...under, obligations }, moment.knownAt);
    const open = facts.filter((each) => !['MET', 'CLOSED'].includes(standing(each, moment)));
    const ids = new Set(open.map(({ obligation }) => obligation.id));
    return due.filter(({ obligation }) => ids.has(obligation.id));
  }
}

interface Due {
  readonly obligation: ObligationRow;
  /** Last day of the cycle in which the day lies; a far one where the policy cannot say. */
  readonly endsOn: string;
}

const seenUnder = (db: TenantDb, policyCode: string | null): Sql =>
  sql`${isSeenMember(db, sql`o.person_id`)} AND (${policyCode}::text IS NULL OR o.policy_code = ${policyCode})`;

/** Those who are under their policies on the day. */
function inOrder({ obligations, policyOf }: UnderPolicies, on: string): Due[] {
  const due = obligations
    .filter(({ startsOn, endsOn }) => startsOn <= on && (endsOn === null || on <= endsOn))
    .map((obligation) => {
      const policy = policyOf(obligation.policyCode)(on);
      const [cycle] = policy ? ceCycles(policy, anchorOf(obligation), on) : [];
      return { obligation, endsOn: cycle?.endsOn ?? '9999-12-31' };
    });
  return due.sort((a, b) => (isAfter(a, [b.endsOn, b.obligation.id]) ? 1 : -1));
}

const isAfter = ({ endsOn, obligation }: Due, [end, id]: readonly (string | number | null)[]): boolean =>
  endsOn === end ? obligation.id > String(id) : endsOn > String(end);

const standing = (facts: ObligationFacts, { on, today }: Moment): CeStanding =>
  standingOf(judge(facts, on, today), facts.waivers, on);

const SOON_DAYS = 90;

const isDueSoon = ({ current }: JudgedCycle, { waivers }: ObligationFacts, on: string): boolean =>
  daysBetween(on, lastDayOf(current.cycle, waivers)) <= SOON_DAYS;

function countsOf(policyCode: string, facts: readonly ObligationFacts[], moment: Moment): CePolicyCounts {
  const number = new Map<CeStanding, number>(CE_STANDINGS.map((each) => [each, 0]));
  let dueWithin90Days = 0;
  for (const each of facts) {
    const answer = judge(each, moment.on, moment.today);
    const how = standingOf(answer, each.waivers, moment.on);
    number.set(how, number.get(how)! + 1);
    if ((how === 'ON_THE_WAY' || how === 'LAPSED') && isJudged(answer))
      dueWithin90Days += isDueSoon(answer, each, moment.on) ? 1 : 0;
  }
  return Object.assign(new CePolicyCounts(), {
    policyCode,
    people: facts.length - number.get('NOT_UNDER_POLICY')!,
    met: number.get('MET')!,
    onTheWay: number.get('ON_THE_WAY')!,
    lapsed: number.get('LAPSED')!,
    closed: number.get('CLOSED')!,
    notJudged: number.get('NOT_JUDGED')!,
    dueWithin90Days,
  });
}
