import { newId } from '../src/platform/ids/ids.js';
import { TestApp } from './support/test-app.js';
import { World } from './support/world.js';

describe('the organization', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const FIELDS = '... on Organization { id name isSchool isClinic }';

  it('is the one the viewer is signed in to, for every member', async () => {
    const world = await World.create(app);
    const trainee = await world.member('TRAINEE');
    const { organization } = await trainee.ask<{ organization: object }>('{ organization { id isSchool } }');
    expect(organization).toEqual({ id: world.orgId, isSchool: true });
  });

  it('changes its name and kind', async () => {
    const { owner, orgId } = await World.create(app);
    expect(await owner.do('updateOrganization', { name: 'Lone Star', isClinic: true }, FIELDS)).toMatchObject(
      {
        id: orgId,
        name: 'Lone Star',
        isSchool: true,
        isClinic: true,
      },
    );
  });

  it('is a school, a clinic, or both', async () => {
    const { owner } = await World.create(app);
    expect(await owner.do('updateOrganization', { isSchool: false }, FIELDS)).toMatchObject({
      code: 'NEITHER_SCHOOL_NOR_CLINIC',
    });
  });

  it('abuse 57: has a name of one line', async () => {
    const { owner } = await World.create(app);
    for (const name of ['a\u2028b', '\u202Egnp.exe', '', 'x'.repeat(201)])
      await expect(owner.do('updateOrganization', { name }, FIELDS)).rejects.toThrow('input.name');
  });

  it('is changed by those who run it only', async () => {
    const world = await World.create(app);
    for (const role of ['RECORDS', 'INSTRUCTOR', 'SUPERVISOR', 'TRAINEE', 'AUDITOR'] as const) {
      const { errors } = await (
        await world.member(role)
      ).send(
        'mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) { __typename } }',
        { input: { operationId: newId(), name: 'Mine' } },
      );
      expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    }
  });
});
