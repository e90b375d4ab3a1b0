import { AssignmentAccess } from '../src/features/training/placements/assignment-access.service.js';
import { AccessTokens } from '../src/platform/access/access-tokens.js';
import { Database } from '../src/platform/database/database.js';
import type { Fault } from '../src/platform/faults/fault.js';
import { newId } from '../src/platform/ids/ids.js';
import { contentHash } from '../src/platform/ids/canonical-json.js';
import { mailTo, mailsTo } from './support/mailbox.js';
import { TestApp } from './support/test-app.js';
import { clinicWithTrainee, employeeAt, schoolWithPlacement } from './support/training.js';
import type { Member } from './support/world.js';

const GUEST = '... on GuestValidator { id membershipId personId name email expiresAt usedAt remindedAt }';

interface Guest {
  readonly __typename: string;
  readonly id: string;
  readonly membershipId: string;
  readonly personId: string;
}

interface Opened {
  readonly __typename: string;
  readonly code?: string;
  readonly accessToken: string;
  readonly assignmentId: string;
}

describe('guest validators', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({ env: { PUBLIC_URL: 'https://learn.example.org' } });
  });
  afterAll(() => app.stop());
  afterEach(() => app.clock.reset());

  const invite = (by: Member, assignmentId: string, email: string, days = 7): Promise<Guest> =>
    by.do<Guest>(
      'inviteGuestValidator',
      { assignmentId, email, givenName: 'Gerda', familyName: 'Lindqvist', days },
      GUEST,
    );

  const tokenOf = async (email: string, nth = 1): Promise<string> =>
    new URL((await mailTo(app, email, nth)).links[0]!).hash.replace('#token=', '');

  const open = async (token: string): Promise<Opened> => {
    const { openGuestSession } = await app.ask<{ openGuestSession: Opened }>(
      `mutation ($input: OpenGuestSessionInput!) { openGuestSession(input: $input) { __typename
        ... on GuestSession { accessToken assignmentId organizationName } ... on Refusal { code message } } }`,
      { input: { token } },
    );
    return openGuestSession;
  };

  /** Whether whoever has the token reaches the assignment, as everything about it is reached. */
  const seen = async (token: string, assignmentId: string): Promise<boolean> => {
    const viewer = await app.app.get(AccessTokens).verify(token);
    const access = app.app.get(AssignmentAccess, { strict: false });
    try {
      const records = await access.dbOf(app.app.get(Database).forViewer(viewer!), assignmentId);
      await records.load((tx) => access.facts(tx, assignmentId));
      return true;
    } catch (error) {
      expect((error as Fault).code).toMatch(/NOT_FOUND|UNAUTHENTICATED/);
      return false;
    }
  };

  it('come by a mailed link and see the one trainee they were asked about', async () => {
    const world = await clinicWithTrainee(app);
    const { clinic, site, checklist, assignment } = world;
    const colleague = await employeeAt(clinic, await clinic.member('TRAINEE'), site, checklist.versionId);
    const email = `${newId()}@example.org`;
    expect(await invite(clinic.owner, assignment.id, email)).toMatchObject({
      __typename: 'GuestValidator',
      name: 'Gerda Lindqvist',
      usedAt: null,
    });
    const mail = await mailTo(app, email);
    expect(mail.subject).toMatch(/asks for your signature/);
    expect(mail.text).not.toMatch(/Tess|Nowak/);
    const opened = await open(await tokenOf(email));
    expect(opened).toMatchObject({ __typename: 'GuestSession', assignmentId: assignment.id });
    expect(await seen(opened.accessToken, assignment.id)).toBe(true);
    expect(await seen(opened.accessToken, colleague.id)).toBe(false);
    const { guestValidators } = await clinic.owner.ask<{
      guestValidators: { edges: { node: { usedAt: string } }[] };
    }>('{ guestValidators(first: 10) { edges { node { usedAt } } } }');
    expect(guestValidators.edges).toEqual([{ node: { usedAt: expect.any(String) as string } }]);
  });

  it('see a school’s trainee who is placed at the clinic that asked them', async () => {
    const { clinic, school, assignment } = await schoolWithPlacement(app);
    const email = `${newId()}@example.org`;
    await invite(clinic.owner, assignment.id, email);
    const { accessToken } = await open(await tokenOf(email));
    expect(await seen(accessToken, assignment.id)).toBe(true);
    expect(await invite(school.owner, assignment.id, `${newId()}@example.org`)).toMatchObject({
      code: 'SITE_OF_ANOTHER',
    });
  });

  it('sign with the link itself as proof, and with no other', async () => {
    const { clinic, assignment } = await clinicWithTrainee(app);
    const [email, another] = [`${newId()}@example.org`, `${newId()}@example.org`];
    await invite(clinic.owner, assignment.id, email);
    await invite(clinic.owner, assignment.id, another);
    const [token, foreign] = [await tokenOf(email), await tokenOf(another)];
    const { accessToken } = await open(token);
    const ticket = async (guestToken: string): Promise<string> => {
      const { createSigningTicket } = await app.ask<{ createSigningTicket: { __typename: string } }>(
        `mutation ($input: CreateSigningTicketInput!) { createSigningTicket(input: $input) { __typename } }`,
        { input: { purpose: 'SIGN_OFF', payloadHash: contentHash({}), guestToken } },
        accessToken,
      );
      return createSigningTicket.__typename;
    };
    expect(await ticket(foreign)).toBe('SigningProofWrong');
    expect(await ticket(token)).toBe('SigningTicket');
  });

  it('are reminded once, when half of their time is over and the link was not opened', async () => {
    const { clinic, assignment } = await clinicWithTrainee(app);
    const email = `${newId()}@example.org`;
    const { id } = await invite(clinic.owner, assignment.id, email);
    await mailTo(app, email);
    await app.owner.query(
      `UPDATE pgboss.job SET start_after = now() WHERE name = 'training.remind-guest' AND data->'payload'->>'guestId' = $1`,
      [id],
    );
    const reminder = await mailTo(app, email, 2);
    expect(reminder.subject).toMatch(/^Reminder: /);
    expect(await tokenOf(email, 2)).toBe(await tokenOf(email, 1));
    expect(mailsTo(app, email)).toHaveLength(2);
  });

  it('come in no more when the link is over, or their membership was revoked', async () => {
    const { clinic, assignment } = await clinicWithTrainee(app);
    const [late, revoked] = [`${newId()}@example.org`, `${newId()}@example.org`];
    await invite(clinic.owner, assignment.id, late, 1);
    const { membershipId } = await invite(clinic.owner, assignment.id, revoked);
    const { accessToken } = await open(await tokenOf(revoked));
    await clinic.owner.do(
      'revokeMembership',
      { membershipId, reason: 'Not needed' },
      '... on Membership { id }',
    );
    expect(await seen(accessToken, assignment.id)).toBe(false);
    expect(await open(await tokenOf(revoked))).toMatchObject({ code: 'GUEST_LINK_NOT_VALID' });
    expect(await open('x'.repeat(43))).toMatchObject({ code: 'GUEST_LINK_NOT_VALID' });
    app.clock.advance({ days: 1, minutes: 1 });
    expect(await open(await tokenOf(late))).toMatchObject({ code: 'GUEST_LINK_NOT_VALID' });
  });

  it('are invited by those alone who may add members', async () => {
    const { supervisor, assignment } = await clinicWithTrainee(app);
    const { errors } = await supervisor.send(
      `mutation ($input: InviteGuestValidatorInput!) { inviteGuestValidator(input: $input) { __typename } }`,
      {
        input: {
          operationId: newId(),
          assignmentId: assignment.id,
          email: 'guest@example.org',
          givenName: 'Gerda',
          familyName: 'Lindqvist',
        },
      },
    );
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});
