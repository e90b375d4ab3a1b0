import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { AccessTokens } from '../../../platform/access/access-tokens.js';
import { secretTokenHash } from '../../../platform/access/secret-token.js';
import { Database } from '../../../platform/database/database.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { refuse } from '../../../platform/graphql/refusal.js';
import { openMembershipsOf, type OpenMembership } from '../../organizations/me.queries.js';
import { SessionOpener } from '../../organizations/session-opener.js';
import { GuestSession } from './guest-validator.type.js';
import { GuestLinkNotValid } from './signing.refusals.js';

interface GuestByToken {
  readonly orgId: string;
  readonly id: string;
  readonly personId: string;
  readonly assignmentId: string;
}

/** The other side of a guest's link: whoever holds it. Every link that opens nothing gives the same answer. */
@Injectable()
export class GuestSessions {
  constructor(
    private readonly database: Database,
    private readonly opener: SessionOpener,
    private readonly tokens: AccessTokens,
  ) {}

  async open(token: string): Promise<GuestSession | GuestLinkNotValid> {
    const guest = await this.byToken(token);
    if (!guest) return notValid();
    const viewer = await this.database
      .forVisitor({ personId: guest.personId })
      .write((tx) => this.beginIn(tx, guest));
    if (!viewer) return notValid();
    const organizationName = await this.noteOpened(guest);
    const signed = await this.tokens.sign(viewer);
    return Object.assign(new GuestSession(), {
      accessToken: signed.token,
      accessTokenExpiresAt: signed.expiresAt,
      assignmentId: guest.assignmentId,
      organizationName,
    });
  }

  private async byToken(token: string): Promise<GuestByToken | undefined> {
    const tokenHash = secretTokenHash(token);
    const [guest] = await this.database.forVisitor({ tokenHash }).read<GuestByToken>(sql`
      SELECT org_id AS "orgId", id, person_id AS "personId", assignment_id AS "assignmentId" FROM guest_validator
      WHERE token_hash = ${tokenHash} AND expires_at > app_now()`);
    return guest;
  }

  /** Membership and account decide, as for everybody: a revoked one opens nothing. */
  private async beginIn(tx: Transaction, { orgId, personId }: GuestByToken) {
    const open = await tx.query<OpenMembership>(openMembershipsOf(personId));
    const membership = open.find((each) => each.orgId === orgId);
    const [account] = await tx.query<{ accountId: string }>(sql`
      SELECT id AS "accountId" FROM account WHERE person_id = ${personId} AND disabled_at IS NULL`);
    return membership && account ? this.opener.beginIn(tx, { ...account, personId }, membership) : null;
  }

  private async noteOpened({ orgId, id }: GuestByToken): Promise<string> {
    return this.database.forOrganization(orgId).write(async (tx) => {
      await tx.query(sql`
        UPDATE guest_validator SET used_at = app_now() WHERE org_id = ${orgId} AND id = ${id} AND used_at IS NULL`);
      const [{ name } = { name: '' }] = await tx.query<{ name: string }>(
        sql`SELECT name FROM organization WHERE id = ${orgId}`,
      );
      return name;
    });
  }
}

const notValid = (): GuestLinkNotValid =>
  refuse(GuestLinkNotValid, 'This link opens nothing any more. Ask whoever invited you for a new one.');
