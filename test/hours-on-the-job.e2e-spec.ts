import { courseRecord, hoursAgo, logHours, ojtPlacement, verifyHours } from './support/ojt.js';
import { TestApp } from './support/test-app.js';

describe('hours on the job', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterEach(() => app.clock.reset());
  afterAll(() => app.stop());

  it('are logged, verified by a supervisor of the clinic, and counted in the course record of the school at once', async () => {
    const scene = await ojtPlacement(app);
    const { trainee, supervisor, assignment, enrollmentId, courseId } = scene;
    const log = await logHours(trainee, assignment, hoursAgo(30), 8, { breakMinutes: 30 });
    expect(log).toMatchObject({
      __typename: 'HourLog',
      state: 'PENDING',
      claimedMinutes: 450,
      countedMinutes: 0,
    });
    expect(await courseRecord(app, enrollmentId, courseId)).toBeNull();
    const answer = await verifyHours(supervisor, assignment, [log.id]);
    expect(answer.hourLogs).toMatchObject([
      {
        state: 'VERIFIED',
        countedMinutes: 450,
        decisions: [{ decision: 'VERIFIED', decidedByName: 'Sam Okoye' }],
      },
    ]);
    expect(await courseRecord(app, enrollmentId, courseId)).toMatchObject({
      minutes: 450,
      outcome: 'IN_PROGRESS',
    });
  });
});
