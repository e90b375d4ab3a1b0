import { TestApp } from './support/test-app.js';
import { clinicWithTrainee, schoolWithPlacement } from './support/training.js';

describe('the worlds that tests of training stand on', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('have a clinic with a trainee', async () => {
    const { assignment, clinic } = await clinicWithTrainee(app);
    expect(assignment.orgId).toBe(clinic.orgId);
  });

  it('have a school with a trainee at a clinic', async () => {
    const { assignment, school } = await schoolWithPlacement(app);
    expect(assignment.orgId).toBe(school.orgId);
  });
});
