import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { newId } from '../../platform/ids/ids.js';
import { LockoutService } from './lockout.service.js';
import { PasswordHasher } from './password-hasher.js';
import { normalEmail } from './password.rules.js';

export interface Credentials {
  email: string;
  password: string;
}

/** Whom the credentials are of. */
export interface Authenticated {
  accountId: string;
  personId: string;
  email: string;
}

interface StoredAccount {
  accountId: string;
  personId: string;
  hash: string | null;
  disabled: boolean;
}

/** Accounts: the ways a person signs in. */
@Injectable()
export class AccountService {
  constructor(
    private readonly database: Database,
    private readonly lockout: LockoutService,
    private readonly passwords: PasswordHasher,
  ) {}

  /**
   * Whose credentials these are, or null: the same null, after the same work, for an unknown address, a
   * wrong password and a disabled account. Throws TOO_MANY_REQUESTS. `client` is the network address.
   */
  async authenticate(credentials: Credentials, client: string): Promise<Authenticated | null> {
    const email = normalEmail(credentials.email);
    const visitor = this.database.forVisitor({ email });
    const attempt = { purpose: 'sign-in', email, client } as const;
    const stored = await visitor.write(async (tx) => {
      await this.lockout.countIn(tx, attempt);
      return accountOf(tx, email);
    });
    const matches = await this.passwords.matches(credentials.password, stored?.hash ?? null);
    if (!stored || !matches || stored.disabled) return null;
    await visitor.write((tx) => this.lockout.forgetIn(tx, attempt));
    return { accountId: stored.accountId, personId: stored.personId, email };
  }

  /** Whether somebody signs in with this address already. Never told to a visitor. */
  async exists(email: string): Promise<boolean> {
    return (await this.ownerOf(email)) !== null;
  }

  /** The person who signs in with this address, or null. Never told to a visitor. */
  async ownerOf(email: string): Promise<string | null> {
    const address = normalEmail(email);
    const [row] = await this.database
      .forVisitor({ email: address })
      .read<{ personId: string }>(sql`SELECT person_id AS "personId" FROM account WHERE email = ${address}`);
    return row?.personId ?? null;
  }

  /** Whether a person of the transaction's organization has any account. */
  async ownsAnyIn(tx: Transaction, personId: string): Promise<boolean> {
    const owned = await tx.query(sql`SELECT 1 FROM account WHERE person_id = ${personId} LIMIT 1`);
    return owned.length > 0;
  }

  /** Somebody who comes by a mailed link alone: no password opens it, and no address of anybody's names it. */
  async createForGuestIn(tx: Transaction, personId: string): Promise<string> {
    const id = newId();
    await tx.query(sql`
      INSERT INTO account (id, person_id, email) VALUES (${id}, ${personId}, ${`guest-${id}@guest.invalid`})`);
    return id;
  }

  /**
   * Adds an account with a password hashed before (see {@link PasswordHasher}: hashing takes too long for a
   * transaction). Throws a unique violation of `uq_account_email` when the address is taken. Answers its id.
   */
  async createIn(
    tx: Transaction,
    account: { personId: string; email: string; passwordHash: string },
  ): Promise<string> {
    const [id, email] = [newId(), normalEmail(account.email)];
    await tx.query(
      sql`INSERT INTO account (id, person_id, email) VALUES (${id}, ${account.personId}, ${email})`,
    );
    await tx.query(sql`
      INSERT INTO account_password (account_id, person_id, hash) VALUES (${id}, ${account.personId}, ${account.passwordHash})`);
    return id;
  }
}

async function accountOf(tx: Transaction, email: string): Promise<StoredAccount | undefined> {
  const [row] = await tx.query<StoredAccount>(sql`
    SELECT a.id AS "accountId", a.person_id AS "personId", p.hash, a.disabled_at IS NOT NULL AS disabled
    FROM account a LEFT JOIN account_password p ON p.account_id = a.id
    WHERE a.email = ${email}`);
  return row;
}
