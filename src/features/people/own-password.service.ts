import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { unauthenticated } from '../../platform/faults/fault.js';
import { type Attempt, LockoutService } from './lockout.service.js';
import { PasswordHasher } from './password-hasher.js';
import type { PasswordOwner } from './password.rules.js';

export interface StoredPassword extends PasswordOwner {
  readonly hash: string;
}

/** Somebody signed in says a secret of theirs once more; the try has been counted. */
export interface Proof {
  readonly stored: StoredPassword;
  readonly attempt: Attempt;
}

/** Whether whoever holds a session knows the password, too: a stolen token alone does not. */
@Injectable()
export class OwnPassword {
  constructor(
    private readonly lockout: LockoutService,
    private readonly passwords: PasswordHasher,
  ) {}

  /** Counts the try before it is looked at. Throws TOO_MANY_REQUESTS; UNAUTHENTICATED for an account without a password. */
  begin(db: TenantDb, purpose: Attempt['purpose'], client: string): Promise<Proof> {
    return db.write(async (tx) => {
      const stored = await storedPassword(tx);
      const attempt = { purpose, email: stored.email, client };
      await this.lockout.countIn(tx, attempt);
      return { stored, attempt };
    });
  }

  /** Costs tens of milliseconds: never inside a transaction. */
  matches(password: string, { stored }: Proof): Promise<boolean> {
    return this.passwords.matches(password, stored.hash);
  }

  /** After success: earlier tries no longer count. */
  succeedIn(tx: Transaction, { attempt }: Proof): Promise<void> {
    return this.lockout.forgetIn(tx, attempt);
  }
}

async function storedPassword(tx: Transaction): Promise<StoredPassword> {
  const { accountId, personId } = tx.db.viewer;
  const [stored] = await tx.query<StoredPassword>(sql`
    SELECT w.hash, a.email, p.given_name AS "givenName", p.family_name AS "familyName"
    FROM account a JOIN account_password w ON w.account_id = a.id JOIN person p ON p.id = a.person_id
    WHERE a.id = ${accountId} AND a.person_id = ${personId}`);
  if (!stored) throw unauthenticated(); // an account without a password signs in by other means
  return stored;
}
