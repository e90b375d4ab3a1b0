import { AccessTokens } from '../../src/platform/access/access-tokens.js';
import type { Role } from '../../src/platform/access/permissions.js';
import { Viewer } from '../../src/platform/access/viewer.js';
import { ticketFor } from './signing.js';
import { itemOf, MEANING, preview, sign, type Item, type Preview, type SignedOff } from './sign-offs.js';
import type { TestApp } from './test-app.js';
import type { AssignmentRow, SkillRow } from './training.js';
import { Member } from './world.js';

/**
 * The same member in the same session, whose access token is of now: tokens last minutes, and tests let months pass. With
 * another role, if they have been given one.
 */
export async function signedInNow(
  app: TestApp,
  { viewer, email }: Member,
  role: Role = viewer.role,
): Promise<Member> {
  const { orgId, personId, accountId, membershipId, sessionId } = viewer;
  const now = new Viewer(orgId, personId, accountId, membershipId, sessionId, role);
  const { token } = await app.app.get(AccessTokens).sign(now);
  return new Member(app, now, email, token);
}

/** Today by the clock of the application, as YYYY-MM-DD in a zone; so many days from it. */
export function today(app: TestApp, timeZone = 'UTC', days = 0): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone }).format(app.clock.now());
  return new Date(Date.parse(`${parts}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** So many hours before now by the clock of the application. */
export const earlier = (app: TestApp, hours = 1): string =>
  new Date(app.clock.now().getTime() - hours * 3_600_000).toISOString();

/** What is signed of a skill today. */
export const itemToday = (
  app: TestApp,
  assignment: AssignmentRow,
  skill: SkillRow,
  observationIds: string[],
  given: Partial<Item> = {},
): Item => itemOf(assignment, skill, observationIds, { effectiveOn: today(app), meaning: MEANING, ...given });

/** Signs what its preview shows, with a ticket for exactly that; answers what was shown and what came of it. */
export async function lookAndSign(
  app: TestApp,
  member: Member,
  items: Item[],
): Promise<{ shown: Preview; answer: SignedOff }> {
  const shown = await preview(member, items);
  const ticket = await ticketFor(app, member, shown.payloadHash ?? '0'.repeat(64));
  return { shown, answer: await sign(member, items, ticket) };
}

/** Goes to noon of tomorrow: hours ago and hours ahead are of one day then, at whatever time tests run. */
export const toNoon = (app: TestApp): void => app.clock.setTo(new Date(`${today(app, 'UTC', 1)}T12:00:00Z`));
