import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { decodeCursor, pageOf, type Page, type PageArgs } from '../../../platform/graphql/page.js';
import { Disclosures } from '../placements/disclosures.service.js';
import { skillFactsFrom } from '../sign-offs/skill-facts.queries.js';
import { skillStatus } from '../sign-offs/skill-status.rules.js';
import { hostedCandidates, hostedNow, ownCandidates, type ExpiringCandidate } from './expiring.queries.js';
import type { HostedAtSite } from './matrix.queries.js';
import { ExpiringSignOff } from './matrix.type.js';

interface Found extends ExpiringSignOff {
  readonly orgId: string;
}

/** What is about to run out, so that it is renewed before. */
@Injectable()
export class ExpiringSignOffs {
  constructor(private readonly disclosures: Disclosures) {}

  /** The soonest first: of one's own records, and of what was signed here of people placed here now. */
  async page(db: TenantDb, withinDays: number, args: PageArgs): Promise<Page<ExpiringSignOff>> {
    const [own, hosted, [clock]] = await db.readAll<[ExpiringCandidate, HostedAtSite, { now: Date }]>([
      ownCandidates(db, withinDays),
      hostedNow(db),
      sql`SELECT app_now() AS now`,
    ]);
    const others = await Promise.all(hosted.map((each) => candidatesOf(db, each, withinDays)));
    const found = [{ orgId: db.orgId, candidates: own }, ...others]
      .flatMap(({ orgId, candidates }) =>
        candidates.flatMap((each) => expiring(each, orgId, db.viewer.orgId, clock!.now, withinDays)),
      )
      .toSorted(bySoonest);
    await this.disclosures.note(db, 'expiringSignOffs', found);
    const [day, id] = decodeCursor(args.after, 2) ?? [null, null];
    const rest = found.filter(
      ({ expiresOn, signOffId }) => day === null || [expiresOn, signOffId].join() > [day, id].join(),
    );
    return pageOf<ExpiringSignOff>(
      rest.slice(0, args.first + 1),
      args,
      ({ expiresOn, signOffId }) => [expiresOn, signOffId],
      () => Promise.resolve(found.length),
    );
  }
}

const candidatesOf = (db: TenantDb, { orgId, assignmentIds }: HostedAtSite, withinDays: number) =>
  db.hostedIn(orgId).load((tx) =>
    tx.asSystem(async (system) => ({
      orgId,
      candidates: await system.query<ExpiringCandidate>(hostedCandidates(orgId, assignmentIds, withinDays)),
    })),
  );

/** The one place that decides a status says whether it does; what was signed elsewhere is not named. */
function expiring(
  { facts, today, signedIn, personId, name, skillId, code, title }: ExpiringCandidate,
  orgId: string,
  viewerOrgId: string,
  now: Date,
  expiringWithinDays: number,
): Found[] {
  const standing = skillStatus(skillFactsFrom(facts), today, now, { expiringWithinDays });
  const { status, signOffId, expiresOn, because } = standing;
  if (status !== 'EXPIRING' || signOffId === null || expiresOn === null) return [];
  const { assignmentId, siteOrgId } = signedIn[signOffId]!;
  if (orgId !== viewerOrgId && siteOrgId !== viewerOrgId) return [];
  const about = { personId, name, skillId, code, title, expiresOn, because };
  return [Object.assign(new ExpiringSignOff(), { ...about, signOffId, assignmentId, orgId })];
}

const bySoonest = (a: ExpiringSignOff, b: ExpiringSignOff): number =>
  a.expiresOn.localeCompare(b.expiresOn) || (a.signOffId < b.signOffId ? -1 : 1);
