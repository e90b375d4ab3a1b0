import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import { Temporal } from 'temporal-polyfill';
import type { Transaction } from '../../platform/database/transaction.js';
import { CeFacts } from '../continuing-education/cycles/ce-facts.service.js';
import { statusOf } from '../continuing-education/cycles/ce-status.view.js';
import { HeldOverview } from '../credentials/held-overview.service.js';
import type { Standing, StandingQuestion } from '../credentials/standing.js';
import { Standings } from '../credentials/standings.service.js';
import { licenseOf, licensesOfMembers, type LicenseRow } from '../training/licenses/license.queries.js';
import { activeThrough, dayOf } from '../training/licenses/license-standing.rules.js';
import { ownCandidates, type ExpiringCandidate } from '../training/matrix/expiring.queries.js';
import { skillFactsFrom } from '../training/sign-offs/skill-facts.queries.js';
import { skillStatus } from '../training/sign-offs/skill-status.rules.js';
import { EARLIEST_WARNING, LAPSED_DAYS, USUAL_WARNINGS, type Lapse } from './reminder.js';

/** Somebody has a mandatory training on record. */
interface Trained {
  readonly personId: string;
  readonly code: string;
  readonly title: string;
  readonly warnDays: number[];
}

/**
 * Everything of an organization's people that lapses before long, or has lapsed of late, by the one rule of each kind that
 * decides what it is worth. A fixed number of statements, however many people there are.
 */
@Injectable()
export class LapseSources {
  constructor(
    private readonly overview: HeldOverview,
    private readonly standings: Standings,
    private readonly education: CeFacts,
  ) {}

  async all(tx: Transaction): Promise<Lapse[]> {
    return [
      ...(await this.held(tx)),
      ...(await this.trainings(tx)),
      ...(await licenses(tx)),
      ...(await skills(tx)),
      ...(await this.cycles(tx)),
    ];
  }

  /** Cards and clearances: what counts today, and what did until lately. */
  private async held(tx: Transaction): Promise<Lapse[]> {
    const found = await this.overview.ofMembers(tx, dayOf(tx.now));
    return found.flatMap(({ standing, lapsedOn, kind, ...about }): Lapse[] => {
      const lapsesOn = standing.current ? standing.currentUntil : lapsedOn;
      return lapsesOn === null ? [] : [{ ...about, kind, lapsesOn }];
    });
  }

  /** The same of trainings. */
  private async trainings(tx: Transaction): Promise<Lapse[]> {
    const trained = await tx.query<Trained>(trainedIn(tx.orgId));
    const today = dayOf(tx.now);
    const lately = Temporal.PlainDate.from(today).subtract({ days: LAPSED_DAYS }).toString();
    const asked = (on: string): StandingQuestion[] =>
      trained.map(({ personId, code }) => ({ personId, kind: 'TRAINING', code, on }));
    const answers = await this.standings.of(tx, [...asked(today), ...asked(lately)]);
    return trained.flatMap((training, i): Lapse[] => {
      const lapsesOn = lastDay(answers[i]!, answers[i + trained.length]!);
      return lapsesOn === null ? [] : [{ ...training, kind: 'TRAINING', lapsesOn }];
    });
  }

  /** Cycles of continuing education in which something is still to be earned, the longer ones of one subject included. */
  private async cycles(tx: Transaction): Promise<Lapse[]> {
    const under = await this.education.under(tx, sql`true`, null);
    const on = dayOf(tx.now);
    const facts = await this.education.of(tx, under, null);
    return facts.flatMap((each): Lapse[] => {
      const { obligation, standing, cycle, separateCycles, policyTitle } = statusOf(each, {
        on,
        knownAt: null,
        today: on,
      });
      const { personId, policyCode } = obligation;
      const open = standing === 'ON_THE_WAY' || standing === 'LAPSED' ? [cycle!, ...separateCycles] : [];
      return open
        .filter(({ met }) => !met)
        .map(({ lastDay, category }) => ({
          personId,
          kind: 'CONTINUING_EDUCATION',
          code: category === null ? policyCode : `${policyCode} ${category}`,
          title: policyTitle ?? policyCode,
          lapsesOn: lastDay,
          warnDays: USUAL_WARNINGS,
        }));
    });
  }
}

/** Through which day it counts; of what does not count any more, through which it did. */
const lastDay = (now: Standing, lately: Standing): string | null =>
  now.current ? now.currentUntil : lately.current ? lately.currentUntil : null;

/** Which trainings current members have on record, under any id, with what the newest version says of warnings. */
const trainedIn = (orgId: string): Sql => sql`
  WITH training AS (
    SELECT DISTINCT ON (code) code, title, warn_days FROM mandatory_training WHERE org_id = ${orgId} ORDER BY code, recorded_at DESC
  ), given AS (
    SELECT DISTINCT person_id, code FROM mandatory_training_completion WHERE org_id = ${orgId}
  )
  SELECT DISTINCT m.person_id AS "personId", training.code, training.title, training.warn_days AS "warnDays"
  FROM membership m
  JOIN same_persons(ARRAY(SELECT person_id FROM membership WHERE org_id = ${orgId} AND revoked_at IS NULL)) me ON me.person_id = m.person_id
  JOIN same_persons(ARRAY(SELECT person_id FROM given)) s ON s.canonical_id = me.canonical_id
  JOIN given ON given.person_id = s.person_id
  JOIN training ON training.code = given.code
  WHERE m.org_id = ${orgId} AND m.revoked_at IS NULL
  ORDER BY 1, 2`;

async function licenses(tx: Transaction): Promise<Lapse[]> {
  const rows = await tx.query<LicenseRow>(licensesOfMembers(tx.db, null));
  return rows.map(licenseOf).flatMap((license): Lapse[] => {
    const lapsesOn = activeThrough(license.entries, dayOf(license.readAt), license.readAt);
    const { personId, typeCode, jurisdiction, number } = license;
    const code = `${typeCode} ${jurisdiction} ${number}`;
    return lapsesOn === null
      ? []
      : [{ personId, kind: 'LICENSE', code, title: `License ${code}`, lapsesOn, warnDays: USUAL_WARNINGS }];
  });
}

async function skills(tx: Transaction): Promise<Lapse[]> {
  const rows = await tx.query<ExpiringCandidate>(ownCandidates(tx.db, EARLIEST_WARNING));
  return rows.flatMap(({ personId, code, title, facts, today }): Lapse[] => {
    const known = { expiringWithinDays: EARLIEST_WARNING };
    const { status, expiresOn } = skillStatus(skillFactsFrom(facts), today, tx.now, known);
    return status === 'EXPIRING' && expiresOn !== null
      ? [{ personId, kind: 'SKILL', code, title, lapsesOn: expiresOn, warnDays: USUAL_WARNINGS }]
      : [];
  });
}
