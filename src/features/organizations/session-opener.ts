import { Inject, Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { newSecretToken, secretTokenHash } from '../../platform/access/secret-token.js';
import { Viewer } from '../../platform/access/viewer.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { newId } from '../../platform/ids/ids.js';
import type { OpenMembership } from './me.queries.js';
import type { Me } from './me.type.js';
import type { SessionEnd } from './session.entity.js';

/** A refresh token as it is handed out, once. */
export interface IssuedRefreshToken {
  refreshToken: string;
  refreshTokenExpiresAt: Date;
}

/** What a signed-in client is told, but for the access token. */
export interface OpenedSession extends IssuedRefreshToken {
  viewer: Viewer;
  me: Me;
}

/** Writes sessions and their refresh tokens, always in a transaction that knows the person. */
@Injectable()
export class SessionOpener {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** A new session of the account for the membership. */
  async openIn(
    tx: Transaction,
    account: { accountId: string; personId: string },
    membership: OpenMembership,
  ): Promise<Omit<OpenedSession, 'me'>> {
    const viewer = await this.beginIn(tx, account, membership);
    return { viewer, ...(await this.issueIn(tx, viewer.sessionId, account.personId)) };
  }

  /** The same without a refresh token: it lasts as long as its first access token. */
  async beginIn(
    tx: Transaction,
    { accountId, personId }: { accountId: string; personId: string },
    { orgId, membershipId, role }: OpenMembership,
  ): Promise<Viewer> {
    const sessionId = newId();
    await tx.query(sql`
      INSERT INTO session (id, person_id, account_id, org_id, membership_id)
      VALUES (${sessionId}, ${personId}, ${accountId}, ${orgId}, ${membershipId})`);
    return new Viewer(orgId, personId, accountId, membershipId, sessionId, role);
  }

  /** The next refresh token of a session. */
  async issueIn(tx: Transaction, sessionId: string, personId: string): Promise<IssuedRefreshToken> {
    const refreshToken = newSecretToken();
    const [row] = await tx.query<{ expiresAt: Date }>(sql`
      INSERT INTO refresh_token (id, session_id, person_id, token_hash, expires_at)
      VALUES (${newId()}, ${sessionId}, ${personId}, ${secretTokenHash(refreshToken)},
        app_now() + make_interval(days => ${this.config.refreshTokenDays}))
      RETURNING expires_at AS "expiresAt"`);
    return { refreshToken, refreshTokenExpiresAt: row!.expiresAt };
  }

  /** Ends an open session; one that is over stays as it ended. */
  async endIn(tx: Transaction, sessionId: string, reason: SessionEnd): Promise<void> {
    await tx.query(sql`
      UPDATE session SET ended_at = app_now(), end_reason = ${reason}
      WHERE id = ${sessionId} AND ended_at IS NULL`);
  }
}
