import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { decodeCursor, pageOf, type Page } from '../../platform/graphql/page.js';
import { CARDS, type Card } from './cards/card.rules.js';
import { CLEARANCES, type HeldClearance } from './clearances/clearance.rules.js';
import type { Held } from './held.js';
import { CARD_TABLES, CLEARANCE_TABLES, heldFrom, heldOfMembers, type HeldRow } from './held.queries.js';
import type { LapsingArgs } from './held-record.input.js';
import { LapsingCredential } from './held-record.type.js';
import type { Standing, StandingKind } from './standing.js';
import { lapsedOn, standingOn, type HeldKind } from './standing.rules.js';
import { clearanceVersions, credentialVersions } from './types/held-types.service.js';
import type { TypeVersion } from './types/validity.js';
import { dayOf, daysAfter, versionOn } from './types/validity.rules.js';

/** What one member holds of one type, and what it is worth. */
export interface MemberStanding {
  readonly personId: string;
  readonly kind: StandingKind;
  readonly code: string;
  readonly title: string;
  readonly standing: Standing;
  /** Of what does not count: the last day before on which it did; null: it counts, or never did. */
  readonly lapsedOn: string | null;
  /** Days before the end on which somebody is reminded, the longest first. */
  readonly warnDays: readonly number[];
}

/** What all members hold, by what it is worth: four statements, however many there are. */
@Injectable()
export class HeldOverview {
  /** Cards and clearances of the members there are now, as far as the asker may see them, on a day. */
  async ofMembers(tx: Transaction, on: string): Promise<MemberStanding[]> {
    const [cardTypes, clearanceTypes] = [
      await credentialVersions(tx, null),
      await clearanceVersions(tx, null),
    ];
    const cards = await tx.query<HeldRow>(heldOfMembers(tx.db, CARD_TABLES));
    const clearances = await tx.query<HeldRow>(heldOfMembers(tx.db, CLEARANCE_TABLES));
    return [
      ...standingsOf<Card, (typeof cardTypes)[number]>(tx.now, on, 'CREDENTIAL', cards, cardTypes, CARDS),
      ...standingsOf<HeldClearance, (typeof clearanceTypes)[number]>(
        tx.now,
        on,
        'CLEARANCE',
        clearances,
        clearanceTypes,
        CLEARANCES,
      ),
    ];
  }

  /** What counts today and ends within so many days, and what ended in so many days before; by the day of the end. */
  async lapsing(
    db: TenantDb,
    { withinDays, lapsedWithinDays, ...page }: LapsingArgs,
  ): Promise<Page<LapsingCredential>> {
    const found = await db.load(async (tx) => {
      const today = dayOf(tx.now);
      const [first, last] = [daysAfter(today, -lapsedWithinDays), daysAfter(today, withinDays)];
      return (await this.ofMembers(tx, today))
        .map((each) => Object.assign(new LapsingCredential(), each, { endsOn: endOf(each) }))
        .filter(({ endsOn }) => endsOn !== null && endsOn >= first && endsOn <= last);
    });
    return pageIn(found, page);
  }
}

const endOf = ({ standing, lapsedOn: lapsed }: MemberStanding): string | null =>
  standing.current ? standing.currentUntil : lapsed;

function standingsOf<H extends Held, V extends TypeVersion>(
  now: Date,
  on: string,
  kind: StandingKind,
  rows: readonly HeldRow[],
  versions: readonly V[],
  rules: HeldKind<H, V>,
): MemberStanding[] {
  const byCode = Map.groupBy(versions, ({ code }) => code);
  const held = rows.map(({ personId, held: told }) => ({ personId, held: heldFrom<H>(told) }));
  const byMember = Map.groupBy(held, (row) => `${row.personId} ${row.held.typeCode}`);
  return [...byMember.values()].map((all) => {
    const { personId, held: first } = all[0]!;
    const of = all.map((row) => row.held);
    const code = first.typeCode;
    const terms = byCode.get(code) ?? [];
    const version = versionOn(terms, on, now);
    const standing = standingOn(code, terms, of, on, now, rules);
    const lapsed = standing.current ? null : lapsedOn(terms, of, on, now, rules);
    return {
      personId,
      kind,
      code,
      title: version?.title ?? code,
      standing,
      lapsedOn: lapsed,
      warnDays: version?.warnDays ?? [],
    };
  });
}

/** An organization has some thousand cards at most: what orders them follows from what is on record. */
function pageIn(
  found: readonly LapsingCredential[],
  args: { first: number; after?: string | null },
): Page<LapsingCredential> {
  const keyOf = ({ endsOn, personId, kind, code }: LapsingCredential): string[] => [
    endsOn!,
    personId,
    kind,
    code,
  ];
  const place = (key: readonly unknown[]): string => key.join(' ');
  const ordered = found.toSorted((a, b) => (place(keyOf(a)) < place(keyOf(b)) ? -1 : 1));
  const after = decodeCursor(args.after, 4);
  const rest = after ? ordered.filter((each) => place(keyOf(each)) > place(after)) : ordered;
  return pageOf(rest.slice(0, args.first + 1), args, keyOf, () => Promise.resolve(found.length));
}
