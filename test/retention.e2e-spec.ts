import { readFileSync } from 'node:fs';
import { importRetentionRules } from '../src/cli/import-retention-file.js';
import { newId } from '../src/platform/ids/ids.js';
import { TestApp } from './support/test-app.js';
import { ownDatabase } from './support/test-database.js';
import type { SampleProgram } from './support/sample-program.js';
import { World, type Member } from './support/world.js';

const RULES = readFileSync('migrations/reference/retention-rules.yaml', 'utf8');
const RETENTION = `personId mayBeErased erasedAt obstacles { code message }
  records { recordClass title itemCode records lastOn keptUntil isOver reasons { code message ruleCode authority lawfulBasis until } }`;
const HOLD = '... on LegalHold { id personId reason placedBy releasedAt releaseReason }';

interface Retention {
  personId: string;
  mayBeErased: boolean;
  erasedAt: string | null;
  obstacles: { code: string; message: string }[];
  records: {
    recordClass: string;
    itemCode: string | null;
    records: number;
    lastOn: string;
    keptUntil: string | null;
    isOver: boolean;
    reasons: { code: string; message: string; ruleCode: string | null }[];
  }[];
}

describe('how long records are kept', () => {
  let app: TestApp;
  let world: World;
  let program: SampleProgram;
  beforeAll(async () => {
    const database = await ownDatabase();
    app = await TestApp.start({ database });
    expect(await importRetentionRules(database.migrationDatabaseUrl, RULES)).toMatchObject({ problems: [] });
    world = await World.create(app);
    program = await world.program();
  });
  afterAll(() => app.stop());

  const retentionOf = async (personId: string, asker: Member = world.owner): Promise<Retention> =>
    (
      await asker.ask<{ retentionOf: Retention }>(
        `query ($id: ID!) { retentionOf(personId: $id) { ${RETENTION} } }`,
        {
          id: personId,
        },
      )
    ).retentionOf;
  const ofClass = ({ records }: Retention, wanted: string) =>
    records.find(({ recordClass }) => recordClass === wanted)!;
  const trained = (personId: string, code: string, completedOn: string): Promise<unknown> =>
    app.owner.query(
      `INSERT INTO mandatory_training_completion (org_id, id, person_id, code, session_id, completed_on, general, live_questions,
         attendee_name, recorded_at) VALUES ($1, $2, $3, $4, $2, $5, true, true, 'Ada Test', $5::date)`,
      [world.orgId, newId(), personId, code, completedOn],
    );
  const hold = (input: object, by: Member = world.owner) =>
    by.do<{ __typename: string; id: string; code?: string; releasedAt: string | null }>(
      'placeLegalHold',
      input,
      HOLD,
    );

  it('inv 66: says of each class until when it is kept, by which rule, and why', async () => {
    const { trainee } = await world.enrolled(program);
    await trained(trainee.personId, 'BBP', '2020-02-29');
    await trained(trainee.personId, 'PRIVACY', '2020-02-29');
    const found = await retentionOf(trainee.personId);
    expect(found.mayBeErased).toBe(false);
    expect(found.obstacles.map(({ code }) => code)).toEqual(['MEMBER', 'ENROLLED', 'RECORDS_KEPT']);
    expect(ofClass(found, 'TRANSCRIPT')).toMatchObject({
      keptUntil: null,
      isOver: false,
      reasons: [
        { code: 'RULE', ruleCode: 'TRANSCRIPT', message: expect.stringMatching(/^Kept for good: .*8117/) },
      ],
    });
    expect(found.records.filter(({ recordClass }) => recordClass === 'MANDATORY_TRAINING')).toMatchObject([
      { itemCode: 'BBP', records: 1, lastOn: '2020-02-29', keptUntil: '2023-02-28', isOver: true },
      {
        itemCode: 'PRIVACY',
        keptUntil: null,
        isOver: false,
        reasons: expect.arrayContaining([
          expect.objectContaining({
            code: 'STILL_HERE',
            message: 'Kept 6 years from leaving the organization, which has not happened: 45 CFR 164.530(j).',
          }),
        ]),
      },
    ]);
  });

  it('inv 66: keeps what no rule speaks of', async () => {
    const other = await TestApp.start({ database: await ownDatabase() });
    try {
      const elsewhere = await World.create(other);
      const { trainee } = await elsewhere.enrolled(await elsewhere.program());
      const { myRetention } = await trainee.ask<{ myRetention: Retention }>(
        `{ myRetention { ${RETENTION} } }`,
      );
      expect(ofClass(myRetention, 'TRANSCRIPT').reasons).toMatchObject([
        { code: 'NO_RULE', message: 'No rule says how long they are kept: they are kept until one does.' },
      ]);
      expect(myRetention.mayBeErased).toBe(false);
    } finally {
      await other.stop();
    }
  });

  it('inv 66: counts a period the organization itself laid down', async () => {
    const trainee = await world.member('TRAINEE');
    await trained(trainee.personId, 'LIFT', '2020-01-31');
    expect(ofClass(await retentionOf(trainee.personId), 'MANDATORY_TRAINING').keptUntil).toBe('2023-01-31');
    await app.owner.query(
      `INSERT INTO mandatory_training (org_id, id, code, effective_from, title, due_at, within_days, live_questions, site_specific,
         warn_days, retention_months, retention_from, citation) VALUES ($1, $2, 'LIFT', '2020-01-01', 'Lifting', 'HIRE', 30, false, false, '{30}', 120,
         'TRAINING_DATE', 'House rule 7')`,
      [world.orgId, newId()],
    );
    const found = ofClass(await retentionOf(trainee.personId), 'MANDATORY_TRAINING');
    expect(found.keptUntil).toBe('2030-01-31');
    expect(found.reasons.map(({ message }) => message)).toContain(
      'Kept 10 years from the last of them, until 2030-01-31: House rule 7.',
    );
  });

  it('inv 66: a legal hold keeps everything until it is released, and is told without its reason to whom it holds', async () => {
    const trainee = await world.member('TRAINEE');
    await trained(trainee.personId, 'BBP', '2020-02-29');
    const placed = await hold({ personId: trainee.personId, reason: 'A claim is expected' });
    expect(placed).toMatchObject({ __typename: 'LegalHold', personId: trainee.personId, releasedAt: null });
    const held = await trainee.ask<{ myRetention: Retention }>(`{ myRetention { ${RETENTION} } }`);
    expect(ofClass(held.myRetention, 'MANDATORY_TRAINING')).toMatchObject({ keptUntil: null, isOver: false });
    expect(held.myRetention.obstacles.map(({ code }) => code)).toContain('LEGAL_HOLD');
    expect(JSON.stringify(held)).not.toContain('claim is expected');
    const released = await world.owner.do('releaseLegalHold', { holdId: placed.id, reason: 'Settled' }, HOLD);
    expect(released).toMatchObject({ __typename: 'LegalHold', releaseReason: 'Settled' });
    expect(ofClass(await retentionOf(trainee.personId), 'MANDATORY_TRAINING').isOver).toBe(true);
    expect(
      await world.owner.do('releaseLegalHold', { holdId: placed.id, reason: 'Again' }, HOLD),
    ).toMatchObject({
      code: 'LEGAL_HOLD_ALREADY_RELEASED',
    });
  });

  it('inv 66: a hold on everybody holds everybody; lists tell those that stand from those released', async () => {
    const other = await World.create(app);
    const trainee = await other.member('TRAINEE');
    const placed = await hold({ reason: 'An audit of the school' }, other.owner);
    expect((await retentionOf(trainee.personId, other.owner)).obstacles.map(({ code }) => code)).toContain(
      'LEGAL_HOLD',
    );
    const listed = async (standing: boolean) =>
      (
        await other.owner.ask<{ legalHolds: { totalCount: number; edges: { node: { id: string } }[] } }>(
          'query ($s: Boolean) { legalHolds(standing: $s) { totalCount edges { node { id } } } }',
          { s: standing },
        )
      ).legalHolds;
    expect(await listed(true)).toMatchObject({ totalCount: 1, edges: [{ node: { id: placed.id } }] });
    expect(await listed(false)).toMatchObject({ totalCount: 0, edges: [] });
    await other.owner.do('releaseLegalHold', { holdId: placed.id, reason: 'Done' }, HOLD);
    expect(await listed(false)).toMatchObject({ totalCount: 1 });
  });

  it('nobody releases the hold on their own records', async () => {
    const records = await world.member('RECORDS');
    const { id } = await hold({ personId: records.personId, reason: 'A complaint' });
    expect(await records.do('releaseLegalHold', { holdId: id, reason: 'Not needed' }, HOLD)).toMatchObject({
      code: 'OWN_LEGAL_HOLD',
    });
  });

  it('is for those who keep the records: others see what is kept of themselves', async () => {
    const [trainee, supervisor] = [await world.member('TRAINEE'), await world.member('SUPERVISOR')];
    for (const member of [trainee, supervisor]) {
      const { errors } = await member.send(`query ($id: ID!) { retentionOf(personId: $id) { personId } }`, {
        id: trainee.personId,
      });
      expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    }
    const { myRetention } = await trainee.ask<{ myRetention: Retention }>(
      '{ myRetention { personId records { records } } }',
    );
    expect(myRetention).toEqual({ personId: trainee.personId, records: [{ records: 1 }] });
  });

  it('takes a fixed number of statements', async () => {
    const { trainee } = await world.enrolled(program);
    const once = await app.statementsOf(() => retentionOf(trainee.personId));
    for (const code of ['BBP', 'FIRE', 'PRIVACY']) await trained(trainee.personId, code, '2024-01-01');
    expect(await app.statementsOf(() => retentionOf(trainee.personId))).toEqual(once);
    expect(once.length).toBeLessThanOrEqual(8);
  });
});
