import { AccountService } from '../../src/features/people/account.service.js';
import { PasswordHasher } from '../../src/features/people/password-hasher.js';
import { Database } from '../../src/platform/database/database.js';
import { newId } from '../../src/platform/ids/ids.js';
import type { TestApp } from './test-app.js';
import type { Member } from './world.js';

export const PASSWORD = 'violet Harbour 41 lantern';

/** Lets a member of the world sign in: gives their account a password. */
export async function givePassword(app: TestApp, member: Member, password = PASSWORD): Promise<void> {
  const hash = await app.app.get(PasswordHasher, { strict: false }).hash(password);
  await app.owner.query(
    `INSERT INTO account_password (account_id, person_id, hash) VALUES ($1, $2, $3)
     ON CONFLICT (account_id) DO UPDATE SET hash = excluded.hash`,
    [member.viewer.accountId, member.personId, hash],
  );
}

/** A second account of the same person, with the same password; answers its address. */
export async function secondAccount(app: TestApp, member: Member): Promise<string> {
  const email = `${newId()}@example.org`;
  const passwordHash = await app.app.get(PasswordHasher, { strict: false }).hash(PASSWORD);
  const accounts = app.app.get(AccountService, { strict: false });
  await app.app
    .get(Database)
    .forVisitor()
    .write((tx) => accounts.createIn(tx, { personId: member.personId, email, passwordHash }));
  return email;
}
