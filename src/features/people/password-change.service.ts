import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { conflict } from '../../platform/faults/fault.js';
import { refuse } from '../../platform/graphql/refusal.js';
import { Mail } from '../../platform/mail/mail.js';
import { endSessions } from './account-sessions.queries.js';
import { OwnPassword } from './own-password.service.js';
import { PasswordHasher } from './password-hasher.js';
import type { ChangePasswordInput } from './password.input.js';
import { passwordChangedLetter } from './password.letters.js';
import { WeakPassword, WrongPassword } from './password.refusals.js';
import { passwordProblem } from './password.rules.js';
import { PasswordChanged } from './password.type.js';

@Injectable()
export class PasswordChangeService {
  constructor(
    private readonly own: OwnPassword,
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
    db.viewer.mustActInPerson();
    const proof = await this.own.begin(db, 'password-change', client);
    if (!(await this.own.matches(input.currentPassword, proof)))
      return refuse(WrongPassword, 'The current password is another one.');
    const problem = passwordProblem(input.newPassword, proof.stored);
    if (problem) return refuse(WeakPassword, problem);
    const hash = await this.passwords.hash(input.newPassword);
    return db.write(async (tx) => {
      await replaceIn(tx, proof.stored.hash, hash);
      await this.own.succeedIn(tx, proof);
      await this.mail.send(tx, passwordChangedLetter(proof.stored.email));
      return Object.assign(new PasswordChanged(), { changedAt: tx.now });
    });
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
