import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { newSecretToken } from '../../platform/access/secret-token.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { badInput, notFound } from '../../platform/faults/fault.js';
import { decodeCursor, pageOf, type Page, type PageArgs } from '../../platform/graphql/page.js';
import { isRefusal, refuse, type Refusal } from '../../platform/graphql/refusal.js';
import { newId } from '../../platform/ids/ids.js';
import { ACCESS_TOPIC } from '../../platform/live/live-updates.js';
import { PasswordHasher } from '../people/password-hasher.js';
import { PersonService } from '../people/person.service.js';
import { lockMembers, mustBeGrantor } from './membership-authority.js';
import { MembershipChangeService } from './membership-change.service.js';
import { grantMembership } from './membership-grant.js';
import { endSessions, findStanding } from './membership.queries.js';
import { MembershipIsRevoked } from './membership.refusals.js';
import { whyNotGrant } from './membership.rules.js';
import {
  ServiceAccount,
  ServiceAccountCredentials,
  type CreateServiceAccountInput,
  type RevokeServiceAccountInput,
} from './service-account.type.js';

/** Nobody's mail goes there: the domain is reserved (RFC 2606). */
const clientIdOf = (id: string): string => `${id}@service.invalid`;

/** Programs that sign in as members: a person of their own each, so that what they do is told apart. */
@Injectable()
export class ServiceAccountService {
  constructor(
    private readonly persons: PersonService,
    private readonly passwords: PasswordHasher,
    private readonly changes: MembershipChangeService,
  ) {}

  /** By name, then id. */
  async page(db: TenantDb, args: PageArgs): Promise<Page<ServiceAccount>> {
    const [name, id] = decodeCursor(args.after, 2) ?? [null, null];
    const rows = await db.read(sql`SELECT * FROM (${serviceAccounts(db)}) s
      WHERE ${id}::uuid IS NULL OR (s.name, s.id) > (${name}::text, ${id}::uuid)
      ORDER BY s.name, s.id LIMIT ${args.first + 1}`);
    return pageOf(
      rows.map(serviceAccount),
      args,
      (row) => [row.name, row.id],
      async () => (await db.read(serviceAccounts(db))).length,
    );
  }

  async create(db: TenantDb, input: CreateServiceAccountInput): Promise<ServiceAccountCredentials | Refusal> {
    const secret = newSecretToken();
    const hash = await this.passwords.hash(secret);
    const made = await db.write((tx) => this.createIn(tx, input, hash));
    return isRefusal(made) ? made : this.credentials(db, made.id, secret);
  }

  /** The old secret ends, and with it every session it opened. */
  async rotate(db: TenantDb, id: string): Promise<ServiceAccountCredentials | Refusal> {
    const secret = newSecretToken();
    const hash = await this.passwords.hash(secret);
    const refusal = await db.write((tx) => rotateIn(tx, id, hash));
    return refusal ?? this.credentials(db, id, secret);
  }

  async revoke(db: TenantDb, input: RevokeServiceAccountInput): Promise<ServiceAccount | Refusal> {
    return (await this.changes.revokeService(db, input)) ?? this.byId(db, input.membershipId);
  }

  private async byId(db: TenantDb, id: string): Promise<ServiceAccount> {
    const [row] = await db.read(sql`SELECT * FROM (${serviceAccounts(db)}) s WHERE s.id = ${id}`);
    if (!row) throw notFound();
    return serviceAccount(row);
  }

  private async credentials(db: TenantDb, id: string, secret: string): Promise<ServiceAccountCredentials> {
    const account = await this.byId(db, id);
    const shown = { serviceAccount: account, clientId: account.clientId, secret };
    return Object.assign(new ServiceAccountCredentials(), shown);
  }

  private async createIn(
    tx: Transaction,
    { name, role, expiresAt = null }: CreateServiceAccountInput,
    hash: string,
  ): Promise<{ id: string } | Refusal> {
    await lockMembers(tx);
    if (expiresAt && expiresAt <= tx.now) throw badInput('input.expiresAt', 'must be ahead');
    const refusal = whyNotGrant(await mustBeGrantor(tx), { role, expiresAt });
    if (refusal) return refusal;
    const personId = await this.persons.createIn(tx, { givenName: name, familyName: '' });
    const accountId = newId();
    await tx.query(sql`INSERT INTO account (id, person_id, email, kind)
      VALUES (${accountId}, ${personId}, ${clientIdOf(accountId)}, 'SERVICE')`);
    await tx.query(
      sql`INSERT INTO account_password (account_id, person_id, hash) VALUES (${accountId}, ${personId}, ${hash})`,
    );
    const everywhere = {
      lineManagerId: null,
      siteIds: null,
      cohortIds: null,
      externalSource: null,
      externalId: null,
    };
    const grant = { ...everywhere, role, expiresAt, personId, isService: true, origin: { name } };
    return { id: await grantMembership(tx, grant) };
  }
}

async function rotateIn(tx: Transaction, id: string, hash: string): Promise<Refusal | null> {
  await lockMembers(tx);
  const standing = await findStanding(tx, id);
  if (!standing?.isService) throw notFound();
  const { personId, terms } = standing;
  const refusal = whyNotGrant(await mustBeGrantor(tx), terms);
  if (refusal) return refusal;
  if (terms.revokedAt) return refuse(MembershipIsRevoked, 'This service account is revoked. Make a new one.');
  await tx.query(sql`SELECT set_service_secret(${tx.orgId}, ${id}, ${hash})`);
  await endSessions(tx, id, 'PASSWORD_CHANGED');
  tx.notify(ACCESS_TOPIC, { membershipId: id });
  tx.append({ personId, kind: 'service-account.secret-rotated', content: { membershipId: id } });
  return null;
}

const serviceAccount = (row: object): ServiceAccount => Object.assign(new ServiceAccount(), row);

const serviceAccounts = (db: TenantDb) => sql`
  SELECT m.id, p.given_name AS name, a.email AS "clientId", m.role, m.expires_at AS "expiresAt", m.created_at AS "createdAt",
    CASE WHEN m.revoked_at IS NOT NULL THEN 'REVOKED' WHEN m.expires_at <= app_now() THEN 'EXPIRED' ELSE 'ACTIVE' END AS state
  FROM membership m JOIN person p ON p.id = m.person_id JOIN account a ON a.person_id = p.id AND a.kind = 'SERVICE'
  WHERE m.org_id = ${db.orgId} AND m.is_service AND NOT EXISTS (SELECT 1 FROM membership v WHERE v.org_id = ${db.orgId}
    AND v.id = ${db.viewer.membershipId} AND (v.cohort_limited OR v.site_limited))`;
