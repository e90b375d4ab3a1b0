import { CounterService } from '../src/features/records/counters.service.js';
import { RequirementResults } from '../src/features/records/requirement-results.js';
import { Database } from '../src/platform/database/database.js';
import { newId } from '../src/platform/ids/ids.js';
import { TestApp } from './support/test-app.js';
import { World, type Enrolled } from './support/world.js';
import type { SampleProgram } from './support/sample-program.js';

describe('results of requirements', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const arrange = async () => {
    const world = await World.create(app);
    const program = await world.program();
    return { program, ...(await world.enrolled(program)) };
  };
  type Arranged = Enrolled & { program: SampleProgram };
  const decision = (
    { enrollmentId, program }: Arranged,
    { met = true, sourceId = newId(), earned = '9', reason = undefined as string | undefined } = {},
  ) => {
    const { id: courseId, quizRequirementId: requirementId } = program.courses[0]!;
    const grade = { earned, possible: '10' };
    return { enrollmentId, courseId, requirementId, met, sourceId, grade, ...(reason && { reason }) };
  };
  const record = (arranged: Arranged, said: Parameters<typeof decision>[1] = {}) => {
    const db = app.app.get(Database).forViewer(arranged.trainee.viewer);
    return db.write((tx) => app.app.get(RequirementResults).record(tx, decision(arranged, said)));
  };
  const results = async (enrollmentId: string) => {
    const { rows } = await app.owner.query(
      `SELECT met, earned::float, reason, supersedes_id IS NOT NULL AS later FROM requirement_result WHERE enrollment_id = $1 ORDER BY id`,
      [enrollmentId],
    );
    return rows as object[];
  };
  const progress = async (enrollmentId: string) => {
    const { rows } = await app.owner.query(
      `SELECT requirements_met, met_minutes, current_percent, final_percent, outcome FROM course_progress WHERE enrollment_id = $1`,
      [enrollmentId],
    );
    return rows as object[];
  };
  const marks = async (enrollmentId: string) => {
    const { rows } = await app.owner.query(
      `SELECT earned::float, supersedes_id IS NOT NULL AS later FROM grade_entry WHERE enrollment_id = $1 ORDER BY id`,
      [enrollmentId],
    );
    return rows as object[];
  };

  it('meet the requirement and give its mark in three statements and the ledger', async () => {
    const arranged = await arrange();
    const statements = await app.statementsOf(() => record(arranged));
    expect(statements).toHaveLength(4);
    expect(await progress(arranged.enrollmentId)).toEqual([
      {
        requirements_met: 1,
        met_minutes: 20,
        current_percent: '90.00',
        final_percent: null,
        outcome: 'IN_PROGRESS',
      },
    ]);
  });

  it('say what stands: a decision takes the place of the one before, up or down', async () => {
    const arranged = await arrange();
    await record(arranged, { met: false, earned: '4' });
    await record(arranged, { earned: '8' });
    expect(await progress(arranged.enrollmentId)).toMatchObject([
      { requirements_met: 1, current_percent: '80.00' },
    ]);
    await record(arranged, { met: false, earned: '1', reason: 'The latest attempt counts.' });
    expect(await progress(arranged.enrollmentId)).toMatchObject([
      { requirements_met: 0, met_minutes: 0, current_percent: '10.00' },
    ]);
    expect(await results(arranged.enrollmentId)).toEqual([
      { met: false, earned: 4, reason: null, later: false },
      { met: true, earned: 8, reason: null, later: true },
      { met: false, earned: 1, reason: 'The latest attempt counts.', later: true },
    ]);
    expect(await marks(arranged.enrollmentId)).toEqual([
      { earned: 4, later: false },
      { earned: 8, later: true },
      { earned: 1, later: true },
    ]);
  });

  it('enter nothing when what was decided stands already', async () => {
    const arranged = await arrange();
    const sourceId = newId();
    await record(arranged, { sourceId });
    await record(arranged, { sourceId, earned: '9.0000' });
    expect(await results(arranged.enrollmentId)).toHaveLength(1);
    expect(await marks(arranged.enrollmentId)).toHaveLength(1);
  });

  it('of hundreds are recorded in three statements and the ledger, each in its own course record', async () => {
    const world = await World.create(app);
    const program = await world.program();
    const { cohortId, ...first } = { program, ...(await world.enrolled(program)) };
    const peers = await Promise.all([1, 2, 3].map(() => world.enrolled(program, { cohortId })));
    const all = [{ ...first, cohortId }, ...peers.map((peer) => ({ ...peer, program }))];
    const db = app.app.get(Database).forOrganization(world.orgId);
    const decided = all.flatMap((each, i) => [
      decision(each, { met: false, earned: '1' }),
      decision(each, { earned: String(6 + i) }),
    ]);
    const statements = await app.statementsOf(() =>
      db.write((tx) => app.app.get(RequirementResults).recordAll(tx, decided)),
    );
    expect(statements).toHaveLength(4);
    for (const [i, { enrollmentId }] of all.entries()) {
      expect(await progress(enrollmentId)).toMatchObject([
        { requirements_met: 1, current_percent: `${6 + i}0.00` },
      ]);
      expect(await results(enrollmentId)).toMatchObject([{ later: false }, { earned: 6 + i, later: true }]);
    }
  });

  it('are refused as a whole when one of them is of another organization or version', async () => {
    const [arranged, foreign] = [await arrange(), await arrange()];
    const db = app.app.get(Database).forViewer(arranged.trainee.viewer);
    const { requirementId } = decision(foreign);
    for (const wrong of [decision(foreign), { ...decision(arranged), requirementId }])
      await expect(
        db.write((tx) => app.app.get(RequirementResults).recordAll(tx, [decision(arranged), wrong])),
      ).rejects.toThrow('There is nothing here');
    expect(await results(arranged.enrollmentId)).toEqual([]);
  });

  it('recorded at once leave the counters that recomputing gives', async () => {
    const arranged = await arrange();
    await Promise.all(['3', '9', '5', '7'].map((earned) => record(arranged, { earned, met: earned > '6' })));
    const kept = await progress(arranged.enrollmentId);
    const db = app.app.get(Database).forViewer(arranged.trainee.viewer);
    await db.write((tx) => app.app.get(CounterService).recompute(tx, arranged.enrollmentId));
    expect(await progress(arranged.enrollmentId)).toEqual(kept);
    expect(await results(arranged.enrollmentId)).toHaveLength(4);
  });
});
