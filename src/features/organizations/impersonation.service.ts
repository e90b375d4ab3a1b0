import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { AccessTokens } from '../../platform/access/access-tokens.js';
import { Viewer } from '../../platform/access/viewer.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { notFound } from '../../platform/faults/fault.js';
import { decodeCursor, pageOf, type Page, type PageArgs } from '../../platform/graphql/page.js';
import { isRefusal, refuse, type Refusal } from '../../platform/graphql/refusal.js';
import { newId } from '../../platform/ids/ids.js';
import { PersonService } from '../people/person.service.js';
import { Impersonation } from './impersonation.entity.js';
import type { EndImpersonationInput, StartImpersonationInput } from './impersonation.input.js';
import { MemberWithoutAccount } from './impersonation.refusals.js';
import { EndedImpersonation, StartedImpersonation } from './impersonation.type.js';
import { mustBeGrantor } from './membership-authority.js';
import { findStanding } from './membership.queries.js';
import { OwnMembership } from './membership.refusals.js';
import { whyNotTouch } from './membership.rules.js';

/** Looking at the organization as one of its members: for half an hour, on record, and never to sign. */
@Injectable()
export class ImpersonationService {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly persons: PersonService,
  ) {}

  /** Throws NOT_FOUND for whoever is no member now, FORBIDDEN to whoever acts as another already. */
  async start(db: TenantDb, input: StartImpersonationInput): Promise<StartedImpersonation | Refusal> {
    db.viewer.mustActInPerson();
    const started = await db.write((tx) => this.startIn(tx, input));
    if (isRefusal(started)) return started;
    const { token } = await this.tokens.sign(started.viewer, started.impersonation.expiresAt);
    return Object.assign(new StartedImpersonation(), {
      impersonation: started.impersonation,
      accessToken: token,
    });
  }

  /** By whoever began it, whoever it is about, and whoever could have begun it. Throws NOT_FOUND for others, and once it is over. */
  async end(db: TenantDb, input: EndImpersonationInput): Promise<EndedImpersonation> {
    const { impersonationId } = input;
    const { endedAt } = await db.once(input, (tx) => this.endIn(tx, impersonationId));
    return Object.assign(new EndedImpersonation(), { impersonationId, endedAt: new Date(endedAt) });
  }

  /** Of oneself, the last first. */
  async ofViewer(db: TenantDb, args: PageArgs): Promise<Page<Impersonation>> {
    const { personId } = db.viewer;
    const [before] = decodeCursor(args.after, 1) ?? [null];
    const rows = await db.entities(
      Impersonation,
      sql`SELECT i.* FROM impersonation i
        WHERE i.org_id = ${db.orgId} AND i.person_id = ${personId} AND (${before}::text IS NULL OR i.id::text < ${before})
        ORDER BY i.id DESC LIMIT ${args.first + 1}`,
    );
    return pageOf(
      rows,
      args,
      ({ id }) => [id],
      async () => {
        const [row] = await db.read<{ count: number }>(
          sql`SELECT count(*)::int AS count FROM impersonation WHERE org_id = ${db.orgId} AND person_id = ${personId}`,
        );
        return row!.count;
      },
    );
  }

  private async startIn(
    tx: Transaction,
    { membershipId, reason }: StartImpersonationInput,
  ): Promise<{ viewer: Viewer; impersonation: Impersonation } | Refusal> {
    const grantor = await mustBeGrantor(tx);
    const standing = await findStanding(tx, membershipId);
    if (!standing || standing.isService || isOver(standing.terms, tx.now)) throw notFound();
    const { personId, terms } = standing;
    const refusal = whyNotTouch(grantor, membershipId, terms.role);
    if (refusal) return refusal;
    const impersonatorId = tx.db.viewer.personId;
    if (await this.persons.isSameIn(tx, impersonatorId, personId))
      return refuse(OwnMembership, 'This is you, by another account: there is nobody to act for.');
    const id = newId();
    const [opened] = await tx.query<{ accountId: string; expiresAt: Date }>(
      sql`SELECT account_id AS "accountId", until AS "expiresAt" FROM open_impersonation(${tx.orgId}, ${id}, ${membershipId})`,
    );
    if (!opened) return refuse(MemberWithoutAccount, 'This member has no account yet: invite them first.');
    const { accountId, expiresAt } = opened;
    const about = { membershipId, impersonatorId, reason, expiresAt };
    await tx.insert(Impersonation, { id, personId, ...about, startedAt: tx.now });
    tx.append({ personId, kind: 'impersonation.started', content: { impersonationId: id, ...about } });
    return {
      viewer: new Viewer(tx.orgId, personId, accountId, membershipId, id, terms.role, impersonatorId),
      impersonation: await tx.get(Impersonation, { id }),
    };
  }

  private async endIn(tx: Transaction, id: string): Promise<{ endedAt: string }> {
    const { viewer } = tx.db;
    const actor = viewer.impersonatorId ?? viewer.personId;
    const all = viewer.can('member:impersonate');
    const [ended] = await tx.query<{ personId: string }>(sql`
      UPDATE impersonation SET ended_at = app_now(), ended_by = ${actor}
      WHERE org_id = ${tx.orgId} AND id = ${id} AND ended_at IS NULL AND expires_at > app_now()
        AND (${all} OR ${actor} IN (person_id, impersonator_id))
      RETURNING person_id AS "personId"`);
    if (!ended) throw notFound();
    await tx.query(sql`SELECT end_impersonation(${tx.orgId}, ${id})`);
    tx.append({
      personId: ended.personId,
      kind: 'impersonation.ended',
      content: { impersonationId: id, endedBy: actor },
    });
    return { endedAt: tx.now.toISOString() };
  }
}

const isOver = (terms: { revokedAt: Date | null; expiresAt: Date | null }, now: Date): boolean =>
  terms.revokedAt !== null || (terms.expiresAt !== null && terms.expiresAt <= now);
