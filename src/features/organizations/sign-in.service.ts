import { Injectable } from '@nestjs/common';
import { AccessTokens } from '../../platform/access/access-tokens.js';
import { Database } from '../../platform/database/database.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { isRefusal, refuse } from '../../platform/graphql/refusal.js';
import { AccountService } from '../people/account.service.js';
import {
  holderOf,
  meFrom,
  openMembershipsOf,
  type AccountHolder,
  type OpenMembership,
} from './me.queries.js';
import type { SignInInput, SwitchOrganizationInput } from './session.input.js';
import { InvalidCredentials, NoActiveMembership } from './session.refusals.js';
import { destination } from './session.rules.js';
import { SignedIn } from './session.type.js';
import { SessionOpener, type OpenedSession } from './session-opener.js';

/** Begins sessions. A session is for one account in one organization. */
@Injectable()
export class SignInService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountService,
    private readonly opener: SessionOpener,
    private readonly tokens: AccessTokens,
  ) {}

  /** Throws TOO_MANY_REQUESTS. `client` is the network address. */
  async signIn(
    input: SignInInput,
    client: string,
  ): Promise<SignedIn | InvalidCredentials | NoActiveMembership> {
    const account = await this.accounts.authenticate(input, client);
    if (!account) return refuse(InvalidCredentials, 'Address and password do not belong together.');
    const opened = await this.database
      .forVisitor({ personId: account.personId })
      .write((tx) => this.enterIn(tx, account, input.organizationId));
    return isRefusal(opened) ? opened : signedIn(this.tokens, opened);
  }

  /** Leaves the present session for one in another organization of the same person. */
  async switchOrganization(
    db: TenantDb,
    { organizationId }: SwitchOrganizationInput,
  ): Promise<SignedIn | NoActiveMembership> {
    db.viewer.mustActInPerson();
    const { accountId, personId, sessionId } = db.viewer;
    const opened = await db.write(async (tx) => {
      await this.opener.endIn(tx, sessionId, 'SWITCHED_ORGANIZATION');
      return this.enterIn(tx, { accountId, personId }, organizationId);
    });
    return isRefusal(opened) ? opened : signedIn(this.tokens, opened);
  }

  private async enterIn(
    tx: Transaction,
    account: { accountId: string; personId: string },
    organizationId: string | null | undefined,
  ): Promise<OpenedSession | NoActiveMembership> {
    const open = await tx.query<OpenMembership>(openMembershipsOf(account.personId));
    const chosen = destination(open, organizationId);
    if (!chosen) return noActiveMembership(organizationId);
    const [holder] = await tx.query<AccountHolder>(holderOf(account.accountId, account.personId));
    const opened = await this.opener.openIn(tx, account, chosen);
    return { ...opened, me: meFrom(holder!, open, chosen) };
  }
}

/** Signed after the commit: no token leaves for a session that was rolled back. */
export async function signedIn(tokens: AccessTokens, opened: OpenedSession): Promise<SignedIn> {
  const { token, expiresAt } = await tokens.sign(opened.viewer);
  return Object.assign(new SignedIn(), {
    accessToken: token,
    accessTokenExpiresAt: expiresAt,
    refreshToken: opened.refreshToken,
    refreshTokenExpiresAt: opened.refreshTokenExpiresAt,
    me: opened.me,
  });
}

const noActiveMembership = (organizationId: string | null | undefined): NoActiveMembership =>
  refuse(
    NoActiveMembership,
    organizationId
      ? 'You are not an active member of this organization.'
      : 'You are not an active member of any organization. Ask whoever invited you.',
  );
