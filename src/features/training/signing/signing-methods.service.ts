import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { OwnPassword } from '../../people/own-password.service.js';
import { PasswordHasher } from '../../people/password-hasher.js';
import { OneTimeCodes } from './one-time-codes.js';
import { pinProblem } from './pin.rules.js';
import type {
  BeginOneTimeCodesInput,
  ConfirmOneTimeCodesInput,
  RemoveSigningMethodsInput,
  SetSigningPinInput,
} from './signing.input.js';
import { OneTimeCodesNotBegun, SigningProofWrong, WeakPin } from './signing.refusals.js';
import { refuseImpersonation, SigningProofs, useStep, wrong } from './signing-proof.service.js';
import type { SigningSecretKind } from './signing-secret.entity.js';
import { OneTimeCodesBegun, SigningMethods } from './signing.type.js';

/** A seed whose first code has not come by then is forgotten. */
const MINUTES_TO_CONFIRM = 60;

/** What a person can sign with besides their password, in one organization. */
@Injectable()
export class SigningMethodService {
  constructor(
    private readonly proofs: SigningProofs,
    private readonly own: OwnPassword,
    private readonly passwords: PasswordHasher,
    private readonly codes: OneTimeCodes,
  ) {}

  async mine(db: TenantDb): Promise<SigningMethods> {
    const { orgId, personId } = db.viewer;
    const rows = await db.read<MethodRow>(methodsOf(orgId, personId));
    return methods(rows);
  }

  async setPin(
    db: TenantDb,
    { password, pin }: SetSigningPinInput,
    client: string,
  ): Promise<SigningMethods | SigningProofWrong | WeakPin> {
    const proof = await this.proofs.byPassword(db, password, client);
    if (isRefusal(proof)) return proof;
    const problem = pinProblem(pin);
    if (problem) return refuse(WeakPin, problem);
    const hash = await this.passwords.hash(pin);
    return db.write(async (tx) => {
      await this.own.succeedIn(tx, proof);
      await keep(tx, 'PIN', hash, true);
      return this.mineIn(tx);
    });
  }

  async beginCodes(
    db: TenantDb,
    { password }: BeginOneTimeCodesInput,
    client: string,
  ): Promise<OneTimeCodesBegun | SigningProofWrong> {
    const proof = await this.proofs.byPassword(db, password, client);
    if (isRefusal(proof)) return proof;
    const { sealed, uri } = this.codes.begin(proof.stored.email);
    return db.write(async (tx) => {
      await this.own.succeedIn(tx, proof);
      await keep(tx, 'ONE_TIME_CODE', sealed, false);
      return Object.assign(new OneTimeCodesBegun(), { uri });
    });
  }

  async confirmCodes(
    db: TenantDb,
    { oneTimeCode }: ConfirmOneTimeCodesInput,
    client: string,
  ): Promise<SigningMethods | SigningProofWrong | OneTimeCodesNotBegun> {
    refuseImpersonation(db);
    const proof = await this.own.begin(db, 'signing', client);
    return db.write(async (tx) => {
      const sealed = await unconfirmed(tx);
      if (sealed === null)
        return refuse(OneTimeCodesNotBegun, 'There is nothing to confirm: begin by asking for a seed.', {
          minutes: MINUTES_TO_CONFIRM,
        });
      const step = this.codes.stepOf(oneTimeCode, sealed, tx.now);
      const refused = step === null ? wrong('This is not the code of this moment.') : await useStep(tx, step);
      if (refused) return refused;
      await this.own.succeedIn(tx, proof);
      await confirm(tx);
      return this.mineIn(tx);
    });
  }

  async remove(
    db: TenantDb,
    { password }: RemoveSigningMethodsInput,
    client: string,
  ): Promise<SigningMethods | SigningProofWrong> {
    const proof = await this.proofs.byPassword(db, password, client);
    if (isRefusal(proof)) return proof;
    return db.write(async (tx) => {
      const { orgId, personId } = tx.db.viewer;
      await this.own.succeedIn(tx, proof);
      await tx.query(sql`DELETE FROM signing_secret WHERE org_id = ${orgId} AND person_id = ${personId}`);
      return methods([]);
    });
  }

  private async mineIn(tx: Transaction): Promise<SigningMethods> {
    const { orgId, personId } = tx.db.viewer;
    return methods(await tx.query<MethodRow>(methodsOf(orgId, personId)));
  }
}

interface MethodRow {
  readonly kind: SigningSecretKind;
  readonly confirmedAt: Date;
}

const methodsOf = (orgId: string, personId: string) => sql`
  SELECT kind, confirmed_at AS "confirmedAt" FROM signing_secret
  WHERE org_id = ${orgId} AND person_id = ${personId} AND confirmed_at IS NOT NULL`;

function methods(rows: readonly MethodRow[]): SigningMethods {
  const since = (kind: SigningSecretKind): Date | null =>
    rows.find((row) => row.kind === kind)?.confirmedAt ?? null;
  return Object.assign(new SigningMethods(), {
    pinSince: since('PIN'),
    oneTimeCodesSince: since('ONE_TIME_CODE'),
  });
}

/** In place of the one before. */
async function keep(
  tx: Transaction,
  kind: SigningSecretKind,
  secret: string,
  confirmed: boolean,
): Promise<void> {
  const { orgId, personId } = tx.db.viewer;
  await tx.query(sql`
    INSERT INTO signing_secret (org_id, person_id, kind, secret, confirmed_at)
    VALUES (${orgId}, ${personId}, ${kind}, ${secret}, CASE WHEN ${confirmed} THEN app_now() END)
    ON CONFLICT (org_id, person_id, kind) DO UPDATE SET secret = excluded.secret, confirmed_at = excluded.confirmed_at,
      last_step = NULL, updated_at = app_now()`);
}

async function unconfirmed(tx: Transaction): Promise<string | null> {
  const { orgId, personId } = tx.db.viewer;
  const [found] = await tx.query<{ secret: string }>(sql`
    SELECT secret FROM signing_secret WHERE org_id = ${orgId} AND person_id = ${personId} AND kind = 'ONE_TIME_CODE'
      AND confirmed_at IS NULL AND updated_at > app_now() - make_interval(mins => ${MINUTES_TO_CONFIRM}) FOR UPDATE`);
  return found?.secret ?? null;
}

async function confirm(tx: Transaction): Promise<void> {
  const { orgId, personId } = tx.db.viewer;
  await tx.query(sql`
    UPDATE signing_secret SET confirmed_at = app_now()
    WHERE org_id = ${orgId} AND person_id = ${personId} AND kind = 'ONE_TIME_CODE'`);
}
