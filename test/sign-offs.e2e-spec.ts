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
} from './support/sign-offs.js';
import { TestApp } from './support/test-app.js';
import { clinicWithTrainee, dayFromToday, schoolWithPlacement } from './support/training.js';

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
});
