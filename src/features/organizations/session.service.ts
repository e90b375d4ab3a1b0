import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { notFound, unauthenticated } from '../../platform/faults/fault.js';
import { decodeCursor, pageOf, type Page, type PageArgs } from '../../platform/graphql/page.js';
import { endSessions } from '../people/account-sessions.queries.js';
import {
  holderOf,
  meFrom,
  openMembershipsOf,
  organizationOf,
  type AccountHolder,
  type OpenMembership,
} from './me.queries.js';
import type { Me } from './me.type.js';
import type { EndSessionInput, SignOutInput } from './session.input.js';
import { SessionOpener } from './session-opener.js';
import { EndedSession, SessionType, SignedOut } from './session.type.js';

interface SessionRow {
  id: string;
  createdAt: Date;
  lastUsedAt: Date;
  orgId: string;
  orgName: string;
  isSchool: boolean;
  isClinic: boolean;
  orgCreatedAt: Date;
}

/** The viewer's own sessions. They belong to the account, wherever it is signed in. */
@Injectable()
export class SessionService {
  constructor(private readonly opener: SessionOpener) {}

  /** One round trip. */
  async me(db: TenantDb): Promise<Me> {
    const { accountId, personId, membershipId, impersonatorId } = db.viewer;
    const [[holder], open] = await db.readAll<[AccountHolder, OpenMembership]>([
      holderOf(accountId, personId),
      openMembershipsOf(personId),
    ]);
    const current = open.find((membership) => membership.membershipId === membershipId);
    if (!holder || !current) throw unauthenticated();
    // Whoever acts as another learns nothing of other organizations.
    return meFrom(holder, impersonatorId === null ? open : [current], current, impersonatorId);
  }

  /** Those that are open, the newest first. */
  async page(db: TenantDb, args: PageArgs): Promise<Page<SessionType>> {
    db.viewer.mustActInPerson();
    const { accountId, sessionId } = db.viewer;
    const [before] = decodeCursor(args.after, 1) ?? [null];
    const rows = await db.read<SessionRow>(sql`
      SELECT s.id, s.created_at AS "createdAt", s.last_used_at AS "lastUsedAt", o.id AS "orgId", o.name AS "orgName",
        o.is_school AS "isSchool", o.is_clinic AS "isClinic", o.created_at AS "orgCreatedAt"
      FROM session s JOIN organization o ON o.id = s.org_id
      WHERE s.account_id = ${accountId} AND s.ended_at IS NULL AND s.impersonator_id IS NULL AND (${before}::text IS NULL OR s.id::text < ${before})
      ORDER BY s.id DESC LIMIT ${args.first + 1}`);
    const sessions = rows.map((row) => sessionOf(row, sessionId));
    return pageOf(
      sessions,
      args,
      (session) => [session.id],
      () => countOpen(db),
    );
  }

  /** Throws NOT_FOUND for a session that is not the account's, or is over. */
  async end(db: TenantDb, input: EndSessionInput): Promise<EndedSession> {
    db.viewer.mustActInPerson();
    const { sessionId, endedAt } = await db.once(input, async (tx) => {
      const [ended] = await tx.query<{ endedAt: Date }>(sql`
        UPDATE session SET ended_at = app_now(), end_reason = 'ENDED_BY_OWNER'
        WHERE id = ${input.sessionId} AND account_id = ${tx.db.viewer.accountId} AND ended_at IS NULL
        RETURNING ended_at AS "endedAt"`);
      if (!ended) throw notFound();
      return { sessionId: input.sessionId, endedAt: ended.endedAt.toISOString() };
    });
    return Object.assign(new EndedSession(), { sessionId, endedAt: new Date(endedAt) });
  }

  /** Ends the viewer's session, or every one of the account; their access tokens open nothing from now on. */
  signOut(db: TenantDb, { everywhere }: SignOutInput): Promise<SignedOut> {
    if (everywhere) db.viewer.mustActInPerson();
    return db.write(async (tx) => {
      await this.signOutIn(tx, everywhere);
      return Object.assign(new SignedOut(), { endedAt: tx.now });
    });
  }

  private signOutIn(tx: Transaction, everywhere: boolean): Promise<void> {
    const { accountId, sessionId } = tx.db.viewer;
    return everywhere
      ? endSessions(tx, { accountId, reason: 'SIGNED_OUT_EVERYWHERE' })
      : this.opener.endIn(tx, sessionId, 'SIGNED_OUT');
  }
}

async function countOpen(db: TenantDb): Promise<number> {
  const [row] = await db.read<{ count: number }>(
    sql`SELECT count(*)::int AS count FROM session WHERE account_id = ${db.viewer.accountId} AND ended_at IS NULL AND impersonator_id IS NULL`,
  );
  return row!.count;
}

const sessionOf = (row: SessionRow, currentId: string): SessionType =>
  Object.assign(new SessionType(), {
    id: row.id,
    organization: organizationOf(row),
    createdAt: row.createdAt,
    lastUsedAt: row.lastUsedAt,
    isCurrent: row.id === currentId,
  });
