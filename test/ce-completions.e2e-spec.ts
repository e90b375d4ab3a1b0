import { createHash } from 'node:crypto';
import { newId } from '../src/platform/ids/ids.js';
import {
  ACTIVITY,
  activityBy,
  activityFields,
  attended,
  claim,
  correctCompletion,
  review,
  submitCompletion,
  withdrawCompletion,
} from './support/ce.js';
import { TestApp } from './support/test-app.js';
import { dayFromToday } from './support/training.js';
import { uploaded } from './support/uploads.js';
import { type Member, World } from './support/world.js';

const yesterday = dayFromToday(-1);

describe('continuing education on record', () => {
  let app: TestApp;
  let world: World;
  let staff: Member;
  let person: Member;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    world = await World.create(app, { isClinic: true });
    staff = await world.member('RECORDS');
    person = await world.member('TRAINEE', { givenName: 'Tess', familyName: 'Nowak' });
  });

  const kindsOf = async (personId: string): Promise<string[]> =>
    (
      await app.owner.query<{ kind: string }>(
        `SELECT kind FROM ledger_entry WHERE person_id = $1 AND kind LIKE 'ce.%' ORDER BY seq`,
        [personId],
      )
    ).rows.map(({ kind }) => kind);

  describe('the catalogue', () => {
    it('is searched by title, provider and identity, and shows by title what is not withdrawn', async () => {
      const transfers = await activityBy(staff, { title: 'Transfers', courseIdentity: 'rl  101' });
      await activityBy(staff, {
        title: 'Ethics',
        provider: 'State board',
        categories: [{ code: 'ethics', minutes: 60 }],
      });
      const titles = async (args: string): Promise<string[]> => {
        const { ceActivities } = await person.ask<{
          ceActivities: { totalCount: number; edges: { node: { title: string } }[] };
        }>(`{ ceActivities(first: 10 ${args}) { totalCount edges { node { title } } } }`);
        expect(ceActivities.totalCount).toBe(ceActivities.edges.length);
        return ceActivities.edges.map(({ node }) => node.title);
      };
      expect(transfers.courseIdentity).toBe('RL 101');
      expect(await titles('')).toEqual(['Ethics', 'Transfers']);
      expect(await titles('search: "rl 101"')).toEqual(['Transfers']);
      expect(await titles('search: "BOARD"')).toEqual(['Ethics']);
      expect(await titles('category: "ethics"')).toEqual(['Ethics']);
      await staff.do('withdrawCeActivity', { ceActivityId: transfers.id, reason: 'Given no more' }, ACTIVITY);
      expect(await titles('')).toEqual(['Ethics']);
      expect(await titles('withdrawn: true')).toEqual(['Ethics', 'Transfers']);
      expect(await claim(person, transfers.id, { completedOn: yesterday })).toMatchObject({
        code: 'CE_ACTIVITY_WITHDRAWN',
      });
    });

    it('is corrected by later versions', async () => {
      const { id } = await activityBy(staff, { title: 'Transfers' });
      const corrected = {
        activity: activityFields({ title: 'Safe transfers' }),
        ceActivityId: id,
        reason: 'The flyer',
      };
      expect(await staff.do('correctCeActivity', corrected, ACTIVITY)).toMatchObject({ number: 2 });
      const { ceActivity } = await person.ask<{ ceActivity: { versions: object[] } }>(
        `query ($id: ID!) { ceActivity(id: $id) { versions { number title reason } } }`,
        { id },
      );
      expect(ceActivity.versions).toEqual([
        { number: 1, title: 'Transfers', reason: null },
        { number: 2, title: 'Safe transfers', reason: 'The flyer' },
      ]);
    });

    it('has a course under a title once', async () => {
      const activity = activityFields({ title: 'Transfers', courseIdentity: 'rl 7' });
      const add = () => staff.do('addCeActivity', { activity }, '__typename');
      const answers = await Promise.all([add(), add(), add()]);
      expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
        'CeActivity', 'CeActivityKnownAlready', 'CeActivityKnownAlready',
      ]); // prettier-ignore
    });

    it('takes no minute for two subjects, and no approval that ends before it begins', async () => {
      const send = async (given: object) =>
        (
          await staff.send(
            'mutation ($input: AddCeActivityInput!) { addCeActivity(input: $input) { __typename } }',
            { input: { operationId: newId(), activity: activityFields(given) } },
          )
        ).errors?.[0]?.extensions;
      const two = ['ethics', 'safety'].map((code) => ({ code, minutes: 40 }));
      expect(await send({ categories: two })).toMatchObject({ code: 'BAD_USER_INPUT' });
      const approvals = [{ approver: 'BOARD', startsOn: '2026-02-01', endsOn: '2026-01-01' }];
      expect(await send({ approvals })).toMatchObject({ code: 'BAD_USER_INPUT' });
    });
  });

  it('is claimed by the person, submitted with evidence, and counts once somebody else has accepted it', async () => {
    const { id } = await activityBy(staff, { categories: [{ code: 'safety', minutes: 30 }] });
    const claimed = await claim(person, id, { completedOn: yesterday });
    expect(claimed).toMatchObject({
      state: 'CLAIMED',
      because: 'Evidence is missing: upload the certificate, then submit it for review.',
      minutes: 60,
      categories: [{ code: 'safety', minutes: 30 }],
      personId: person.personId,
    });
    expect(await submitCompletion(person, claimed.id)).toMatchObject({ code: 'CE_EVIDENCE_MISSING' });
    const evidence = await uploaded(app, person, 'certificate', { name: 'certificate.txt' });
    const handedIn = await submitCompletion(person, claimed.id, { evidenceFileIds: [evidence] });
    const sha256 = createHash('sha256').update('certificate').digest('hex');
    expect(handedIn).toMatchObject({ state: 'SUBMITTED', evidence: [{ fileId: evidence, sha256 }] });

    const more = await review(staff, claimed.id, 'MORE_ASKED', 'Which day was it?');
    expect(more).toMatchObject({
      state: 'MORE_ASKED',
      because: 'Whoever reviewed it needs more, then submit it again: Which day was it?',
    });
    await submitCompletion(person, claimed.id, { note: 'Friday' });
    const accepted = await review(staff, claimed.id);
    expect(accepted).toMatchObject({ state: 'ACCEPTED' });
    expect(accepted.entries.map(({ kind }) => kind)).toEqual([
      'CLAIMED', 'SUBMITTED', 'MORE_ASKED', 'SUBMITTED', 'ACCEPTED',
    ]); // prettier-ignore
    expect(await review(staff, claimed.id, 'REFUSED', 'No')).toMatchObject({
      code: 'CE_COMPLETION_NOT_OPEN',
    });
    expect(await kindsOf(person.personId)).toEqual(['ce.completed', 'ce.reviewed', 'ce.reviewed']);
  });

  it('inv 1: is reviewed and recorded by somebody else than the person', async () => {
    const { id } = await activityBy(staff);
    const evidence = await uploaded(app, staff, 'certificate', { name: 'certificate.txt' });
    const own = await claim(staff, id, { completedOn: yesterday, evidenceFileIds: [evidence] });
    expect(own).toMatchObject({ state: 'SUBMITTED' });
    expect(await review(staff, own.id)).toMatchObject({ code: 'OWN_CE_COMPLETION' });
    expect(
      await attended(staff, id, [person.personId, staff.personId], { completedOn: yesterday }),
    ).toMatchObject({
      code: 'OWN_CE_COMPLETION',
    });
    const queue = async (by: Member): Promise<string[]> => {
      const { ceReviewQueue } = await by.ask<{
        ceReviewQueue: { totalCount: number; edges: { node: { id: string } }[] };
      }>('{ ceReviewQueue { totalCount edges { node { id } } } }');
      expect(ceReviewQueue.totalCount).toBe(ceReviewQueue.edges.length);
      return ceReviewQueue.edges.map(({ node }) => node.id);
    };
    expect(await queue(staff)).toEqual([]);
    expect(await queue(world.owner)).toEqual([own.id]);
    expect(await review(world.owner, own.id, 'REFUSED', 'Not readable')).toMatchObject({
      state: 'REFUSED',
      because: 'Refused: Not readable',
    });
  });

  it('is recorded for those who were there, once, and told who was on record already', async () => {
    const other = await world.member('TRAINEE');
    const { id } = await activityBy(staff);
    await claim(other, id, { completedOn: yesterday });
    const evidenceFileIds = [await uploaded(app, staff, 'attendance list', { name: 'list.txt' })];
    const people = [person.personId, other.personId];
    const recorded = await attended(staff, id, people, { completedOn: yesterday, evidenceFileIds });
    expect(recorded.knownPersonIds).toEqual([other.personId]);
    expect(recorded.completions).toMatchObject([{ personId: person.personId, state: 'ACCEPTED' }]);
    const { ceEvidenceLink } = await person.ask<{ ceEvidenceLink: { name: string } }>(
      `query ($id: ID!, $fileId: ID!) { ceEvidenceLink(ceCompletionId: $id, fileId: $fileId) { name } }`,
      { id: recorded.completions[0]!.id, fileId: evidenceFileIds[0] },
    );
    expect(ceEvidenceLink.name).toBe('list.txt');
  });

  it('abuse 39: is one, however often it is claimed, at once or again', async () => {
    const { id } = await activityBy(staff);
    const claims = await Promise.all(
      Array.from({ length: 8 }, () => claim(person, id, { completedOn: yesterday })),
    );
    const [first, ...more] = claims.filter(({ __typename }) => __typename === 'CeCompletion');
    expect(more).toEqual([]);
    const refused = claims.filter(({ code }) => code === 'CE_CLAIMED_ALREADY');
    expect(refused).toHaveLength(7);
    expect(new Set(refused.map(({ ceCompletionId }) => ceCompletionId))).toEqual(new Set([first!.id]));

    const operationId = newId();
    const day = { completedOn: dayFromToday(-2), operationId };
    const retried = await Promise.all([1, 2, 3].map(() => claim(person, id, day)));
    expect(new Set(retried.map((each) => each.id)).size).toBe(1);
    const at = await Promise.all(
      [1, 2].map(() => attended(staff, id, [person.personId], { completedOn: dayFromToday(-3) })),
    );
    expect(at.flatMap(({ completions }) => completions)).toHaveLength(1);
    const { rows } = await app.owner.query('SELECT 1 FROM ce_completion WHERE org_id = $1', [world.orgId]);
    expect(rows).toHaveLength(3);
  });

  it('abuse 39: is one for two ids of the same person, too', async () => {
    const { id } = await activityBy(staff);
    const double = await world.member('TRAINEE');
    await claim(double, id, { completedOn: yesterday });
    const merge = { fromPersonId: double.personId, intoPersonId: person.personId, reason: 'One person' };
    expect(await world.owner.do('mergePersons', merge, '')).not.toHaveProperty('code');
    expect(await claim(person, id, { completedOn: yesterday })).toMatchObject({ code: 'CE_CLAIMED_ALREADY' });
  });

  it('inv 56: belongs to the day in the zone of the person, and never to the future', async () => {
    const { id } = await activityBy(staff);
    const day = dayFromToday(-10);
    const night = { startsAt: `${day}T05:00:00Z`, endsAt: `${day}T06:30:00Z` };
    const there = await claim(person, id, { ...night, timeZone: 'America/Los_Angeles' });
    expect(there.completedOn).toBe(dayFromToday(-11));
    const here = await claim(await world.member('TRAINEE'), id, { ...night, timeZone: 'America/New_York' });
    expect(here.completedOn).toBe(day);
    await expect(claim(person, id, { completedOn: dayFromToday(2) })).rejects.toThrow(
      'must not be in the future',
    );
    await expect(claim(person, id, {})).rejects.toThrow('give the day');
  });

  it('earns a part only where the activity allows it, with its subjects in proportion', async () => {
    const categories = [{ code: 'safety', minutes: 60 }];
    const whole = await activityBy(staff, { minutes: 90, categories });
    await expect(claim(person, whole.id, { completedOn: yesterday, minutes: 45 })).rejects.toThrow('no part');
    const parted = await activityBy(staff, { minutes: 90, categories, partialAllowed: true });
    expect(await claim(person, parted.id, { completedOn: yesterday, minutes: 45 })).toMatchObject({
      minutes: 45,
      categories: [{ code: 'safety', minutes: 30 }],
    });
  });

  it('is corrected and withdrawn by later entries; the person’s own word is reviewed again, another’s stands', async () => {
    const { id } = await activityBy(staff, { partialAllowed: true });
    const evidenceFileIds = [await uploaded(app, person, 'certificate', { name: 'certificate.txt' })];
    const claimed = await claim(person, id, { completedOn: yesterday, evidenceFileIds });
    await review(staff, claimed.id);
    const corrected = await correctCompletion(person, claimed.id, { completedOn: yesterday, minutes: 30 });
    expect(corrected).toMatchObject({ state: 'SUBMITTED', minutes: 30 });
    const byStaff = await correctCompletion(staff, claimed.id, {
      completedOn: dayFromToday(-2),
      minutes: 40,
    });
    expect(byStaff).toMatchObject({ state: 'ACCEPTED', minutes: 40, completedOn: dayFromToday(-2) });
    expect(await claim(person, id, { completedOn: yesterday })).toMatchObject({ state: 'CLAIMED' });
    expect(await correctCompletion(person, claimed.id, { completedOn: yesterday })).toMatchObject({
      code: 'CE_CLAIMED_ALREADY',
    });
    expect(await withdrawCompletion(person, claimed.id)).toMatchObject({ state: 'WITHDRAWN' });
    expect(await withdrawCompletion(person, claimed.id)).toMatchObject({ code: 'CE_COMPLETION_NOT_OPEN' });
    expect(await claim(person, id, { completedOn: dayFromToday(-2) })).toMatchObject({ state: 'CLAIMED' });
    expect(await kindsOf(person.personId)).toEqual([
      'ce.completed', 'ce.reviewed', 'ce.corrected', 'ce.corrected', 'ce.completed', 'ce.corrected', 'ce.completed',
    ]); // prettier-ignore
  });

  it('is seen by the person and by staff, and by nobody else', async () => {
    const { id } = await activityBy(staff);
    const claimed = await claim(person, id, { completedOn: yesterday });
    const asked = (by: Member) =>
      by.send('query ($id: ID!) { ceCompletion(id: $id) { id personName activity { title } } }', {
        id: claimed.id,
      });
    expect((await asked(person)).data).toMatchObject({ ceCompletion: { personName: 'Tess Nowak' } });
    expect((await asked(staff)).data).not.toBeNull();
    const other = await world.member('TRAINEE');
    expect((await asked(other)).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    const mine = '{ myCeCompletions { totalCount edges { node { id state } } } }';
    expect(await person.ask(mine)).toEqual({
      myCeCompletions: { totalCount: 1, edges: [{ node: { id: claimed.id, state: 'CLAIMED' } }] },
    });
    expect(await other.ask(mine)).toEqual({ myCeCompletions: { totalCount: 0, edges: [] } });
    expect((await other.send('{ ceCompletions { totalCount } }')).errors?.[0]?.extensions.code).toBe(
      'FORBIDDEN',
    );
    expect(await staff.ask('{ ceCompletions(state: CLAIMED) { totalCount } }')).toEqual({
      ceCompletions: { totalCount: 1 },
    });
    expect(await staff.ask('{ ceCompletions(state: ACCEPTED) { totalCount } }')).toEqual({
      ceCompletions: { totalCount: 0 },
    });
  });
});
