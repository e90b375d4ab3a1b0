import { monthsLater } from '../src/features/training/sign-offs/expiry.rules.js';
import { newId } from '../src/platform/ids/ids.js';
import { ticketFor } from './support/signing.js';
import {
  blocksOf,
  itemOf,
  MEANING,
  observed,
  preview,
  sign,
  signedOff,
  standing,
  type Item,
} from './support/sign-offs.js';
import { TestApp } from './support/test-app.js';
import {
  checklistIn,
  clinicWithTrainee,
  dayFromToday,
  employeeAt,
  insertRow,
  jurisdictionWith,
  licenseOf,
  schoolWithPlacement,
  siteOf,
  skillIn,
  validatorAt,
} from './support/training.js';

const TODAY = dayFromToday(0);

describe('signing a skill off', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  afterEach(() => app.clock.reset());

  /** A clinic's new hire whose skill was observed yesterday. */
  async function ready() {
    const scene = await clinicWithTrainee(app);
    const observe = (given: Parameters<typeof observed>[2] = {}) =>
      observed(
        app,
        {
          assignment: scene.assignment,
          site: scene.site,
          siteOrgId: scene.clinic.orgId,
          skill: scene.skill,
          by: scene.supervisor,
        },
        given,
      );
    const observationId = await observe();
    return { ...scene, observe, observationId, item: itemOf(scene.assignment, scene.skill, [observationId]) };
  }

  const ledgerOf = async (personId: string) =>
    (
      await app.owner.query<{ kind: string; content: Record<string, unknown> }>(
        'SELECT kind, content::jsonb AS content FROM ledger_entry WHERE person_id = $1 ORDER BY seq',
        [personId],
      )
    ).rows;

  it('inv 20, 21: shows what is signed, and signs exactly that', async () => {
    const { supervisor, trainee, licenseId, item, skill, observationId, clinic } = await ready();
    const shown = await preview(supervisor, [item]);
    expect(shown.items[0]).toMatchObject({ kind: 'INITIAL', effectiveOn: TODAY, late: false, blocks: [] });
    const content = JSON.parse(shown.items[0]!.content!) as Record<string, unknown>;
    expect(content).toMatchObject({
      trainee: { id: trainee.personId, name: 'Tess Nowak' },
      skill: { id: skill.id, code: skill.code, version: 1 },
      meaning: MEANING,
      validator: { printedName: 'Sam Okoye', license: { id: licenseId, typeCode: 'PT' } },
      observations: [{ id: observationId, steps: [{ result: 'MET' }, {}, {}, {}] }],
    });
    const answer = await sign(supervisor, [item], await ticketFor(app, supervisor, shown.payloadHash!));
    expect(answer).toMatchObject({
      __typename: 'SignOffsMade',
      signOffs: [{ kind: 'INITIAL', contentHash: shown.items[0]!.contentHash }],
    });
    const id = answer.signOffs![0]!.id;
    const read = await clinic.owner.ask<{ signOff: Record<string, unknown> }>(
      `query ($id: ID!) { signOff(id: $id) { content contentHash printedName authentication meaning observationIds
        license { typeCode number } entries { kind } standing { status signOffId } } }`,
      { id },
    );
    expect(read.signOff).toMatchObject({
      content: shown.items[0]!.content,
      contentHash: shown.items[0]!.contentHash,
      printedName: 'Sam Okoye',
      authentication: 'PASSWORD',
      observationIds: [observationId],
      entries: [],
      standing: { status: 'CURRENT', signOffId: id },
    });
    expect((await ledgerOf(trainee.personId)).at(-1)).toMatchObject({
      kind: 'skill.signed',
      content: { id, contentHash: shown.items[0]!.contentHash, license: { id: licenseId } },
    });
  });

  it('inv 6: a clinic signs what a school’s trainee has shown there, in the school’s records', async () => {
    const { school, clinic, supervisor, trainee, assignment, skill, site } = await schoolWithPlacement(app);
    const observationId = await observed(app, {
      assignment,
      site,
      siteOrgId: clinic.orgId,
      skill,
      by: supervisor,
    });
    const [id] = await signedOff(app, supervisor, [itemOf(assignment, skill, [observationId])]);
    for (const member of [supervisor, school.owner, trainee])
      expect(await standing(member, id!)).toMatchObject({ status: 'CURRENT', signOffId: id });
    expect((await ledgerOf(trainee.personId)).at(-1)).toMatchObject({
      kind: 'skill.signed',
      content: { id },
    });
  });

  describe('is refused', () => {
    it('inv 18, 20: without enough observations, with an open action plan, without its prerequisites', async () => {
      const { clinic, supervisor, trainee, site } = await clinicWithTrainee(app);
      const first = await skillIn(clinic);
      const second = await skillIn(clinic, { required_observations: 2, prerequisites: [first] });
      const checklist = await checklistIn(clinic, [first, second]);
      const assignment = await employeeAt(clinic, trainee, site, checklist.versionId);
      const seen = { assignment, site, siteOrgId: clinic.orgId, by: supervisor };
      const one = await observed(app, { ...seen, skill: second });
      expect(await blocksOf(supervisor, itemOf(assignment, second, [one]))).toEqual([
        'OBSERVATIONS_MISSING',
        'PREREQUISITE_NOT_CURRENT',
      ]);
      const two = await observed(app, { ...seen, skill: second }, { daysAgo: 2 });
      await insertRow(app, 'action_plan', {
        org_id: clinic.orgId,
        id: newId(),
        assignment_id: assignment.id,
        site_org_id: clinic.orgId,
        person_id: trainee.personId,
        skill_org_id: clinic.orgId,
        skill_id: second.id,
        reason: 'Three attempts',
      });
      expect(await blocksOf(supervisor, itemOf(assignment, second, [one, two]))).toEqual([
        'ACTION_PLAN_OPEN',
        'PREREQUISITE_NOT_CURRENT',
      ]);
      const before = await observed(app, { ...seen, skill: first });
      await signedOff(app, supervisor, [itemOf(assignment, first, [before])]);
      expect(await blocksOf(supervisor, itemOf(assignment, second, [one, two]))).toEqual([
        'ACTION_PLAN_OPEN',
      ]);
    });

    it('inv 15: on observations that were not met, voided, signed before, or of something else', async () => {
      const { supervisor, observe, item, clinic, observationId } = await ready();
      const missed = await observe({ result: 'NOT_MET', daysAgo: 3 });
      expect(await blocksOf(supervisor, { ...item, observationIds: [missed] })).toEqual([
        'OBSERVATION_DOES_NOT_COUNT',
        'OBSERVATIONS_MISSING',
      ]);
      expect(await blocksOf(supervisor, { ...item, observationIds: [newId()] })).toEqual([
        'OBSERVATION_DOES_NOT_COUNT',
        'OBSERVATIONS_MISSING',
      ]);
      await signedOff(app, supervisor, [item]);
      expect(await blocksOf(supervisor, item)).toEqual([
        'OBSERVATION_DOES_NOT_COUNT',
        'OBSERVATIONS_MISSING',
      ]);
      const again = await observe();
      await insertRow(app, 'observation_voiding', {
        org_id: clinic.orgId,
        observation_id: again,
        reason_code: 'WRONG_PERSON',
        reason: 'Mixed up',
        voided_by: supervisor.personId,
      });
      expect(await blocksOf(supervisor, { ...item, observationIds: [again, observationId] })).toContain(
        'OBSERVATIONS_MISSING',
      );
    });

    it('inv 10: for a task that is prohibited where the site is', async () => {
      const scene = await clinicWithTrainee(app);
      const { clinic, supervisor, trainee } = scene;
      const jurisdiction = await jurisdictionWith(app, { prohibited_task_codes: ['transfer_assistance'] });
      const site = await siteOf(clinic, jurisdiction);
      await licenseOf(clinic, supervisor.personId, jurisdiction);
      await validatorAt(clinic, supervisor.personId, site.id);
      const assignment = await employeeAt(clinic, trainee, site, scene.checklist.versionId);
      const seen = await observed(app, {
        assignment,
        site,
        siteOrgId: clinic.orgId,
        skill: scene.skill,
        by: supervisor,
      });
      expect(await blocksOf(supervisor, itemOf(assignment, scene.skill, [seen]))).toEqual([
        'TASK_PROHIBITED',
      ]);
    });

    it('for a skill the checklist does not ask for, and a level that is not on its scale', async () => {
      const { supervisor, clinic, item } = await ready();
      const other = await skillIn(clinic);
      expect(await blocksOf(supervisor, { ...item, skillId: other.id })).toEqual(['SKILL_NOT_ASKED_FOR']);
      expect(await blocksOf(supervisor, { ...item, entrustmentLevel: 'S9' })).toEqual(['LEVEL_NOT_ON_SCALE']);
    });

    it('inv 19: for a level above the ceiling of the place, named with its source, and for one that cannot be compared', async () => {
      const { supervisor, item, jurisdiction } = await ready();
      const capped = (entrustment_ceilings: string[]) =>
        app.owner.query(`UPDATE supervision_rule SET rule = rule || $2 WHERE jurisdiction = $1`, [
          jurisdiction,
          { entrustment_ceilings },
        ]);
      await capped(['S3']);
      expect(await blocksOf(supervisor, { ...item, entrustmentLevel: 'S3' })).toEqual([]);
      expect(await blocksOf(supervisor, { ...item, entrustmentLevel: 'S4' })).toEqual([
        'LEVEL_ABOVE_CEILING',
      ]);
      await capped(['S3', 'Z1']);
      expect(await blocksOf(supervisor, { ...item, entrustmentLevel: 'S1' })).toEqual([
        'LEVEL_ABOVE_CEILING',
      ]);
      expect(await blocksOf(supervisor, { ...item, entrustmentLevel: null })).toEqual([]);
    });

    it('all of a ceremony when one of its items is, and names every one', async () => {
      const { supervisor, item, trainee } = await ready();
      const strange = { ...item, skillId: newId() };
      const shown = await preview(supervisor, [item, strange]);
      expect(shown.payloadHash).toBeNull();
      const ticket = await ticketFor(app, supervisor, shown.items[0]!.contentHash!);
      expect(await sign(supervisor, [item, strange], ticket)).toMatchObject({
        __typename: 'SignOffBlocked',
        items: [{ skillId: strange.skillId, blocks: [{ code: 'SKILL_NOT_ASKED_FOR' }] }],
      });
      expect(await ledgerOf(trainee.personId)).toEqual([]);
    });

    it('inv 26: of two at the same time, one', async () => {
      const { supervisor, clinic, site, jurisdiction, item } = await ready();
      const second = await clinic.member('SUPERVISOR', { givenName: 'Ana', familyName: 'Ruiz' });
      await licenseOf(clinic, second.personId, jurisdiction);
      await validatorAt(clinic, second.personId, site.id);
      const signers = [supervisor, second];
      const tickets = await Promise.all(
        signers.map(async (member) => ticketFor(app, member, (await preview(member, [item])).payloadHash!)),
      );
      const answers = await Promise.all(signers.map((member, i) => sign(member, [item], tickets[i]!)));
      expect(answers.map(({ __typename }) => __typename).toSorted()).toEqual([
        'SignOffBlocked',
        'SignOffsMade',
      ]);
    });
  });

  describe('several trainees in one ceremony', () => {
    /** Two trainees, both ready. */
    async function two() {
      const scene = await ready();
      const { clinic, site, checklist, skill, supervisor } = scene;
      const trainee = await clinic.member('TRAINEE', { givenName: 'Łukasz', familyName: 'Nguyễn' });
      const assignment = await employeeAt(clinic, trainee, site, checklist.versionId);
      const seen = await observed(app, { assignment, site, siteOrgId: clinic.orgId, skill, by: supervisor });
      return {
        ...scene,
        items: [scene.item, itemOf(assignment, skill, [seen])],
        trainees: [scene.trainee, trainee],
      };
    }

    it('are signed by one ticket, each with content of their own', async () => {
      const { supervisor, items, trainees } = await two();
      const ids = await signedOff(app, supervisor, items);
      expect(ids).toHaveLength(2);
      for (const [i, trainee] of trainees.entries())
        expect((await ledgerOf(trainee.personId)).map(({ content }) => content['id'])).toEqual([ids[i]]);
    });

    it('abuse 34: a ticket signs nothing but what it was made for: not in another order, with one answer changed, or one item more', async () => {
      const { supervisor, items } = await two();
      const [first, second] = items as [Item, Item];
      const ticket = await ticketFor(app, supervisor, (await preview(supervisor, items)).payloadHash!);
      const others = [
        [second, first],
        [first, { ...second, entrustmentLevel: 'S4' }],
        [first],
        [first, { ...second, meaning: 'Seen.' }],
      ];
      for (const other of others)
        expect(await sign(supervisor, other, ticket)).toMatchObject({
          __typename: 'SigningTicketInvalid',
          reason: 'OTHER_CONTENT',
        });
      expect(await sign(supervisor, items, ticket)).toMatchObject({ __typename: 'SignOffsMade' });
      expect((await sign(supervisor, items, ticket)).__typename).toBe('SignOffBlocked');
    });
  });

  it('abuse 33: takes a fresh ticket of one’s own', async () => {
    const { supervisor, clinic, item } = await ready();
    const { payloadHash } = await preview(supervisor, [item]);
    expect(await sign(supervisor, [item], 'made-up')).toMatchObject({ reason: 'UNKNOWN' });
    const stranger = await clinic.member('SUPERVISOR');
    expect(await sign(supervisor, [item], await ticketFor(app, stranger, payloadHash!))).toMatchObject({
      reason: 'UNKNOWN',
    });
    const approving = await ticketFor(app, supervisor, payloadHash!, { purpose: 'APPROVE' });
    expect(await sign(supervisor, [item], approving)).toMatchObject({ reason: 'OTHER_PURPOSE' });
    const stale = await ticketFor(app, supervisor, payloadHash!);
    app.clock.advance({ minutes: 6 });
    expect(await sign(supervisor, [item], stale)).toMatchObject({ reason: 'EXPIRED' });
  });

  it('abuse 35: what changed after it was shown is not signed', async () => {
    const { supervisor, item, observe } = await ready();
    const ticket = await ticketFor(app, supervisor, (await preview(supervisor, [item])).payloadHash!);
    await app.owner.query('UPDATE observation SET score_percent = 99 WHERE id = $1', [
      item.observationIds[0],
    ]);
    expect(await sign(supervisor, [item], ticket)).toMatchObject({ reason: 'OTHER_CONTENT' });
    await observe();
    const renewed = await ticketFor(app, supervisor, (await preview(supervisor, [item])).payloadHash!);
    expect(await sign(supervisor, [item], renewed)).toMatchObject({ __typename: 'SignOffsMade' });
  });

  it('abuse 36: a late sign-off says so and keeps both times; beyond the window there is none', async () => {
    const { supervisor, clinic, observe, item } = await ready();
    const seen = await observe({ daysAgo: 9 });
    const late = { ...item, observationIds: [seen], effectiveOn: dayFromToday(-7) };
    expect(await blocksOf(supervisor, { ...late, effectiveOn: dayFromToday(-8) })).toEqual([
      'EFFECTIVE_TOO_LONG_AGO',
    ]);
    expect(await blocksOf(supervisor, { ...late, effectiveOn: dayFromToday(1) })).toContain(
      'EFFECTIVE_IN_THE_FUTURE',
    );
    expect(await blocksOf(supervisor, { ...item, effectiveOn: dayFromToday(-3) })).toEqual([
      'EFFECTIVE_BEFORE_EVIDENCE',
    ]);
    const [id] = await signedOff(app, supervisor, [late]);
    const { signOff } = await clinic.owner.ask<{
      signOff: { late: boolean; effectiveOn: string; signedAt: string };
    }>('query ($id: ID!) { signOff(id: $id) { late effectiveOn signedAt } }', { id });
    expect(signOff).toMatchObject({ late: true, effectiveOn: dayFromToday(-7) });
    expect(signOff.signedAt.slice(0, 10)).toBe(TODAY);
    expect(await standing(supervisor, id!, { on: dayFromToday(-7) })).toMatchObject({ status: 'CURRENT' });
    const beforeSigning = new Date(Date.parse(signOff.signedAt) - 1_000);
    expect(await standing(supervisor, id!, { on: dayFromToday(-7), knownAt: beforeSigning })).toMatchObject({
      status: 'IN_PROGRESS',
    });
  });

  it('abuse 30: nobody signs for themselves, nor through a second account or a merged duplicate', async () => {
    const { clinic, supervisor, site, checklist, skill } = await ready();
    const self = await employeeAt(clinic, supervisor, site, checklist.versionId);
    const seen = { site, siteOrgId: clinic.orgId, skill, by: supervisor };
    const own = await observed(app, { ...seen, assignment: self });
    expect(await blocksOf(supervisor, itemOf(self, skill, [own]))).toContain('SELF');
    const double = await clinic.member('TRAINEE');
    const other = await employeeAt(clinic, double, site, checklist.versionId);
    const observationId = await observed(app, { ...seen, assignment: other });
    await app.owner.query('UPDATE person SET merged_into_id = $1 WHERE id = $2', [
      supervisor.personId,
      double.personId,
    ]);
    expect(await blocksOf(supervisor, itemOf(other, skill, [observationId]))).toContain('SELF');
  });

  it('abuse 31, inv 2: nobody signs without the license the rule asks for, on that day and today', async () => {
    const { clinic, supervisor, licenseId, site, jurisdiction, item, observe } = await ready();
    const elsewhere = await clinic.member('SUPERVISOR');
    await licenseOf(clinic, elsewhere.personId, await jurisdictionWith(app));
    await validatorAt(clinic, elsewhere.personId, site.id);
    expect(await blocksOf(elsewhere, item)).toEqual(['NO_LICENSE']);
    const wrongType = await clinic.member('SUPERVISOR');
    await licenseOf(clinic, wrongType.personId, jurisdiction, { type: 'OT' });
    await validatorAt(clinic, wrongType.personId, site.id);
    expect(await blocksOf(wrongType, item)).toEqual(['LICENSE_TYPE_NOT_ACCEPTED']);
    await insertRow(app, 'license_status_entry', {
      id: newId(),
      license_id: licenseId,
      status: 'SUSPENDED',
      starts_on: TODAY,
    });
    const seen = await observe({ daysAgo: 2 });
    expect(
      await blocksOf(supervisor, { ...item, observationIds: [seen], effectiveOn: dayFromToday(-1) }),
    ).toEqual(['LICENSE_NOT_ACTIVE']);
  });

  it('abuse 32: nobody signs at a site they are not assigned to on that day', async () => {
    const { clinic, jurisdiction, site, item } = await ready();
    const early = await clinic.member('SUPERVISOR');
    await licenseOf(clinic, early.personId, jurisdiction);
    await validatorAt(clinic, early.personId, site.id, { endsOn: dayFromToday(-1) });
    expect(await blocksOf(early, item)).toEqual(['NOT_AUTHORIZED_AT_SITE']);
  });

  it('inv 24, 25: renews inside the window from the old expiry, and begins anew after it', async () => {
    const { supervisor, item, observe } = await ready();
    const [first] = await signedOff(app, supervisor, [item]);
    expect(await standing(supervisor, first!)).toMatchObject({ expiresOn: monthsLater(TODAY, 12) });
    const renewal = { ...item, observationIds: [await observe()] };
    const whenItExpires = async (days: number) => {
      await app.owner.query(
        'UPDATE sign_off SET effective_on = current_date - 300, expires_on = $2 WHERE id = $1',
        [first, dayFromToday(days)],
      );
      const { kind, expiresOn } = (await preview(supervisor, [renewal])).items[0]!;
      return { kind, expiresOn };
    };
    const anew = monthsLater(TODAY, 12);
    expect(await whenItExpires(61)).toEqual({ kind: 'RENEWAL', expiresOn: anew });
    expect(await whenItExpires(60)).toEqual({
      kind: 'RENEWAL',
      expiresOn: monthsLater(dayFromToday(60), 12),
    });
    expect(await whenItExpires(0)).toEqual({ kind: 'RENEWAL', expiresOn: anew });
    expect(await whenItExpires(-1)).toEqual({ kind: 'REVALIDATION', expiresOn: anew });
    const [second] = await signedOff(app, supervisor, [renewal]);
    expect(await standing(supervisor, second!)).toMatchObject({ status: 'CURRENT', signOffId: second });
    expect(await standing(supervisor, second!, { on: dayFromToday(-1) })).toMatchObject({ signOffId: first });
  });

  it('inv 4, 31: takes an authorization for the skill, and a rule for the place', async () => {
    const { clinic, supervisor, jurisdiction, site, item, trainee, checklist, skill } = await ready();
    const narrow = await clinic.member('SUPERVISOR');
    await licenseOf(clinic, narrow.personId, jurisdiction);
    await validatorAt(clinic, narrow.personId, site.id, { skillCodes: ['SOMETHING-ELSE'] });
    expect(await blocksOf(narrow, item)).toEqual(['SKILL_NOT_AUTHORIZED']);
    const lawless = await siteOf(clinic, `XX-${newId().slice(-6).toUpperCase()}`);
    await validatorAt(clinic, supervisor.personId, lawless.id);
    const assignment = await employeeAt(clinic, trainee, lawless, checklist.versionId);
    const seen = await observed(app, {
      assignment,
      site: lawless,
      siteOrgId: clinic.orgId,
      skill,
      by: supervisor,
    });
    expect(await blocksOf(supervisor, itemOf(assignment, skill, [seen]))).toEqual(['RULE_MISSING']);
  });

  it('inv 3: may be signed on the last day of a license, and not on the day after', async () => {
    const { clinic, site, jurisdiction, item } = await ready();
    const ending = async (endsOn: string) => {
      const member = await clinic.member('SUPERVISOR');
      await licenseOf(clinic, member.personId, jurisdiction, { endsOn });
      await validatorAt(clinic, member.personId, site.id);
      return blocksOf(member, item);
    };
    expect(await ending(TODAY)).toEqual([]);
    expect(await ending(dayFromToday(-1))).toEqual(['LICENSE_NOT_ACTIVE']);
  });

  describe('inv 8: when a new version of the skill is published', () => {
    const publish = async (
      { clinic, skill }: Awaited<ReturnType<typeof ready>>,
      effect: string,
      revalidateBy: string | null = null,
    ) =>
      app.owner.query(
        `INSERT INTO skill_version (org_id, id, skill_id, number, status, title, task_code, patient_contact, risk_band, methods, cut_score_percent,
           required_observations, entrustment_scale, validity_months, effect, revalidate_by, published_at)
         SELECT org_id, $3, skill_id, 2, 'PUBLISHED', title, task_code, patient_contact, risk_band, methods, cut_score_percent,
           required_observations, entrustment_scale, validity_months, $4, $5, now() FROM skill_version WHERE org_id = $1 AND id = $2`,
        [clinic.orgId, skill.versionId, newId(), effect, revalidateBy],
      );

    it('sign-offs of the old one stay as they are by default, or count until the day it names', async () => {
      const plain = await ready();
      const [id] = await signedOff(app, plain.supervisor, [plain.item]);
      await publish(plain, 'NONE');
      expect(await standing(plain.supervisor, id!)).toMatchObject({ expiresOn: monthsLater(TODAY, 12) });
      const strict = await ready();
      const [bound] = await signedOff(app, strict.supervisor, [strict.item]);
      await publish(strict, 'REVALIDATE_BY', dayFromToday(10));
      expect(await standing(strict.supervisor, bound!)).toMatchObject({
        status: 'EXPIRING',
        expiresOn: dayFromToday(10),
      });
      expect(await standing(strict.supervisor, bound!, { on: dayFromToday(11) })).toMatchObject({
        status: 'EXPIRED',
      });
    });

    it('the old one is not signed any more once its day is over, also when it was shown before', async () => {
      const scene = await ready();
      const { supervisor, item } = scene;
      const ticket = await ticketFor(app, supervisor, (await preview(supervisor, [item])).payloadHash!);
      await publish(scene, 'REVALIDATE_BY', dayFromToday(-1));
      expect(await sign(supervisor, [item], ticket)).toMatchObject({
        items: [{ blocks: [{ code: 'VERSION_OUT_OF_FORCE' }] }],
      });
    });
  });

  it('inv 30: recognizes what was shown elsewhere only by an explicit decision of somebody who may', async () => {
    const { clinic, supervisor, site, jurisdiction, item } = await ready();
    const prior = {
      ...item,
      observationIds: [],
      priorLearning: 'Signed off at River Clinic in May; papers seen.',
    };
    const { errors } = await supervisor.send(
      'query ($input: SignOffPreviewInput!) { signOffPreview(input: $input) { payloadHash } }',
      { input: { items: [prior] } },
    );
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    const lead = await clinic.member('ADMIN', { givenName: 'Lea', familyName: 'Boss' });
    expect(await blocksOf(lead, prior)).toContain('NOT_AUTHORIZED_AT_SITE');
    await licenseOf(clinic, lead.personId, jurisdiction);
    await validatorAt(clinic, lead.personId, site.id);
    const shown = await preview(lead, [prior]);
    expect(shown.items[0]).toMatchObject({ kind: 'PRIOR_LEARNING', blocks: [] });
    expect(JSON.parse(shown.items[0]!.content!)).toMatchObject({ priorLearning: prior.priorLearning });
    const [id] = await signedOff(app, lead, [prior]);
    expect(await standing(lead, id!)).toMatchObject({ status: 'CURRENT' });
  });

  it('inv 27: is corrected by another sign-off; the original stays readable', async () => {
    const { clinic, site, jurisdiction, supervisor, item } = await ready();
    const [wrong] = await signedOff(app, supervisor, [{ ...item, effectiveOn: dayFromToday(-1) }]);
    const known = new Date(app.clock.now().getTime());
    const lead = await clinic.member('ADMIN', { givenName: 'Lea', familyName: 'Boss' });
    await licenseOf(clinic, lead.personId, jurisdiction);
    await validatorAt(clinic, lead.personId, site.id);
    app.clock.advance({ minutes: 1 });
    const right = {
      ...item,
      entrustmentLevel: 'S4',
      corrects: { signOffId: wrong!, reason: 'The level was left out' },
    };
    const [id] = await signedOff(app, lead, [right]);
    const { signOff } = await lead.ask<{ signOff: { kind: string; previousId: string } }>(
      'query ($id: ID!) { signOff(id: $id) { kind previousId } }',
      { id },
    );
    expect(signOff).toEqual({ kind: 'CORRECTION', previousId: wrong });
    const original = await lead.ask<{ signOff: { content: string; entries: object[] } }>(
      'query ($id: ID!) { signOff(id: $id) { content entries { kind causeId note } } }',
      { id: wrong },
    );
    expect(original.signOff.entries).toEqual([
      { kind: 'CORRECTED', causeId: id, note: 'The level was left out' },
    ]);
    expect(JSON.parse(original.signOff.content)).toMatchObject({ entrustmentLevel: null });
    expect(await standing(lead, id!, { on: dayFromToday(-1), knownAt: known })).toMatchObject({
      signOffId: wrong,
    });
    expect(await standing(lead, id!, { on: dayFromToday(-1) })).toMatchObject({ status: 'IN_PROGRESS' });
    expect(await standing(lead, id!)).toMatchObject({ status: 'CURRENT', signOffId: id });
    expect(await blocksOf(lead, right)).toContain('CANNOT_BE_CORRECTED');
  });

  it('takes six statements for one skill, with its ledger entry', async () => {
    const { supervisor, item } = await ready();
    const ticket = await ticketFor(app, supervisor, (await preview(supervisor, [item])).payloadHash!);
    const statements = (await app.statementsOf(() => sign(supervisor, [item], ticket))).filter(
      (text) => !/\b(FROM|INTO) operation\b/.test(text),
    );
    const ledger = statements.findIndex((text) => text.includes('ledger_append'));
    expect(statements.slice(0, ledger + 1)).toHaveLength(6); // whose, what, who may, ticket, sign-off, ledger
    expect(statements).toHaveLength(7); // and what is shown
  });

  it('takes no more of a clinic for a school’s trainee than the course record asks for besides', async () => {
    const { clinic, supervisor, assignment, skill, site } = await schoolWithPlacement(app);
    const seen = await observed(app, { assignment, site, siteOrgId: clinic.orgId, skill, by: supervisor });
    const item = itemOf(assignment, skill, [seen]);
    const ticket = await ticketFor(app, supervisor, (await preview(supervisor, [item])).payloadHash!);
    const statements = (await app.statementsOf(() => sign(supervisor, [item], ticket))).filter(
      (text) => !/\b(FROM|INTO) operation\b/.test(text),
    );
    expect(statements).toHaveLength(7);
  });

  it('inv 6: is shown to the trainee and those who may see the assignment, and hidden from others', async () => {
    const { supervisor, trainee, clinic, item } = await ready();
    const [id] = await signedOff(app, supervisor, [item]);
    const list =
      'query ($personId: ID) { signOffs(personId: $personId) { totalCount edges { node { id } } } }';
    expect(await trainee.ask(list)).toEqual({ signOffs: { totalCount: 1, edges: [{ node: { id } }] } });
    expect(await clinic.owner.ask(list, { personId: trainee.personId })).toMatchObject({
      signOffs: { totalCount: 1 },
    });
    const peer = await clinic.member('TRAINEE');
    expect(await peer.ask(list, { personId: trainee.personId })).toMatchObject({
      signOffs: { totalCount: 0 },
    });
    const stranger = await clinicWithTrainee(app);
    for (const member of [peer, stranger.supervisor, stranger.clinic.owner]) {
      const { errors } = await member.send('query ($id: ID!) { signOff(id: $id) { id } }', { id });
      expect(errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    }
  });
});
