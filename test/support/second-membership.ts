import { AccessTokens } from '../../src/platform/access/access-tokens.js';
import type { Role } from '../../src/platform/access/permissions.js';
import { Viewer } from '../../src/platform/access/viewer.js';
import { newId } from '../../src/platform/ids/ids.js';
import { Member, type World } from './world.js';

/** The same person, signed in to another organization as well. */
export async function alsoMemberOf(world: World, person: Member, role: Role): Promise<Member> {
  const { app, orgId } = world;
  const { personId, accountId } = person.viewer;
  const viewer = new Viewer(orgId, personId, accountId, newId(), newId(), role);
  await app.owner.query('INSERT INTO membership (org_id, id, person_id, role) VALUES ($1, $2, $3, $4)', [
    orgId,
    viewer.membershipId,
    personId,
    role,
  ]);
  await app.owner.query(
    'INSERT INTO session (id, person_id, account_id, org_id, membership_id) VALUES ($1, $2, $3, $4, $5)',
    [viewer.sessionId, personId, accountId, orgId, viewer.membershipId],
  );
  const { token } = await app.app.get(AccessTokens).sign(viewer);
  return new Member(app, viewer, person.email, token);
}
