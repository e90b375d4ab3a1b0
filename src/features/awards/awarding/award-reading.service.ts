import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { notFound } from '../../../platform/faults/fault.js';
import { ListLoader, Loader } from '../../../platform/graphql/loader.js';
import { pageOf, type Page, type PageArgs } from '../../../platform/graphql/page.js';
import { checkedCursor, isDay, isUuid } from '../../enrollments/cohort.queries.js';
import { Award, AwardEntry } from './award.entity.js';
import {
  awardCount,
  type AwardFactsRow,
  type AwardFilter,
  awardPage,
  awardsById,
  awardsOfPerson,
  entriesOfAwards,
  factsOfAwards,
  successorsOfAwards,
} from './award.queries.js';
import { awardStanding, standingSentence } from './award-standing.rules.js';
import type { AwardStandingType } from './award.type.js';

interface Successor {
  readonly awardId: string;
  readonly id: string;
}

/** Awards as they are read: by their holder, and by staff of their cohort. */
@Injectable()
export class AwardReading {
  private readonly awards = new Loader<string, Award>(
    async (db, ids) => (await db.read<Award>(awardsById(db, ids))).map(awardOf),
    ({ id }) => id,
  );
  private readonly facts = new Loader<string, AwardFactsRow>(
    (db, ids) => db.read<AwardFactsRow>(factsOfAwards(db.orgId, ids)),
    ({ id }) => id,
  );
  private readonly entries = new ListLoader<string, AwardEntry>(
    async (db, ids) =>
      (await db.read<AwardEntry>(entriesOfAwards(db.orgId, ids))).map((row) =>
        Object.assign(new AwardEntry(), row),
      ),
    ({ awardId }) => awardId,
  );
  private readonly successors = new Loader<string, Successor>(
    (db, ids) => db.read<Successor>(successorsOfAwards(db.orgId, ids)),
    ({ awardId }) => awardId,
  );

  /** Throws NOT_FOUND. */
  async byId(db: TenantDb, id: string): Promise<Award> {
    const [row] = await db.read<Award>(awardsById(db, [id]));
    if (!row) throw notFound();
    return awardOf(row);
  }

  /** Null for what the viewer may not see. Batched per operation. */
  ofParent(db: TenantDb, id: string): Promise<Award | null> {
    return this.awards.load(db, id);
  }

  /** The latest first; empty for a person nobody here knows. */
  async ofPerson(db: TenantDb, personId: string): Promise<Award[]> {
    return (await db.read<Award>(awardsOfPerson(db, personId))).map(awardOf);
  }

  /** The latest first. */
  async page(db: TenantDb, args: PageArgs & AwardFilter): Promise<Page<Award>> {
    const after = checkedCursor(args.after, [isDay, isUuid]) ?? [null, null];
    const rows = await db.read<Award>(awardPage(db, args, args.first, after));
    return pageOf(
      rows.map(awardOf),
      args,
      ({ awardedOn, id }) => [awardedOn, id],
      async () => (await db.read<{ count: number }>(awardCount(db, args)))[0]!.count,
    );
  }

  /** On the day, as far as was on record at the moment; today and now unless given. Null: not awarded by then. */
  async standing(
    db: TenantDb,
    id: string,
    on: string | null,
    knownAt: Date | null,
  ): Promise<AwardStandingType | null> {
    const row = await this.facts.load(db, id);
    const standing = row && awardStanding(row.facts, on ?? row.today, knownAt ?? row.now);
    return standing && { ...standing, because: standingSentence(standing) };
  }

  /** What became of it, in the order it was entered. */
  history(db: TenantDb, id: string): Promise<AwardEntry[]> {
    return this.entries.load(db, id);
  }

  /** The certificate that was issued in its place; null unless there is one. */
  async successor(db: TenantDb, id: string): Promise<Award | null> {
    const found = await this.successors.load(db, id);
    return found && this.ofParent(db, found.id);
  }
}

const awardOf = (row: Award): Award => Object.assign(new Award(), row);
