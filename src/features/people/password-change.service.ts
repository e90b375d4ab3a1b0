import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { conflict, unauthenticated } from '../../platform/faults/fault.js';
import { refuse } from '../../platform/graphql/refusal.js';
import { Mail } from '../../platform/mail/mail.js';
import { endSessions } from './account-sessions.queries.js';
import { LockoutService, type Attempt } from './lockout.service.js';
import { PasswordHasher } from './password-hasher.js';
import type { ChangePasswordInput } from './password.input.js';
import { passwordChangedLetter } from './password.letters.js';
import { WeakPassword, WrongPassword } from './password.refusals.js';
import { passwordProblem, type PasswordOwner } from './password.rules.js';
import { PasswordChanged } from './password.type.js';

interface StoredPassword extends PasswordOwner {
  hash: string;
}

@Injectable()
export class PasswordChangeService {
  constructor(
    private readonly lockout: LockoutService,
    private readonly passwords: PasswordHasher,
    private readonly mail: Mail,
  ) {}

  /**
   * Replaces the viewer's own password and ends every other session of the account. Guessing the current one
   * with a stolen token is stopped like guessing at sign-in: throws TOO_MANY_REQUESTS.
   */
  async change(
    db: TenantDb,
    input: ChangePasswordInput,
    client: string,
  ): Promise<PasswordChanged | WrongPassword | WeakPassword> {
    const { stored, attempt } = await db.write((tx) => this.beginIn(tx, client));
    if (!(await this.passwords.matches(input.currentPassword, stored.hash)))
      return refuse(WrongPassword, 'The current password is another one.');
    const problem = passwordProblem(input.newPassword, stored);
    if (problem) return refuse(WeakPassword, problem);
    const hash = await this.passwords.hash(input.newPassword);
    return db.write(async (tx) => {
      await replaceIn(tx, stored.hash, hash);
      await this.lockout.forgetIn(tx, attempt);
      await this.mail.send(tx, passwordChangedLetter(stored.email));
      return Object.assign(new PasswordChanged(), { changedAt: tx.now });
    });
  }

  private async beginIn(
    tx: Transaction,
    client: string,
  ): Promise<{ stored: StoredPassword; attempt: Attempt }> {
    const { accountId, personId } = tx.db.viewer;
    const [stored] = await tx.query<StoredPassword>(sql`
      SELECT w.hash, a.email, p.given_name AS "givenName", p.family_name AS "familyName"
      FROM account a JOIN account_password w ON w.account_id = a.id JOIN person p ON p.id = a.person_id
      WHERE a.id = ${accountId} AND a.person_id = ${personId}`);
    if (!stored) throw unauthenticated(); // an account without a password signs in by other means
    const attempt = { purpose: 'password-change', email: stored.email, client } as const;
    await this.lockout.countIn(tx, attempt);
    return { stored, attempt };
  }
}

async function replaceIn(tx: Transaction, previous: string, hash: string): Promise<void> {
  const { accountId, sessionId } = tx.db.viewer;
  const [changed] = await tx.query(sql`
    UPDATE account_password SET hash = ${hash}, changed_at = app_now()
    WHERE account_id = ${accountId} AND hash = ${previous} RETURNING account_id`);
  if (!changed) throw conflict('The password was changed by another request at the same time.');
  await endSessions(tx, { accountId, except: sessionId, reason: 'PASSWORD_CHANGED' });
}
