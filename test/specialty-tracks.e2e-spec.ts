import { readFileSync } from 'node:fs';
import { AwardLookup } from '../src/features/awards/awarding/award-lookup.service.js';
import {
  AWARD,
  type AwardAnswer,
  awardProgram,
  awardSpecialty,
  cardOf,
  cardType,
  changeAward,
  graduate,
  readiness,
} from './support/awards.js';
import { signedInNow } from './support/days-pass.js';
import { hoursAgo, logHours, supervisorOf, verifyHours } from './support/ojt.js';
import { loadLicenseTypes } from './support/rules.js';
import { sampleProgram } from './support/sample-program.js';
import { itemOf, observed, signedOff } from './support/sign-offs.js';
import { TestApp } from './support/test-app.js';
import {
  checklistIn,
  employeeAt,
  jurisdictionWith,
  licenseOf,
  siteOf,
  skillIn,
  validatorAt,
} from './support/training.js';
import { type Member, World } from './support/world.js';

const EXAMPLES = readFileSync('src/demo/content/specialty-tracks.yaml', 'utf8');

describe('specialty tracks', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
    await loadLicenseTypes(app);
  });
  afterEach(() => app.clock.reset());
  afterAll(() => app.stop());

  const school = () => World.create(app, { isSchool: true, isClinic: true });

  interface Imported {
    applied?: boolean;
    newTracks?: string[];
    keptTracks?: string[];
    errors?: { path: string; line: number; message: string }[];
  }
  const bringIn = (by: Member, document: string, more: object = {}): Promise<Imported> =>
    by.do<Imported>(
      'importSpecialtyTracks',
      { document, publish: true, ...more },
      `... on SpecialtyTracksImport { applied newTracks keptTracks }
       ... on SpecialtyTracksNotImported { errors { path line message } }`,
    );

  interface Track {
    id: string;
    code: string;
    published: { id: string; label: string } | null;
    versions: { id: string; label: string; status: string }[];
  }
  const tracksOf = async (by: Member): Promise<Track[]> => {
    const { specialtyTracks } = await by.ask<{ specialtyTracks: { edges: { node: Track }[] } }>(
      '{ specialtyTracks { edges { node { id code published { id label } versions { id label status } } } } }',
    );
    return specialtyTracks.edges.map(({ node }) => node);
  };

  const define = (by: Member, more: object = {}) =>
    by.do<{ id: string; trackId: string; code: string; status: string }>(
      'defineSpecialtyTrack',
      {
        code: 'SPEC',
        label: '1',
        title: 'Special support',
        baseProgramCode: 'PTT-CERT',
        awardRequirements: ['SPEC-CORE_complete', 'PALS_current'],
        ...more,
      },
      '... on SpecialtyTrackVersion { id trackId status } ... on TrackRequirementsUnclear { words } ... on TrackLabelTaken { label }',
    );
  const publish = (by: Member, trackVersionId: string) =>
    by.do<{ code: string }>(
      'publishSpecialtyTrack',
      { trackVersionId },
      '... on SpecialtyTrackVersion { status }',
    );

  describe('are data', () => {
    it('four of them come in with a document: pediatric, sports, geriatric and home health', async () => {
      const world = await school();
      const { errors } = await bringIn(world.owner, EXAMPLES);
      expect(errors?.[0]).toMatchObject({
        path: 'specialty_tracks[0]',
        line: 4,
        message: expect.stringContaining('no program PTT-CERT'),
      });
      expect(await tracksOf(world.owner)).toEqual([]);
      await sampleProgram(app, world.orgId, 'PTT-CERT');
      expect(await bringIn(world.owner, EXAMPLES, { dryRun: true })).toMatchObject({ applied: false });
      expect(await tracksOf(world.owner)).toEqual([]);
      const codes = ['PEDIATRIC', 'SPORTS', 'GERIATRIC', 'HOME-HEALTH'];
      expect(await bringIn(world.owner, EXAMPLES)).toMatchObject({
        applied: true,
        newTracks: codes,
        keptTracks: [],
      });
      expect(await bringIn(world.owner, EXAMPLES)).toMatchObject({ newTracks: [], keptTracks: codes });
      const trainee = await world.member('TRAINEE');
      const tracks = await tracksOf(trainee);
      expect(tracks.map(({ code, published }) => [code, published?.label])).toEqual(
        codes.toSorted().map((code) => [code, '2026.1']),
      );
    });

    it('what is wrong in a document is told with its line, and nothing of it is kept', async () => {
      const world = await school();
      await sampleProgram(app, world.orgId, 'PTT-CERT');
      const wrong = EXAMPLES.replace('GERI-CORE_complete', 'total_clock_hours').replace(
        'code: SPORTS',
        'code: PEDIATRIC',
      );
      const { errors } = await bringIn(world.owner, wrong);
      expect(errors?.map(({ path, line }) => [path, line])).toEqual([
        ['specialty_tracks[1]', 10],
        ['specialty_tracks[2].requires[0]', 21],
      ]);
      await bringIn(world.owner, EXAMPLES);
      const changed = await bringIn(world.owner, EXAMPLES.replace('Geriatric Support', 'Elder Support'));
      expect(changed.errors).toEqual([
        expect.objectContaining({
          path: 'specialty_tracks[2]',
          message: 'version 2026.1 of GERIATRIC is published and says something else',
        }),
      ]);
    });

    it('are drafts until they are published, and then never change', async () => {
      const world = await school();
      const { owner } = world;
      const trainee = await world.member('TRAINEE');
      expect(await define(owner, { awardRequirements: ['all_courses_passed'] })).toMatchObject({
        code: 'TRACK_REQUIREMENTS_UNCLEAR',
      });
      const draft = await define(owner);
      expect(draft).toMatchObject({ status: 'DRAFT' });
      expect(await tracksOf(trainee)).toEqual([]);
      const hidden = await trainee.send(`{ specialtyTrack(id: "${draft.trackId}") { code } }`);
      expect(hidden.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
      expect(await publish(owner, draft.id)).toMatchObject({ code: 'TRACK_BASE_UNKNOWN' });
      await sampleProgram(app, world.orgId, 'PTT-CERT');
      expect(await define(owner, { title: 'Very special support' })).toMatchObject({ id: draft.id });
      expect(await publish(owner, draft.id)).toMatchObject({ status: 'PUBLISHED' });
      expect(await publish(owner, draft.id)).toMatchObject({ code: 'TRACK_VERSION_STANDS_OTHERWISE' });
      expect(await define(owner)).toMatchObject({ code: 'TRACK_LABEL_TAKEN' });
      const next = await define(owner, { label: '2' });
      await publish(owner, next.id);
      const [track] = await tracksOf(trainee);
      expect(track!.versions.map(({ label, status }) => [label, status])).toEqual([
        ['2', 'PUBLISHED'],
        ['1', 'RETIRED'],
      ]);
      const retire = (trackVersionId: string) =>
        owner.do('retireSpecialtyTrack', { trackVersionId }, '... on SpecialtyTrackVersion { status }');
      expect(await retire(draft.id)).toMatchObject({ code: 'TRACK_VERSION_STANDS_OTHERWISE' });
      expect(await retire(next.id)).toMatchObject({ status: 'RETIRED' });
    });
  });

  /** A graduate of the base program with a track to earn: a skill, an hour of work and a card besides. */
  async function specialist() {
    const world = await school();
    const program = await sampleProgram(app, world.orgId, 'PTT-CERT');
    const person = await graduate(world, { program });
    const jurisdiction = await jurisdictionWith(app);
    const site = await siteOf(world, jurisdiction);
    const supervisor = await world.member('SUPERVISOR', { givenName: 'Sam', familyName: 'Okoye' });
    await licenseOf(world, supervisor.personId, jurisdiction);
    await validatorAt(world, supervisor.personId, site.id);
    const skill = await skillIn(world);
    const checklist = await checklistIn(world, [skill], {
      code: 'SPEC-CORE',
      completion: 'HYBRID',
      requiredMinutes: 60,
    });
    const assignment = await employeeAt(world, person.trainee, site, checklist.versionId);
    await supervisorOf(app, assignment, world.orgId, supervisor);
    await cardType(world, 'PALS');
    const { id, trackId } = await define(world.owner);
    await publish(world.owner, id);
    const earn = async () => {
      const about = { assignment, site, siteOrgId: world.orgId, skill, by: supervisor };
      await signedOff(app, supervisor, [itemOf(assignment, skill, [await observed(app, about)])]);
      const log = await logHours(person.trainee, assignment, hoursAgo(30), 1);
      await verifyHours(supervisor, assignment, [log.id]);
      await cardOf(world, person.trainee.personId, 'PALS');
    };
    return { ...person, world, owner: world.owner, trackId, earn };
  }

  const open = async (by: Member, enrollmentId: string, trackId: string): Promise<string[]> =>
    (await readiness(by, enrollmentId, trackId)).missing.map(({ kind, because }) => `${kind}: ${because}`);

  describe('are earned', () => {
    it('on top of a certificate, by checklists and cards', async () => {
      const { world, owner, trainee, enrollmentId, trackId, earn } = await specialist();
      expect(await open(trainee, enrollmentId, trackId)).toEqual([
        'BASE_AWARD: The certificate it rests on is not awarded yet.',
        'CHECKLIST_COMPLETE: 0 of 1 skills are signed; 0 of 1 hours are verified.',
        expect.stringMatching(/^CURRENT: /),
      ]);
      await awardProgram(owner, enrollmentId);
      const early = await awardSpecialty(owner, enrollmentId, trackId);
      expect(early).toMatchObject({ code: 'NOT_READY_FOR_AWARD' });
      await earn();
      expect(await open(trainee, enrollmentId, trackId)).toEqual([]);
      const answers = await Promise.all([
        awardSpecialty(owner, enrollmentId, trackId),
        awardSpecialty(await world.member('ADMIN'), enrollmentId, trackId),
      ]);
      const award = answers.find(({ __typename }) => __typename === 'Award')!;
      expect(award).toMatchObject({
        kind: 'SPECIALTY',
        title: 'Special support',
        standing: { status: 'VALID' },
      });
      expect(answers.find(({ __typename }) => __typename === 'AlreadyAwarded')).toMatchObject({
        awardId: award.id,
      });
      const again = await readiness(trainee, enrollmentId, trackId);
      expect(again.next).toContain(award.number);
      const { myAwards } = await trainee.ask<{ myAwards: { awards: { kind: string }[] } }>(
        '{ myAwards { awards { kind } } }',
      );
      expect(myAwards.awards.map(({ kind }) => kind)).toEqual(['SPECIALTY', 'PROGRAM']);
    });

    it('inv 47: and kept, whatever lapses or is asked for later', async () => {
      const { owner, trainee, enrollmentId, trackId, earn } = await specialist();
      await awardProgram(owner, enrollmentId);
      await earn();
      const award = await awardSpecialty(owner, enrollmentId, trackId);
      const next = await define(owner, { label: '2', awardRequirements: ['OTHER_current'] });
      await publish(owner, next.id);
      app.clock.advance({ days: 800 });
      const now = await signedInNow(app, trainee);
      const { award: read } = await now.ask<{ award: AwardAnswer }>(
        `{ award(id: "${award.id}") { ${AWARD} } }`,
      );
      expect(read).toMatchObject({ standing: { status: 'VALID' }, requirements: award['requirements'] });
      expect(await open(now, enrollmentId, trackId)).toEqual([
        expect.stringMatching(/^CURRENT: Nobody has defined OTHER/),
      ]);
    });

    it('on top of their own program alone, and only while a version is published', async () => {
      const { world, owner, trackId } = await specialist();
      const other = await graduate(world);
      await awardProgram(owner, other.enrollmentId);
      const [base] = await open(owner, other.enrollmentId, trackId);
      expect(base).toMatch(
        /^BASE_AWARD: It rests on the certificate of PTT-CERT, and the enrollment is in P-/,
      );
      const [track] = await tracksOf(owner);
      await owner.do('retireSpecialtyTrack', { trackVersionId: track!.published!.id }, '');
      const [gone] = await open(owner, other.enrollmentId, trackId);
      expect(gone).toBe('BASE_AWARD: SPEC has no published version: nobody can earn it now.');
    });
  });

  it('are suspended while their certificate is not valid, and no longer', async () => {
    const { owner, enrollmentId, trackId, earn } = await specialist();
    const base = await awardProgram(owner, enrollmentId);
    await earn();
    const specialty = await awardSpecialty(owner, enrollmentId, trackId);
    const lookup = app.app.get(AwardLookup, { strict: false });
    const standing = async () => {
      const { award } = await owner.ask<{
        award: { standing: { status: string; byBase: boolean; because: string } };
      }>(`{ award(id: "${specialty.id}") { standing { status byBase because } } }`);
      expect((await lookup.byNumber(specialty.number))?.standing.status).toBe(award.standing.status);
      return award.standing;
    };
    await changeAward(owner, 'suspendAward', base.id);
    expect(await standing()).toMatchObject({
      ...{ status: 'SUSPENDED', byBase: true },
      because: expect.stringContaining('the certificate it rests on is not valid'),
    });
    await changeAward(owner, 'reinstateAward', base.id);
    expect(await standing()).toMatchObject({ status: 'VALID', byBase: false });
    const reissued = await changeAward(owner, 'reissueAward', base.id, { recipientName: 'Ada Lovelace' });
    expect(await standing()).toMatchObject({ status: 'VALID' });
    await changeAward(owner, 'revokeAward', reissued.id);
    expect(await standing()).toMatchObject({ status: 'SUSPENDED', byBase: true });
    await awardProgram(owner, enrollmentId);
    expect(await standing()).toMatchObject({ status: 'VALID' });
    await changeAward(owner, 'revokeAward', specialty.id);
    expect(await standing()).toMatchObject({ status: 'REVOKED', byBase: false });
  });
});
