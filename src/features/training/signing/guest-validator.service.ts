import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import { secretTokenHash } from '../../../platform/access/secret-token.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { decodeCursor, pageOf, type Page, type PageArgs } from '../../../platform/graphql/page.js';
import { isRefusal, type Refusal, refuse } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import { lockMembers, mustBeGrantor } from '../../organizations/membership-authority.js';
import { grantMembership } from '../../organizations/membership-grant.js';
import { whyNotGrant } from '../../organizations/membership.rules.js';
import { AccountService } from '../../people/account.service.js';
import { PersonService } from '../../people/person.service.js';
import { AssignmentAccess, type AssignmentFacts } from '../placements/assignment-access.service.js';
import { GuestLinks } from './guest-link.js';
import { GuestPost } from './guest-post.js';
import { GuestValidatorRecord } from './guest-validator.entity.js';
import type { InviteGuestValidatorInput } from './guest-validator.input.js';
import { GuestValidator } from './guest-validator.type.js';
import { SiteOfAnother } from './signing.refusals.js';

const DAY = 86_400_000;

/** Validators from outside: members for some days, who see one trainee and come by a mailed link. */
@Injectable()
export class GuestValidators {
  constructor(
    private readonly assignments: AssignmentAccess,
    private readonly persons: PersonService,
    private readonly accounts: AccountService,
    private readonly links: GuestLinks,
    private readonly post: GuestPost,
  ) {}

  /** Throws NOT_FOUND for an assignment the viewer may not see. */
  async invite(db: TenantDb, input: InviteGuestValidatorInput): Promise<GuestValidator | Refusal> {
    const records = await this.assignments.dbOf(db, input.assignmentId);
    const assignment = await records.load((tx) => this.assignments.facts(tx, input.assignmentId));
    if (assignment.siteOrgId !== db.viewer.orgId)
      return refuse(
        SiteOfAnother,
        'The organization whose site it is says who may validate there: ask them.',
      );
    const receipt = await db.once(input, (tx) => this.inviteIn(tx, input, assignment));
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  /** Those of the organization, the newest first. */
  async page(db: TenantDb, args: PageArgs): Promise<Page<GuestValidator>> {
    const [after] = decodeCursor(args.after, 1) ?? [null];
    const rows = await db.read<GuestValidator>(sql`
      SELECT ${SHOWN} WHERE g.org_id = ${db.orgId} AND (${after}::uuid IS NULL OR g.id < ${after}::uuid)
      ORDER BY g.id DESC LIMIT ${args.first + 1}`);
    const count = sql`SELECT count(*)::int AS n FROM guest_validator g WHERE g.org_id = ${db.orgId}`;
    return pageOf(
      rows.map(shown),
      args,
      ({ id }) => [id],
      async () => (await db.read<{ n: number }>(count))[0]!.n,
    );
  }

  private async byId(db: TenantDb, id: string): Promise<GuestValidator> {
    const [row] = await db.read<GuestValidator>(
      sql`SELECT ${SHOWN} WHERE g.org_id = ${db.orgId} AND g.id = ${id}`,
    );
    return shown(row!);
  }

  private async inviteIn(
    tx: Transaction,
    input: InviteGuestValidatorInput,
    assignment: AssignmentFacts,
  ): Promise<{ id: string } | Refusal> {
    await lockMembers(tx);
    const expiresAt = new Date(tx.now.getTime() + input.days * DAY);
    const terms = { role: 'SUPERVISOR', expiresAt } as const;
    const refusal = whyNotGrant(await mustBeGrantor(tx), terms);
    if (refusal) return refusal;
    const personId = await this.persons.createIn(tx, input);
    await this.accounts.createForGuestIn(tx, personId);
    const membershipId = await grantMembership(tx, { ...terms, ...WITHIN(assignment), personId });
    const id = newId();
    await tx.insert(GuestValidatorRecord, {
      id,
      membershipId,
      personId,
      assignmentOrgId: assignment.orgId,
      assignmentId: assignment.id,
      email: input.email,
      tokenHash: secretTokenHash(this.links.tokenOf(id)),
      expiresAt,
      invitedBy: tx.db.actorId,
    });
    await this.post.invite(tx, id);
    return { id };
  }
}

/** At one site, of no cohort: what else a supervisor sees, a guest does not. */
const WITHIN = ({ id, siteId }: AssignmentFacts) => ({
  siteIds: [siteId],
  cohortIds: [],
  lineManagerId: null,
  externalSource: null,
  externalId: null,
  origin: { guestOf: id },
});

const SHOWN: Sql = sql`g.id, g.membership_id AS "membershipId", g.person_id AS "personId", g.email, g.assignment_id AS "assignmentId",
  g.expires_at AS "expiresAt", g.used_at AS "usedAt", g.reminded_at AS "remindedAt", m.revoked_at AS "revokedAt",
  concat_ws(' ', p.given_name, p.family_name) AS name
  FROM guest_validator g JOIN membership m ON m.org_id = g.org_id AND m.id = g.membership_id JOIN person p ON p.id = g.person_id`;

const shown = (row: GuestValidator): GuestValidator => Object.assign(new GuestValidator(), row);
