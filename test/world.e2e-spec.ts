import { TestApp } from './support/test-app.js';
import { World } from './support/world.js';

describe('the world builder', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('arranges an enrolled trainee of a published program', async () => {
    const world = await World.create(app);
    const { enrollmentId } = await world.enrolled(await world.program());
    const { rows } = await app.owner.query('SELECT status FROM enrollment WHERE id = $1', [enrollmentId]);
    expect(rows).toEqual([{ status: 'ACTIVE' }]);
  });
});
