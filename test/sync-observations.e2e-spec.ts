import fc from 'fast-check';
import { newId } from '../src/platform/ids/ids.js';
import { hoursFromNow, record, seen } from './support/observations.js';
import { TestApp } from './support/test-app.js';
import {
  agreementOf,
  checklistIn,
  clinicWithTrainee,
  dayFromToday,
  employeeAt,
  licenseOf,
  placementAt,
  schoolWithPlacement,
  skillIn,
  validatorAt,
  type AssignmentRow,
  type SkillRow,
} from './support/training.js';
import { World, type Member } from './support/world.js';

interface Answer {
  readonly id: string;
  readonly state: 'APPLIED' | 'ALREADY_APPLIED' | 'REFUSED' | 'NEEDS_ATTENTION';
  readonly code: string | null;
}

type Operation = Record<string, object>;

describe('syncObservations', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  async function sync(by: Member, operations: readonly Operation[]): Promise<Answer[]> {
    const { syncObservations } = await by.ask<{ syncObservations: { operations: Answer[] } }>(
      'mutation ($input: SyncObservationsInput!) { syncObservations(input: $input) { ... on ObservationSync { operations { id state code } } } }',
      { input: { operationId: newId(), operations } },
    );
    return syncObservations.operations;
  }

  const states = (answers: readonly Answer[]) =>
    answers.map(({ state, code }) => (code ? `${state} ${code}` : state));
  const voiding = (observation: { observationId: string }, assignmentId: string) => ({
    voiding: {
      observationId: observation.observationId,
      assignmentId,
      reasonCode: 'WRONG_PERSON',
      reason: 'Not them',
    },
  });

  it('applies operations once, tells what became of each, and lets none harm another', async () => {
    const { assignment, skill, supervisor } = await clinicWithTrainee(app);
    const good = seen(assignment, skill);
    const operations: Operation[] = [
      { observation: good },
      { observation: seen(assignment, skill, { startsAt: hoursFromNow(-2), method: 'CASE_STUDY' }) },
      { observation: seen({ id: newId() }, skill, { startsAt: hoursFromNow(-3) }) },
      { observation: seen(assignment, skill, { startsAt: hoursFromNow(-4), answers: [] }) },
      { observation: seen(assignment, skill, { startsAt: hoursFromNow(-24 * 10) }) },
      { observation: { ...good } },
      { observation: { ...good, note: 'Another' } },
      voiding({ observationId: newId() }, assignment.id),
    ];
    expect(states(await sync(supervisor, operations))).toEqual([
      'APPLIED',
      'REFUSED OBSERVATION_METHOD_NOT_LISTED',
      'REFUSED NOT_FOUND',
      'REFUSED BAD_USER_INPUT',
      'NEEDS_ATTENTION OBSERVATION_TOO_LATE',
      'ALREADY_APPLIED',
      'REFUSED OBSERVATION_ID_TAKEN',
      'NEEDS_ATTENTION OBSERVATION_NOT_RECORDED',
    ]);
    expect(states(await sync(supervisor, operations.slice(0, 1)))).toEqual(['ALREADY_APPLIED']);
    expect(await record(supervisor, good)).toMatchObject({
      __typename: 'Observation',
      id: good.observationId,
    });
  });

  it('takes a voiding before its observation when it is sent again, and both in one batch', async () => {
    const { assignment, skill, supervisor } = await clinicWithTrainee(app);
    const [first, second] = [
      seen(assignment, skill),
      seen(assignment, skill, { startsAt: hoursFromNow(-2) }),
    ];
    expect(states(await sync(supervisor, [voiding(first, assignment.id)]))).toEqual([
      'NEEDS_ATTENTION OBSERVATION_NOT_RECORDED',
    ]);
    expect(
      states(
        await sync(supervisor, [
          voiding(second, assignment.id),
          { observation: first },
          { observation: second },
        ]),
      ),
    ).toEqual(['APPLIED', 'APPLIED', 'APPLIED']);
    expect(
      states(await sync(supervisor, [voiding(first, assignment.id), voiding(second, assignment.id)])),
    ).toEqual(['APPLIED', 'ALREADY_APPLIED']);
  });

  it('inv 2, abuse 31: asks who could validate on the day of the observation, not on that of the sync', async () => {
    const { clinic, assignment, skill, jurisdiction, site } = await clinicWithTrainee(app);
    const lapsed = await clinic.member('SUPERVISOR');
    await licenseOf(clinic, lapsed.personId, jurisdiction, { endsOn: dayFromToday(-3) });
    await validatorAt(clinic, lapsed.personId, site.id);
    const at = (days: number) => ({
      observation: seen(assignment, skill, { startsAt: `${dayFromToday(days)}T10:00:00Z` }),
    });
    expect(states(await sync(lapsed, [at(-2), at(-3), at(-4)]))).toEqual([
      'REFUSED OBSERVER_NOT_ELIGIBLE',
      'APPLIED',
      'APPLIED',
    ]);
  });

  it('inv 5: of two that cannot both be true the earlier one of a batch stands, and the other needs attention', async () => {
    const { clinic, assignment, skill, supervisor, site, checklist } = await clinicWithTrainee(app);
    const peer = await employeeAt(clinic, await clinic.member('TRAINEE'), site, checklist.versionId);
    const startsAt = hoursFromNow(-2);
    const early = { observation: seen(assignment, skill, { startsAt }) };
    const late = {
      observation: seen(peer, skill, { startsAt: new Date(Date.parse(startsAt) + 60_000).toISOString() }),
    };
    expect(states(await sync(supervisor, [late, early]))).toEqual([
      'NEEDS_ATTENTION OBSERVER_ELSEWHERE',
      'APPLIED',
    ]);
  });

  it('serves several organizations in one batch, each in a transaction of its own', async () => {
    const { clinic, supervisor, site, assignment, skill, jurisdiction } = await schoolWithPlacement(app);
    const own = await skillIn(clinic);
    const { versionId } = await checklistIn(clinic, [own]);
    const hire = await employeeAt(clinic, await clinic.member('TRAINEE'), site, versionId);
    const other = await World.create(app, { isSchool: true });
    const skill2 = await skillIn(other);
    const program = await other.program();
    const { trainee, enrollmentId } = await other.enrolled(program);
    const placed = await placementAt(other, clinic, {
      personId: trainee.personId,
      enrollmentId,
      agreementId: await agreementOf(other, clinic),
      site,
      checklistVersionId: (await checklistIn(other, [skill2])).versionId,
    });
    const operations = [
      { observation: seen(assignment, skill, { startsAt: hoursFromNow(-3) }) },
      { observation: seen(hire, own, { startsAt: hoursFromNow(-2) }) },
      { observation: seen(placed, skill2, { startsAt: hoursFromNow(-1) }) },
    ];
    expect(jurisdiction).toMatch(/^XX-/);
    expect(states(await sync(supervisor, operations))).toEqual(['APPLIED', 'APPLIED', 'APPLIED']);
    const stranger = await clinicWithTrainee(app);
    const again = operations.map(({ observation }) => ({
      observation: { ...observation, observationId: newId() },
    }));
    expect(states(await sync(stranger.supervisor, again))).toEqual(again.map(() => 'REFUSED NOT_FOUND'));
  });

  it('abuse 5: takes requests of trainees and nothing else of them', async () => {
    const { assignment, skill, trainee, supervisor, clinic } = await clinicWithTrainee(app);
    const request = (requestId: string) => ({
      request: { requestId, assignmentId: assignment.id, skillId: skill.id },
    });
    const [first, second, third] = [newId(), newId(), newId()];
    expect(states(await sync(trainee, [request(second), { observation: seen(assignment, skill) }]))).toEqual([
      'APPLIED',
      'REFUSED FORBIDDEN',
    ]);
    expect(states(await sync(trainee, [request(third), request(first), request(second)]))).toEqual([
      'APPLIED',
      'APPLIED',
      'ALREADY_APPLIED',
    ]);
    const { rows } = await app.owner.query<{ id: string; answer: string | null }>(
      'SELECT id, answer FROM observation_request WHERE assignment_id = $1 ORDER BY id',
      [assignment.id],
    );
    expect(rows).toEqual([
      { id: first, answer: null },
      { id: second, answer: 'REPEATED' },
      { id: third, answer: 'REPEATED' },
    ]);
    expect(states(await sync(supervisor, [request(newId())]))).toEqual([
      'REFUSED OBSERVED_SKILL_NOT_ASSIGNED',
    ]);
    expect(states(await sync(await clinic.member('TRAINEE'), [request(newId())]))).toEqual([
      'REFUSED NOT_FOUND',
    ]);
  });

  it('takes as many statements for two hundred operations as for a few', async () => {
    const batch = async (times: number): Promise<string[]> => {
      const { assignment, skill, supervisor } = await clinicWithTrainee(app);
      const operations = Array.from({ length: times }, (_, at): Operation[] => {
        const startsAt = (part: number) => hoursFromNow(-1 - at - part / 4);
        const { observationId, assignmentId, skillId, skillVersionId, endsAt } = seen(assignment, skill, {
          startsAt: startsAt(1),
        });
        const wrong = seen(assignment, skill, { startsAt: startsAt(2), minutes: 10 });
        return [
          { observation: seen(assignment, skill, { startsAt: startsAt(3), minutes: 10, not: 'NOT_MET' }) },
          { noShow: { observationId, assignmentId, skillId, skillVersionId, startsAt: startsAt(1), endsAt } },
          { observation: wrong },
          voiding(wrong, assignment.id),
        ];
      }).flat();
      let answers: Answer[] = [];
      const statements = await app.statementsOf(async () => {
        answers = await sync(supervisor, operations);
      });
      expect(new Set(states(answers))).toEqual(new Set(['APPLIED']));
      return statements;
    };
    const few = await batch(3);
    const many = await batch(50);
    expect(many).toHaveLength(few.length);
    expect(many.length).toBeLessThanOrEqual(16);
  });

  /** Who and what a month of a phone is about, with the names by which two such worlds are compared. */
  interface Ward {
    readonly supervisor: Member;
    readonly clinic: World;
    readonly assignments: readonly AssignmentRow[];
    /** Skills of each assignment. */
    readonly skills: readonly (readonly SkillRow[])[];
    readonly orgIds: readonly string[];
  }

  async function ward(): Promise<Ward> {
    const { clinic, supervisor, site, school, assignment } = await schoolWithPlacement(app);
    const skillsIn = async (world: World) => [
      await skillIn(world, { late_entry_days: 60 }),
      await skillIn(world, {
        late_entry_days: 60,
        consecutive: true,
        required_observations: 2,
        max_attempts: 2,
      }),
      await skillIn(world, { late_entry_days: 7 }),
    ];
    const ofSchool = await skillsIn(school);
    const ofClinic = await skillsIn(clinic);
    const { versionId } = await checklistIn(school, ofSchool);
    await app.owner.query(
      'UPDATE assignment_standing SET checklist_version_id = $2, starts_on = $3 WHERE assignment_id = $1',
      [assignment.id, versionId, dayFromToday(-60)],
    );
    const checklist = await checklistIn(clinic, ofClinic);
    const hired = async () =>
      employeeAt(clinic, await clinic.member('TRAINEE'), site, checklist.versionId, {
        startsOn: dayFromToday(-60),
      });
    return {
      supervisor,
      clinic,
      assignments: [assignment, await hired(), await hired()],
      skills: [ofSchool, ofClinic, ofClinic],
      orgIds: [school.orgId, clinic.orgId],
    };
  }

  /** What the supervisor did on one day, without ids. */
  interface Deed {
    readonly trainee: number;
    readonly skill: number;
    readonly kind: 'seen' | 'no-show' | 'seen-and-voided' | 'wrong-method';
    readonly results: readonly string[];
  }

  const deed: fc.Arbitrary<Deed> = fc.record({
    trainee: fc.nat(2),
    skill: fc.nat(2),
    kind: fc.constantFrom('seen', 'seen', 'seen', 'no-show', 'seen-and-voided', 'wrong-method'),
    results: fc.array(fc.constantFrom('MET', 'MET', 'MET', 'NOT_MET', 'NOT_OBSERVED'), {
      minLength: 4,
      maxLength: 4,
    }),
  });

  /** Two deeds on each of the last thirty days, none at the time of another. */
  function queueOf(
    { assignments, skills }: Ward,
    deeds: readonly Deed[],
    ids: readonly string[],
  ): Operation[] {
    return deeds.flatMap(({ trainee, skill, kind, results }, at): Operation[] => {
      const assignment = assignments[trainee]!;
      const wanted = skills[trainee]![skill]!;
      const startsAt = `${dayFromToday(-1 - Math.floor(at / 2))}T${at % 2 ? '09' : '14'}:00:00Z`;
      const observation = {
        ...seen(assignment, wanted, { startsAt }),
        observationId: ids[at]!,
        answers: wanted.stepIds.map((stepId, step) => ({ stepId, result: results[step] })),
        claimedAt: startsAt,
      };
      const { observationId, assignmentId, skillId, skillVersionId, endsAt } =
        observation as unknown as Record<string, string>;
      if (kind === 'no-show')
        return [{ noShow: { observationId, assignmentId, skillId, skillVersionId, startsAt, endsAt } }];
      if (kind === 'wrong-method') return [{ observation: { ...observation, method: 'EXEMPLAR' } }];
      return kind === 'seen' ? [{ observation }] : [{ observation }, voiding(observation, assignment.id)];
    });
  }

  /** Sends what is left of a queue, in batches, until only what needs attention is left; `isLost` says which answers never came. */
  async function drain(
    by: Member,
    queue: readonly Operation[],
    size: number,
    isLost: (batch: number) => boolean,
  ): Promise<void> {
    let left = [...queue];
    for (let round = 0, quiet = 0; left.length > 0 && quiet < 2; round++) {
      const kept: Operation[] = [];
      let progress = false;
      for (let from = 0; from < left.length; from += size) {
        const batch = left.slice(from, from + size);
        const answers = await sync(by, batch);
        const lost = round === 0 && isLost(from / size);
        kept.push(...batch.filter((_, at) => lost || answers[at]!.state === 'NEEDS_ATTENTION'));
        progress ||= lost || answers.some(({ state }) => state === 'APPLIED');
      }
      quiet = progress ? 0 : quiet + 1;
      left = kept;
    }
  }

  /** Everything that counts, by the names of the ward. */
  async function stateOf({ assignments, skills, orgIds }: Ward): Promise<object> {
    const name = new Map([
      ...assignments.map(({ id }, at) => [id, `trainee ${at}`] as const),
      ...skills.flatMap((all) => all.map(({ id }, at) => [id, `skill ${at}`] as const)),
    ]);
    const named = (rows: Record<string, unknown>[]) =>
      rows.map(({ assignment_id, skill_id, ...rest }) => ({
        ...rest,
        of: name.get(assignment_id as string),
        skill: name.get(skill_id as string),
      }));
    const ask = async (statement: string) =>
      (await app.owner.query<Record<string, unknown>>(statement, [orgIds])).rows;
    return {
      observations: named(
        await ask(`SELECT o.id, o.assignment_id, o.skill_id, o.kind, o.result, o.score_percent, o.critical_met, o.observed_on::text, o.late,
            o.starts_at, o.method, v.reason_code,
            (SELECT string_agg(s.result, ' ' ORDER BY s.position) FROM observation_step s WHERE s.org_id = o.org_id AND s.observation_id = o.id) AS steps
          FROM observation o LEFT JOIN observation_voiding v ON v.org_id = o.org_id AND v.observation_id = o.id
          WHERE o.org_id = ANY ($1) ORDER BY o.id`),
      ),
      openPlans: named(
        await ask(`SELECT p.assignment_id, p.skill_id FROM action_plan p WHERE p.org_id = ANY ($1) AND NOT EXISTS
            (SELECT 1 FROM action_plan_entry e WHERE e.org_id = p.org_id AND e.action_plan_id = p.id AND e.kind <> 'WRITTEN')`),
      ).sort((a, b) => `${a.of} ${a.skill}`.localeCompare(`${b.of} ${b.skill}`)),
      ledger:
        await ask(`SELECT l.kind, count(*)::int, count(DISTINCT l.content::jsonb ->> 'observationId')::int AS different
          FROM ledger_entry l WHERE l.org_id = ANY ($1) AND l.kind LIKE 'observation.%' GROUP BY l.kind ORDER BY l.kind`),
      broken:
        await ask(`SELECT l.seq FROM ledger_entry l LEFT JOIN ledger_entry p ON p.org_id = l.org_id AND p.person_id = l.person_id AND p.seq = l.seq - 1
          WHERE l.org_id = ANY ($1) AND l.previous_hash IS DISTINCT FROM coalesce(p.hash, '\\x00'::bytea)`),
    };
  }

  it('inv 15: a month of a phone, replayed twice, shuffled, in batches, half the answers lost, ends in the same state', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(deed, { minLength: 60, maxLength: 60 }),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        fc.integer({ min: 3, max: 40 }),
        async (deeds, chance, size) => {
          const random = (): number => chance.next().value as number;
          const ids = deeds.map(() => newId());
          const [calm, wild] = [await ward(), await ward()];
          await drain(calm.supervisor, queueOf(calm, deeds, ids), 200, () => false);
          const shuffled = () =>
            queueOf(wild, deeds, ids)
              .map((operation) => ({ operation, place: random() }))
              .sort((a, b) => a.place - b.place)
              .map(({ operation }) => operation);
          await drain(wild.supervisor, shuffled(), size, () => random() < 0.5);
          await drain(wild.supervisor, shuffled(), size, () => random() < 0.5);
          const [expected, found] = [await stateOf(calm), await stateOf(wild)];
          expect(found).toEqual(expected);
          expect(found).toMatchObject({ broken: [] });
        },
      ),
      { numRuns: 4, endOnFailure: true },
    );
  }, 120_000);
});
