import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { secretTokenHash } from '../../../platform/access/secret-token.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { badInput, Fault } from '../../../platform/faults/fault.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { OwnPassword, type Proof } from '../../people/own-password.service.js';
import { PasswordHasher } from '../../people/password-hasher.js';
import { OneTimeCodes } from './one-time-codes.js';
import { SigningSecretRecord } from './signing-secret.entity.js';
import type { Authentication } from './signing-ticket.entity.js';
import type { CreateSigningTicketInput } from './signing.input.js';
import { SigningMethodNotSet, SigningProofWrong } from './signing.refusals.js';
import { SigningTickets } from './signing-tickets.js';
import type { SigningTicket } from './signing.type.js';

/** What was proven, and what the transaction that makes use of it has to settle. */
interface Proven {
  readonly authentication: Authentication;
  /** Answers a refusal when somebody else has used the proof in between. */
  settle(tx: Transaction): Promise<SigningProofWrong | null>;
}

/** Re-authentication: whoever signs shows that it is them, at this moment, by one secret. */
@Injectable()
export class SigningProofs {
  constructor(
    private readonly own: OwnPassword,
    private readonly passwords: PasswordHasher,
    private readonly codes: OneTimeCodes,
    private readonly tickets: SigningTickets,
  ) {}

  /** Every try is counted before it is looked at: throws TOO_MANY_REQUESTS. */
  async ticket(
    db: TenantDb,
    input: CreateSigningTicketInput,
    client: string,
  ): Promise<SigningTicket | SigningProofWrong | SigningMethodNotSet> {
    refuseImpersonation(db);
    mustBeOne(input);
    if (input.guestToken != null) return this.guestTicket(db, input, input.guestToken);
    const proof = await this.own.begin(db, 'signing', client);
    const proven = await this.proven(db, input, proof);
    if (isRefusal(proven)) return proven;
    const { authentication } = proven;
    return db.write(async (tx) => {
      const refused = await proven.settle(tx);
      if (refused) return refused;
      await this.own.succeedIn(tx, proof);
      return this.tickets.issue(tx, { ...input, authentication });
    });
  }

  /** For what is set up for signing: the password alone. */
  async byPassword(db: TenantDb, password: string, client: string): Promise<Proof | SigningProofWrong> {
    refuseImpersonation(db);
    const proof = await this.own.begin(db, 'signing', client);
    return (await this.own.matches(password, proof)) ? proof : wrong('The password is another one.');
  }

  /** The link is a secret that cannot be guessed: whoever has it again is the guest. */
  private guestTicket(
    db: TenantDb,
    input: CreateSigningTicketInput,
    guestToken: string,
  ): Promise<SigningTicket | SigningProofWrong> {
    return db.write(async (tx) => {
      const { orgId, personId } = tx.db.viewer;
      const own = await tx.query(sql`
        SELECT 1 FROM guest_validator WHERE org_id = ${orgId} AND person_id = ${personId}
          AND token_hash = ${secretTokenHash(guestToken)} AND expires_at > app_now()`);
      if (!own.length) return wrong('This is not the link by which you came, or it is over.');
      return this.tickets.issue(tx, { ...input, authentication: 'GUEST_LINK' });
    });
  }

  private proven(
    db: TenantDb,
    { password, pin, oneTimeCode }: CreateSigningTicketInput,
    proof: Proof,
  ): Promise<Proven | SigningProofWrong | SigningMethodNotSet> {
    const given = [password, pin, oneTimeCode].filter((each) => each != null);
    if (given.length !== 1) throw badInput('input', 'must have exactly one of password, pin and oneTimeCode');
    if (password != null) return this.byOwnPassword(password, proof);
    return pin != null ? this.byPin(db, pin) : this.byCode(db, oneTimeCode!);
  }

  private async byOwnPassword(password: string, proof: Proof): Promise<Proven | SigningProofWrong> {
    if (!(await this.own.matches(password, proof))) return wrong('The password is another one.');
    return { authentication: 'PASSWORD', settle: async () => null };
  }

  private async byPin(db: TenantDb, pin: string): Promise<Proven | SigningProofWrong | SigningMethodNotSet> {
    const stored = await secretOf(db, 'PIN');
    if (!stored)
      return refuse(
        SigningMethodNotSet,
        'You have no PIN in this organization: sign by password, or set one.',
      );
    if (!(await this.passwords.matches(pin, stored.secret))) return wrong('The PIN is another one.');
    return { authentication: 'PIN', settle: async () => null };
  }

  private async byCode(
    db: TenantDb,
    code: string,
  ): Promise<Proven | SigningProofWrong | SigningMethodNotSet> {
    const stored = await secretOf(db, 'ONE_TIME_CODE');
    if (!stored?.confirmedAt)
      return refuse(SigningMethodNotSet, 'No device of yours makes one-time codes here: set one up first.');
    const step = this.codes.stepOf(code, stored.secret, stored.now);
    if (step === null) return wrong('This is not the code of this moment: wait for the next one.');
    return { authentication: 'ONE_TIME_CODE', settle: (tx) => useStep(tx, step) };
  }
}

function mustBeOne({ password, pin, oneTimeCode, guestToken }: CreateSigningTicketInput): void {
  const given = [password, pin, oneTimeCode, guestToken].filter((each) => each != null);
  if (given.length !== 1)
    throw badInput('input', 'must have exactly one of password, pin, oneTimeCode and guestToken');
}

interface StoredSecret {
  readonly secret: string;
  readonly confirmedAt: Date | null;
  readonly now: Date;
}

async function secretOf(db: TenantDb, kind: SigningSecretRecord['kind']): Promise<StoredSecret | undefined> {
  const { orgId, personId } = db.viewer;
  const [found] = await db.read<StoredSecret>(sql`
    SELECT secret, confirmed_at AS "confirmedAt", app_now() AS now FROM signing_secret
    WHERE org_id = ${orgId} AND person_id = ${personId} AND kind = ${kind}`);
  return found;
}

/** A code is used by whoever comes first; a later one of the same or an earlier step is none (RFC 6238, 5.2). */
export async function useStep(tx: Transaction, step: number): Promise<SigningProofWrong | null> {
  const { orgId, personId } = tx.db.viewer;
  const used = await tx.query(sql`
    UPDATE signing_secret SET last_step = ${step}
    WHERE org_id = ${orgId} AND person_id = ${personId} AND kind = 'ONE_TIME_CODE' AND coalesce(last_step < ${step}, true)
    RETURNING last_step`);
  return used.length ? null : wrong('This code was used before: each works once. Wait for the next one.');
}

export const wrong = (message: string): SigningProofWrong => refuse(SigningProofWrong, message);

/** Nobody signs, or changes what they sign with, in another person's place (abuse 42). Throws FORBIDDEN. */
export function refuseImpersonation({ viewer }: TenantDb): void {
  if (viewer.impersonatorId !== null)
    throw new Fault('FORBIDDEN', 'You work in another person’s place: what they sign, they sign themselves.');
}
