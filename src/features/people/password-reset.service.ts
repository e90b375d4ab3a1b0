import { Inject, Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { newSecretToken, secretTokenHash } from '../../platform/access/secret-token.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { refuse } from '../../platform/graphql/refusal.js';
import { newId } from '../../platform/ids/ids.js';
import { jobKind } from '../../platform/jobs/job-kind.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { Mail } from '../../platform/mail/mail.js';
import { endSessions } from './account-sessions.queries.js';
import { LockoutService } from './lockout.service.js';
import { PasswordHasher } from './password-hasher.js';
import type { RequestPasswordResetInput, ResetPasswordInput } from './password.input.js';
import { passwordChangedLetter, passwordResetLetter, RESET_MINUTES } from './password.letters.js';
import { ResetLinkNotValid, WeakPassword } from './password.refusals.js';
import { normalEmail, passwordProblem, type PasswordOwner } from './password.rules.js';
import { PasswordChanged, PasswordResetRequested } from './password.type.js';

interface OpenReset extends PasswordOwner {
  accountId: string;
}

/** Looking for the account happens in the background: the request does the same for every address. */
const MAIL_RESET_LINK = jobKind<{ email: string }>('people.mail-reset-link', {
  keptSeconds: 60,
  waitsAtMostSeconds: RESET_MINUTES * 60,
});

@Injectable()
export class PasswordResetService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
    private readonly lockout: LockoutService,
    private readonly passwords: PasswordHasher,
    private readonly mail: Mail,
    private readonly jobs: Jobs,
  ) {
    jobs.handle(MAIL_RESET_LINK, ({ email }) => this.mailLink(email));
  }

  /** Throws TOO_MANY_REQUESTS: nobody's mailbox is to be filled by strangers. */
  async request(input: RequestPasswordResetInput, client: string): Promise<PasswordResetRequested> {
    const email = normalEmail(input.email);
    await this.database.forVisitor().write(async (tx) => {
      await this.lockout.countIn(tx, { purpose: 'password-reset', email, client });
      await this.jobs.send(tx, MAIL_RESET_LINK, { email });
    });
    return Object.assign(new PasswordResetRequested(), {
      message: `If this address has an account, a link to choose a new password is on its way. It is good for ${RESET_MINUTES} minutes.`,
    });
  }

  /** Sets the new password, ends every session of the account and makes the link, and any other, useless. */
  async complete(
    input: ResetPasswordInput,
    client: string,
  ): Promise<PasswordChanged | ResetLinkNotValid | WeakPassword> {
    const tokenHash = secretTokenHash(input.token);
    const [holder] = await this.database.forVisitor({ tokenHash }).read<{ personId: string }>(sql`
      SELECT person_id AS "personId" FROM password_reset WHERE token_hash = ${tokenHash}`);
    if (!holder) return linkNotValid();
    const visitor = this.database.forVisitor({ tokenHash, personId: holder.personId });
    const [open] = await visitor.read<OpenReset>(openReset(tokenHash));
    if (!open) return linkNotValid();
    const problem = passwordProblem(input.newPassword, open);
    if (problem) return refuse(WeakPassword, problem);
    const hash = await this.passwords.hash(input.newPassword);
    return visitor.write(async (tx) => {
      if (!(await useIn(tx, tokenHash))) return linkNotValid();
      await setPasswordIn(tx, { ...open, personId: holder.personId, hash });
      for (const purpose of ['sign-in', 'password-change', 'password-reset'] as const)
        await this.lockout.forgetIn(tx, { purpose, email: open.email, client });
      await this.mail.send(tx, passwordChangedLetter(open.email));
      return Object.assign(new PasswordChanged(), { changedAt: tx.now });
    });
  }

  private async mailLink(email: string): Promise<void> {
    const [account] = await this.database.forVisitor({ email }).read<{ id: string; personId: string }>(sql`
      SELECT id, person_id AS "personId" FROM account
      WHERE email = ${email} AND kind = 'USER' AND disabled_at IS NULL`);
    if (!account) return;
    const token = newSecretToken();
    await this.database.forVisitor({ email, personId: account.personId }).write(async (tx) => {
      await tx.query(sql`
        INSERT INTO password_reset (id, account_id, person_id, token_hash, expires_at)
        VALUES (${newId()}, ${account.id}, ${account.personId}, ${secretTokenHash(token)},
          app_now() + make_interval(mins => ${RESET_MINUTES}))`);
      await this.mail.send(tx, passwordResetLetter(email, this.config.publicUrl, token));
    });
  }
}

const openReset = (tokenHash: string) => sql`
  SELECT r.account_id AS "accountId", a.email, p.given_name AS "givenName", p.family_name AS "familyName"
  FROM password_reset r JOIN account a ON a.id = r.account_id JOIN person p ON p.id = r.person_id
  WHERE r.token_hash = ${tokenHash} AND r.used_at IS NULL AND r.expires_at > app_now() AND a.disabled_at IS NULL`;

/** Compare-and-set: of two requests with the same link one wins. */
async function useIn(tx: Transaction, tokenHash: string): Promise<boolean> {
  const [used] = await tx.query(sql`
    UPDATE password_reset SET used_at = app_now()
    WHERE token_hash = ${tokenHash} AND used_at IS NULL AND expires_at > app_now() RETURNING id`);
  return used !== undefined;
}

async function setPasswordIn(
  tx: Transaction,
  { accountId, personId, hash }: { accountId: string; personId: string; hash: string },
): Promise<void> {
  await tx.query(sql`
    UPDATE password_reset SET used_at = app_now() WHERE account_id = ${accountId} AND used_at IS NULL`);
  await tx.query(sql`
    INSERT INTO account_password (account_id, person_id, hash) VALUES (${accountId}, ${personId}, ${hash})
    ON CONFLICT (account_id) DO UPDATE SET hash = excluded.hash, changed_at = app_now()`);
  await endSessions(tx, { accountId, reason: 'PASSWORD_RESET' });
}

const linkNotValid = (): ResetLinkNotValid =>
  refuse(ResetLinkNotValid, 'This link was used before, is too old or is not complete. Ask for a new one.');
