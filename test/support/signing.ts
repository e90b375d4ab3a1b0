import { newSecretToken, secretTokenHash } from '../../src/platform/access/secret-token.js';
import { newId } from '../../src/platform/ids/ids.js';
import { insertRow } from './training.js';
import type { Member } from './world.js';
import type { TestApp } from './test-app.js';

/** A signing ticket of a member, arranged behind the API: proving oneself costs an argon2 hash and has its own tests. */
export async function ticketFor(
  app: TestApp,
  { viewer }: Member,
  payloadHash: string,
  { purpose = 'SIGN_OFF', authentication = 'PASSWORD' }: { purpose?: string; authentication?: string } = {},
): Promise<string> {
  const token = newSecretToken();
  const now = app.clock.now().getTime();
  await insertRow(app, 'signing_ticket', {
    org_id: viewer.orgId,
    id: newId(),
    token_hash: secretTokenHash(token),
    person_id: viewer.personId,
    session_id: viewer.sessionId,
    authentication,
    purpose,
    payload_hash: payloadHash,
    issued_at: new Date(now - 1_000),
    expires_at: new Date(now + 290_000),
  });
  return token;
}
