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
  const record = (
    { trainee, enrollmentId, program }: Enrolled & { program: SampleProgram },
    { met = true, sourceId = newId(), earned = '9' } = {},
  ) => {
    const [{ id: courseId, quizRequirementId: requirementId }] = program.courses as [
      SampleProgram['courses'][0],
    ];
    const decided = {
      enrollmentId,
      courseId,
      requirementId,
      met,
      sourceId,
      grade: { earned, possible: '10' },
    };
    const db = app.app.get(Database).forViewer(trainee.viewer);
    return db.write((tx) => app.app.get(RequirementResults).record(tx, decided));
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

  it('keep the best: a worse attempt takes away neither pass nor mark', async () => {
    const arranged = await arrange();
    await record(arranged, { met: false, earned: '4' });
    await record(arranged, { earned: '8' });
    await record(arranged, { met: false, earned: '1' });
    expect(await progress(arranged.enrollmentId)).toMatchObject([
      { requirements_met: 1, current_percent: '80.00' },
    ]);
    expect(await marks(arranged.enrollmentId)).toEqual([
      { earned: 4, later: false },
      { earned: 8, later: true },
    ]);
  });

  it('follow a later word on the same source, and count a retold one once', async () => {
    const arranged = await arrange();
    const sourceId = newId();
    await record(arranged, { sourceId });
    await record(arranged, { sourceId });
    expect(await marks(arranged.enrollmentId)).toHaveLength(1);
    await record(arranged, { sourceId, met: false, earned: '2' });
    expect(await progress(arranged.enrollmentId)).toMatchObject([
      { requirements_met: 0, met_minutes: 0, current_percent: '20.00' },
    ]);
  });

  it('recorded at once leave the counters that recomputing gives', async () => {
    const arranged = await arrange();
    await Promise.all(['3', '9', '5', '7'].map((earned) => record(arranged, { earned, met: earned > '6' })));
    const kept = await progress(arranged.enrollmentId);
    const db = app.app.get(Database).forViewer(arranged.trainee.viewer);
    await db.write((tx) => app.app.get(CounterService).recompute(tx, arranged.enrollmentId));
    expect(await progress(arranged.enrollmentId)).toEqual(kept);
    expect(kept).toMatchObject([{ requirements_met: 1, current_percent: '90.00' }]);
  });
});
