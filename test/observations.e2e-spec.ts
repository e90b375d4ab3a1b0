import { newId } from '../src/platform/ids/ids.js';
import { hoursFromNow, record, seen } from './support/observations.js';
import { TestApp } from './support/test-app.js';
import { clinicWithTrainee, schoolWithPlacement } from './support/training.js';

describe('observations', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterEach(() => app.clock.reset());
  afterAll(() => app.stop());

  it('are recorded with steps, observer and license, and a result the server computed', async () => {
    const { assignment, skill, supervisor } = await clinicWithTrainee(app);
    const answer = await record(supervisor, seen(assignment, skill, { performanceRating: 4 }));
    expect(answer).toMatchObject({ __typename: 'Observation', result: 'MET', scorePercent: '100.00' });
  });

  it('are recorded by a clinic on a trainee of a school placed with it', async () => {
    const { assignment, skill, supervisor } = await schoolWithPlacement(app);
    expect(await record(supervisor, seen(assignment, skill))).toMatchObject({ result: 'MET' });
  });
});
