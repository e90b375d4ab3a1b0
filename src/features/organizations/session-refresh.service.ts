import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { AccessTokens } from '../../platform/access/access-tokens.js';
import { secretTokenHash } from '../../platform/access/secret-token.js';
import { Viewer } from '../../platform/access/viewer.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { refuse } from '../../platform/graphql/refusal.js';
import {
  holderOf,
  meFrom,
  openMembershipsOf,
  type AccountHolder,
  type OpenMembership,
} from './me.queries.js';
import type { RefreshSessionInput } from './session.input.js';
import { SessionOpener, type OpenedSession } from './session-opener.js';
import { SessionHasEnded } from './session.refusals.js';
import type { SignedIn } from './session.type.js';
import { signedIn } from './sign-in.service.js';

interface LivingSession {
  id: string;
  accountId: string;
  personId: string;
  membershipId: string;
}

/**
 * Goes on with sessions. Each refresh token is good once. A second use means that two have it, and nobody
 * can tell the thief from the owner: the whole session ends. This is strict: a client that lost the answer
 * of a refresh signs in again, because leniency for "immediate" retries would be leniency for a fast thief.
 */
@Injectable()
export class SessionRefreshService {
  constructor(
    private readonly database: Database,
    private readonly opener: SessionOpener,
    private readonly tokens: AccessTokens,
  ) {}

  async refresh({ refreshToken }: RefreshSessionInput): Promise<SignedIn | SessionHasEnded> {
    const tokenHash = secretTokenHash(refreshToken);
    const [holder] = await this.database
      .forVisitor({ tokenHash })
      .read<{ personId: string }>(
        sql`SELECT person_id AS "personId" FROM refresh_token WHERE token_hash = ${tokenHash}`,
      );
    const opened =
      holder &&
      (await this.database
        .forVisitor({ tokenHash, personId: holder.personId })
        .write((tx) => this.goOnIn(tx, tokenHash)));
    return opened
      ? signedIn(this.tokens, opened)
      : refuse(SessionHasEnded, 'The session is over. Sign in again.');
  }

  /** Null, and not a refusal, when the session is over: what was ended here must be kept, not rolled back. */
  private async goOnIn(tx: Transaction, tokenHash: string): Promise<OpenedSession | null> {
    const used = await useIn(tx, tokenHash);
    if (!used) {
      await this.endFamilyIn(tx, tokenHash);
      return null;
    }
    const session = used.inTime ? await livingSession(tx, used.sessionId) : null;
    if (!session) return null;
    const [holder] = await tx.query<AccountHolder>(holderOf(session.accountId, session.personId));
    const open = await tx.query<OpenMembership>(openMembershipsOf(session.personId));
    const current = open.find(({ membershipId }) => membershipId === session.membershipId);
    if (!current || !holder || holder.disabled) {
      await this.opener.endIn(tx, session.id, 'ACCESS_ENDED');
      return null;
    }
    const { accountId, personId, membershipId } = session;
    return {
      viewer: new Viewer(current.orgId, personId, accountId, membershipId, session.id, current.role),
      me: meFrom(holder, open, current),
      ...(await this.opener.issueIn(tx, session.id, personId)),
    };
  }

  private async endFamilyIn(tx: Transaction, tokenHash: string): Promise<void> {
    const [token] = await tx.query<{ sessionId: string }>(
      sql`SELECT session_id AS "sessionId" FROM refresh_token WHERE token_hash = ${tokenHash}`,
    );
    if (token) await this.opener.endIn(tx, token.sessionId, 'REFRESH_TOKEN_REUSED');
  }
}

/** Compare-and-set: of two requests with the same token the later one finds it used. */
async function useIn(
  tx: Transaction,
  tokenHash: string,
): Promise<{ sessionId: string; inTime: boolean } | undefined> {
  const [used] = await tx.query<{ sessionId: string; inTime: boolean }>(sql`
    UPDATE refresh_token SET used_at = app_now() WHERE token_hash = ${tokenHash} AND used_at IS NULL
    RETURNING session_id AS "sessionId", expires_at > app_now() AS "inTime"`);
  return used;
}

async function livingSession(tx: Transaction, id: string): Promise<LivingSession | null> {
  const [session] = await tx.query<LivingSession>(sql`
    UPDATE session SET last_used_at = app_now() WHERE id = ${id} AND ended_at IS NULL
    RETURNING id, account_id AS "accountId", person_id AS "personId", membership_id AS "membershipId"`);
  return session ?? null;
}
