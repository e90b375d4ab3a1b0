import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { notFound } from '../../platform/faults/fault.js';
import { Loader } from '../../platform/graphql/loader.js';
import { decodeCursor, encodeCursor, type Page } from '../../platform/graphql/page.js';
import type { Person } from '../people/person.entity.js';
import { PersonService } from '../people/person.service.js';
import { Membership } from './membership.entity.js';
import type { MembersArgs } from './membership.input.js';
import { countMembers, findMembers, listMembers, type MemberFilter } from './membership.queries.js';
import { Site } from './site.entity.js';

interface AddressOfMember {
  membershipId: string;
  email: string;
}

interface SitesOfMember {
  membershipId: string;
  sites: Site[];
}

interface CohortsOfMember {
  membershipId: string;
  cohortIds: string[];
}

@Injectable()
export class MembershipService {
  private readonly members = new Loader<string, Membership>(findMembers, (member) => member.id);
  private readonly addresses = new Loader<string, AddressOfMember>(
    addressesOf,
    (found) => found.membershipId,
  );
  private readonly sites = new Loader<string, SitesOfMember>(sitesOf, (found) => found.membershipId);
  private readonly cohorts = new Loader<string, CohortsOfMember>(cohortsOf, (found) => found.membershipId);

  constructor(private readonly persons: PersonService) {}

  /** Throws NOT_FOUND for members the viewer may not see. */
  async byId(db: TenantDb, id: string): Promise<Membership> {
    const [found] = await findMembers(db, [id]);
    if (!found) throw notFound();
    return found;
  }

  /** Like {@link byId}, for the edges of many members at once; null where there is nothing to see. */
  find(db: TenantDb, id: string): Promise<Membership | null> {
    return this.members.load(db, id);
  }

  /** By family name, given name, id. */
  async page(db: TenantDb, args: MembersArgs, kind: { isService: boolean }): Promise<Page<Membership>> {
    const filter: MemberFilter = { search: args.search, roles: args.roles, states: args.states, ...kind };
    const rows = await listMembers(db, filter, decodeCursor(args.after, 3), args.first + 1);
    const edges = rows.slice(0, args.first).map(({ member, familyName, givenName }) => ({
      node: member,
      cursor: encodeCursor([familyName, givenName, member.id]),
    }));
    return {
      edges,
      pageInfo: {
        hasNextPage: rows.length > args.first,
        hasPreviousPage: Boolean(args.after),
        startCursor: edges[0]?.cursor ?? null,
        endCursor: edges.at(-1)?.cursor ?? null,
      },
      get totalCount() {
        return countMembers(db, filter);
      },
    };
  }

  personOf(db: TenantDb, member: Membership): Promise<Person | null> {
    return this.persons.byId(db, member.personId);
  }

  /** The address they joined with, or their only one; further accounts are no matter of this organization. */
  async emailOf(db: TenantDb, { id }: Membership): Promise<string | null> {
    return (await this.addresses.load(db, id))?.email ?? null;
  }

  /** The sites a membership is limited to; null when it holds at every site. */
  async sitesOf(db: TenantDb, { id, siteLimited }: Membership): Promise<Site[] | null> {
    return siteLimited ? ((await this.sites.load(db, id))?.sites ?? []) : null;
  }

  /** The cohorts a membership is limited to; null when it holds for every cohort. */
  async cohortIdsOf(db: TenantDb, { id, cohortLimited }: Membership): Promise<string[] | null> {
    return cohortLimited ? ((await this.cohorts.load(db, id))?.cohortIds ?? []) : null;
  }
}

async function addressesOf(db: TenantDb, membershipIds: readonly string[]): Promise<AddressOfMember[]> {
  return db.read<AddressOfMember>(sql`
    SELECT m.id AS "membershipId", coalesce(joined.email, only_one.email) AS email FROM membership m
    LEFT JOIN LATERAL (SELECT i.email FROM invitation i WHERE i.org_id = m.org_id AND i.membership_id = m.id
      AND i.accepted_at IS NOT NULL ORDER BY i.accepted_at DESC LIMIT 1) joined ON true
    LEFT JOIN LATERAL (SELECT min(a.email) AS email FROM account a WHERE a.person_id = m.person_id AND a.kind = 'USER'
      HAVING count(*) = 1) only_one ON true
    WHERE m.org_id = ${db.orgId} AND m.id = ANY(${membershipIds as string[]}::uuid[])
      AND coalesce(joined.email, only_one.email) IS NOT NULL`);
}

async function sitesOf(db: TenantDb, membershipIds: readonly string[]): Promise<SitesOfMember[]> {
  const rows = await db.read<Site & { membershipId: string }>(sql`
    SELECT ms.membership_id AS "membershipId", s.org_id AS "orgId", s.id, s.name, s.setting, s.jurisdiction,
      s.time_zone AS "timeZone", s.closed_at AS "closedAt", s.created_at AS "createdAt"
    FROM membership_site ms JOIN site s ON s.org_id = ms.org_id AND s.id = ms.site_id
    WHERE ms.org_id = ${db.orgId} AND ms.membership_id = ANY(${membershipIds as string[]}::uuid[]) ORDER BY s.name`);
  const grouped = Map.groupBy(rows, (row) => row.membershipId);
  return [...grouped].map(([membershipId, of]) => ({
    membershipId,
    sites: of.map(({ membershipId: _, ...site }) => Object.assign(new Site(), site)),
  }));
}

async function cohortsOf(db: TenantDb, membershipIds: readonly string[]): Promise<CohortsOfMember[]> {
  return db.read<CohortsOfMember>(sql`
    SELECT membership_id AS "membershipId", array_agg(cohort_id::text ORDER BY cohort_id) AS "cohortIds"
    FROM membership_cohort WHERE org_id = ${db.orgId} AND membership_id = ANY(${membershipIds as string[]}::uuid[])
    GROUP BY membership_id`);
}
