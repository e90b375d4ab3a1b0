import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import sql, { join } from 'sql-template-tag';
import { In } from 'typeorm';
import type { Transaction } from '../../platform/database/transaction.js';
import { networkOf } from '../../platform/access/client-network.js';
import { Fault } from '../../platform/faults/fault.js';
import { Lockout } from './lockout.entity.js';
import { secondsLocked, withFailure, type LockoutPolicy } from './lockout.rules.js';

/** Somebody tries something that a guesser would try often. */
export interface Attempt {
  purpose: 'sign-in' | 'password-change' | 'password-reset' | 'signing' | 'affiliation-code';
  /** Who tries: an address in the form `normalEmail` gives, so that letter case makes no second key, or an id. */
  email: string;
  /** Network address of the client. */
  client: string;
}

/** From one client; a person who mistypes gets this many tries. */
const PER_CLIENT: LockoutPolicy = { freeFailures: 5 };
/** From anywhere: wide enough that a stranger's guesses do not lock the owner out at once. */
const PER_ADDRESS: LockoutPolicy = { freeFailures: 20 };

/** Stops guessing: counts attempts per address, and per address and client. */
@Injectable()
export class LockoutService {
  /**
   * Counts the attempt before it is looked at. Throws TOO_MANY_REQUESTS with `retryAfter` (seconds) when
   * there were too many, the same whether or not the address has an account.
   */
  async countIn(tx: Transaction, attempt: Attempt): Promise<void> {
    await tx.lock(`lockout ${attempt.purpose} ${attempt.email}`);
    const keys = keysOf(attempt);
    const known = await tx.find(Lockout, { where: { keyHash: In(keys.map((key) => key.hash)) } });
    const of = (hash: string): Lockout | null => known.find((row) => row.keyHash === hash) ?? null;
    const seconds = Math.max(...keys.map((key) => secondsLocked(of(key.hash), tx.now)));
    if (seconds) throw tooMany(seconds);
    const rows = keys.map(({ hash, policy }) => {
      const { failures, lastFailedAt, lockedUntil } = withFailure(of(hash), policy, tx.now);
      return sql`(${hash}, ${failures}::int, ${lastFailedAt}::timestamptz, ${lockedUntil}::timestamptz)`;
    });
    await tx.query(sql`
      INSERT INTO lockout (key_hash, failures, last_failed_at, locked_until) VALUES ${join(rows)}
      ON CONFLICT (key_hash) DO UPDATE SET failures = excluded.failures,
        last_failed_at = excluded.last_failed_at, locked_until = excluded.locked_until`);
  }

  /** After success: earlier failures no longer count against this address, nor this client with it. */
  async forgetIn(tx: Transaction, attempt: Attempt): Promise<void> {
    await tx.lock(`lockout ${attempt.purpose} ${attempt.email}`);
    await tx.remove(Lockout, { keyHash: In(keysOf(attempt).map((key) => key.hash)) });
  }
}

function keysOf({ purpose, email, client }: Attempt): { hash: string; policy: LockoutPolicy }[] {
  const hash = (...parts: string[]): string =>
    createHash('sha256')
      .update(JSON.stringify([purpose, ...parts]))
      .digest('base64url');
  return [
    { hash: hash(email), policy: PER_ADDRESS },
    { hash: hash(email, networkOf(client)), policy: PER_CLIENT },
  ];
}

const tooMany = (seconds: number): Fault =>
  new Fault(
    'TOO_MANY_REQUESTS',
    `There were too many attempts. Try again in ${seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`}.`,
    [],
    seconds,
  );
