import { hoursFromNow, OBSERVATION, record, seen } from './support/observations.js';
import { TestApp } from './support/test-app.js';
import {
  agreementOf,
  clinicWithTrainee,
  employeeAt,
  jurisdictionWith,
  licenseOf,
  placementAt,
  schoolWithPlacement,
  siteOf,
  validatorAt,
  type AssignmentRow,
  type SkillRow,
} from './support/training.js';
import { World, type Member } from './support/world.js';

interface Plan {
  readonly __typename: string;
  readonly id: string;
  readonly planStatus: string;
  readonly reason: string;
  readonly plan: string;
  readonly observationId: string | null;
  readonly openedBy: string | null;
}

const PLAN = '... on ActionPlan { id planStatus reason plan dueOn observationId openedBy endedBy endNote }';

describe('action plans', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const missed = (by: Member, assignment: AssignmentRow, skill: SkillRow, hours: number) =>
    record(by, seen(assignment, skill, { startsAt: hoursFromNow(-hours), not: 'NOT_MET' }));
  const plansOf = async (by: Member, assignmentId: string): Promise<Plan[]> => {
    const { actionPlans } = await by.ask<{ actionPlans: { totalCount: number; edges: { node: Plan }[] } }>(
      `query ($id: ID!) { actionPlans(assignmentId: $id) { totalCount edges { node { __typename id planStatus reason plan dueOn observationId
        openedBy endedBy endNote } } } }`,
      { id: assignmentId },
    );
    expect(actionPlans.totalCount).toBe(actionPlans.edges.length);
    return actionPlans.edges.map(({ node }) => node);
  };
  const kindsOf = async (personId: string): Promise<string[]> => {
    const { rows } = await app.owner.query<{ kind: string }>(
      `SELECT kind FROM ledger_entry WHERE person_id = $1 AND kind LIKE 'action-plan.%' ORDER BY seq`,
      [personId],
    );
    return rows.map(({ kind }) => kind);
  };
  const write = (by: Member, actionPlanId: string) =>
    by.do<Plan>('writeActionPlan', { actionPlanId, plan: 'Practise with Sam', dueOn: '2027-01-31' }, PLAN);
  const complete = (by: Member, actionPlanId: string) =>
    by.do<Plan>('completeActionPlan', { actionPlanId, note: 'Practised twice' }, PLAN);

  it('inv 18: open by themselves with the last allowed attempt that was not met, and do not stop observing', async () => {
    const { assignment, skill, supervisor, trainee } = await clinicWithTrainee(app);
    for (const hours of [3, 2])
      expect(await missed(supervisor, assignment, skill, hours)).toMatchObject({ openActionPlanId: null });
    expect(await plansOf(supervisor, assignment.id)).toEqual([]);
    const { id, openActionPlanId } = await missed(supervisor, assignment, skill, 1);
    const [plan, ...more] = await plansOf(trainee, assignment.id);
    expect(more).toEqual([]);
    expect(plan).toMatchObject({
      id: openActionPlanId,
      planStatus: 'OPEN',
      reason: '3 attempts were not met.',
      plan: '',
      observationId: id,
      openedBy: null,
    });
    expect(await missed(supervisor, assignment, skill, 4)).toMatchObject({ openActionPlanId });
    expect(await plansOf(supervisor, assignment.id)).toHaveLength(1);
    expect(await kindsOf(trainee.personId)).toEqual(['action-plan.opened']);
  });

  it('inv 18: two attempts at the same moment open one, at the allowed number', async () => {
    const { clinic, assignment, skill, supervisor, site, jurisdiction } = await clinicWithTrainee(app);
    const second = await clinic.member('SUPERVISOR');
    await licenseOf(clinic, second.personId, jurisdiction);
    await validatorAt(clinic, second.personId, site.id);
    await missed(supervisor, assignment, skill, 5);
    await Promise.all([missed(supervisor, assignment, skill, 3), missed(second, assignment, skill, 2)]);
    expect(await plansOf(supervisor, assignment.id)).toHaveLength(1);
  });

  it('are written, and done by somebody who may validate; then attempts are counted anew', async () => {
    const { clinic, assignment, skill, supervisor, trainee } = await clinicWithTrainee(app);
    for (const hours of [3, 2, 1]) await missed(supervisor, assignment, skill, hours);
    const [{ id } = { id: '' }] = await plansOf(supervisor, assignment.id);
    expect(await complete(supervisor, id)).toMatchObject({ __typename: 'ActionPlanUnwritten' });
    expect(await write(clinic.owner, id)).toMatchObject({ plan: 'Practise with Sam', dueOn: '2027-01-31' });
    expect(await complete(clinic.owner, id)).toMatchObject({ __typename: 'ObserverNotEligible' });
    await expect(complete(trainee, id)).rejects.toThrow('FORBIDDEN');
    expect(await complete(supervisor, id)).toMatchObject({
      planStatus: 'DONE',
      endedBy: supervisor.personId,
      endNote: 'Practised twice',
    });
    expect(await write(supervisor, id)).toMatchObject({ __typename: 'ActionPlanEnded' });
    expect(await kindsOf(trainee.personId)).toEqual(['action-plan.opened', 'action-plan.done']);
    const { observationForm } = await supervisor.ask<{ observationForm: object }>(
      'query ($a: ID!, $s: ID!) { observationForm(assignmentId: $a, skillId: $s) { openActionPlanId standing { attemptsNotMet } } }',
      { a: assignment.id, s: skill.id },
    );
    expect(observationForm).toEqual({ openActionPlanId: null, standing: { attemptsNotMet: 0 } });
  });

  it('inv 1: are never written, done or cancelled by the trainee, though they may do so for others', async () => {
    const { clinic, site, skill, checklist, supervisor, jurisdiction } = await clinicWithTrainee(app);
    const own = await employeeAt(clinic, supervisor, site, checklist.versionId);
    const other = await clinic.member('SUPERVISOR');
    await licenseOf(clinic, other.personId, jurisdiction);
    await validatorAt(clinic, other.personId, site.id);
    for (const hours of [3, 2, 1]) await missed(other, own, skill, hours);
    const [{ id } = { id: '' }] = await plansOf(supervisor, own.id);
    expect(await write(supervisor, id)).toMatchObject({ __typename: 'OwnRecord' });
    expect(await write(other, id)).toMatchObject({ planStatus: 'OPEN' });
    expect(await complete(supervisor, id)).toMatchObject({ __typename: 'OwnRecord' });
  });

  it('are opened by hand, one at a time, and cancelled with a reason by who manages sign-offs', async () => {
    const { clinic, assignment, skill, supervisor, trainee } = await clinicWithTrainee(app);
    const open = () =>
      supervisor.do<Plan>(
        'openActionPlan',
        { assignmentId: assignment.id, skillId: skill.id, reason: 'After an incident', plan: 'Watch twice' },
        PLAN,
      );
    const { id, ...plan } = await open();
    expect(plan).toMatchObject({ planStatus: 'OPEN', plan: 'Watch twice', openedBy: supervisor.personId });
    expect(await open()).toMatchObject({ __typename: 'ActionPlanAlreadyOpen' });
    const cancel = (by: Member) =>
      by.do<Plan>('cancelActionPlan', { actionPlanId: id, reason: 'Opened by mistake' }, PLAN);
    await expect(cancel(supervisor)).rejects.toThrow('FORBIDDEN');
    expect(await cancel(clinic.owner)).toMatchObject({
      planStatus: 'CANCELLED',
      endNote: 'Opened by mistake',
    });
    expect(await kindsOf(trainee.personId)).toEqual(['action-plan.opened', 'action-plan.cancelled']);
  });

  it('are no longer needed when an attempt that made them so is voided; those opened by hand stay', async () => {
    const { assignment, skill, supervisor } = await clinicWithTrainee(app);
    const attempts = [];
    for (const hours of [3, 2, 1]) attempts.push(await missed(supervisor, assignment, skill, hours));
    const undo = (observationId: string) =>
      supervisor.do(
        'voidObservation',
        {
          voiding: {
            observationId,
            assignmentId: assignment.id,
            reasonCode: 'WRONG_PERSON',
            reason: 'Not them',
          },
        },
        OBSERVATION,
      );
    await undo(attempts[0]!.id);
    expect(await plansOf(supervisor, assignment.id)).toMatchObject([{ planStatus: 'NOT_NEEDED' }]);
    await supervisor.do(
      'openActionPlan',
      { assignmentId: assignment.id, skillId: skill.id, reason: 'Unsafe' },
      PLAN,
    );
    await undo(attempts[1]!.id);
    expect((await plansOf(supervisor, assignment.id)).map(({ planStatus }) => planStatus)).toEqual([
      'OPEN',
      'NOT_NEEDED',
    ]);
  });

  it('inv 18: count attempts at every site of the trainee; abuse 9: none of the sites sees those of another', async () => {
    const { school, clinic, assignment, skill, supervisor, enrollmentId, checklist, trainee } =
      await schoolWithPlacement(app);
    const second = await World.create(app, { isClinic: true });
    const jurisdiction = await jurisdictionWith(app);
    const site = await siteOf(second, jurisdiction);
    const other = await second.member('SUPERVISOR');
    await licenseOf(second, other.personId, jurisdiction);
    await validatorAt(second, other.personId, site.id);
    const elsewhere = await placementAt(school, second, {
      personId: trainee.personId,
      enrollmentId,
      agreementId: await agreementOf(school, second),
      site,
      checklistVersionId: checklist.versionId,
    });
    for (const hours of [9, 8]) await missed(supervisor, assignment, skill, hours);
    const last = await missed(other, elsewhere, skill, 1);
    expect(await plansOf(school.owner, elsewhere.id)).toMatchObject([
      { planStatus: 'OPEN', observationId: last.id },
    ]);
    expect(await plansOf(other, elsewhere.id)).toHaveLength(1);
    expect(await plansOf(supervisor, assignment.id)).toEqual([]);
    await expect(plansOf(supervisor, elsewhere.id)).rejects.toThrow('NOT_FOUND');
    await expect(plansOf(clinic.owner, elsewhere.id)).rejects.toThrow('NOT_FOUND');
  });
});
