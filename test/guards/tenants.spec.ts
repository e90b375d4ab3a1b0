import { createHash } from 'node:crypto';
import { type GraphQLSchema } from 'graphql';
import { DECLARED_APP } from '../../src/cli/declared-app.js';
import { newId } from '../../src/platform/ids/ids.js';
import { declaredSchema } from '../../src/platform/graphql/schema.js';
import { TwoTenants, type Tenant } from '../support/two-tenants.js';
import type { Member } from '../support/world.js';
import { argumentsOf, idPlaces, selectionOf, tableOf, type IdPlace, type Samples } from './id-arguments.js';

/** Values that pass an operation's own checks, so that its ids are looked at. */
const SAMPLE: Record<string, unknown> = {
  Boolean: true,
  Date: '2026-06-01',
  DateTime: '2026-06-01T12:00:00Z',
  Decimal: '1',
  Int: 1,
  String: 'Sample',
  timeZone: 'America/Chicago',
  jurisdiction: 'US-TX',
  email: 'somebody@example.org',
  taskCode: 'hand_hygiene',
  event: 'exposure_change',
  endsOn: '2026-12-01',
  previewHash: createHash('sha256').update('a preview').digest('base64url'),
  fingerprint: createHash('sha256').update('a preview').digest('base64url'),
};

/** What some operations want besides their required fields before they look at an id. */
const ALSO: Record<string, (idOf: (table: string) => string) => object> = {
  addCourseRequirement: () => ({ kind: 'QUIZ' }),
  defineCePolicy: () => ({ code: 'SAMPLE' }),
  editQuestion: () => ({ content: { trueFalse: { isTrue: true } } }),
  enrollTrainee: (idOf) => ({ personId: idOf('person') }),
  grantCeWaiver: () => ({ extendedTo: '2026-12-01' }),
  importGrades: () => ({ csv: 'trainee,category,item,earned,possible\nada@example.org,quizzes,Quiz 1,8,10' }),
  importEnrollments: () => ({ csv: 'given_name,family_name,email\nAda,Sample,ada@example.org' }),
};

/** What the owner may not do: asked by somebody who keeps the records. */
const OF_RECORDS = ['amendAccommodation', 'grantAccommodation', 'withdrawAccommodation'];

/** What staff are answered alike for seen and unseen: only for oneself, or wanting ids that belong together. */
const ALIKE_FOR_STAFF = [
  'awardCertificate.awardId', // what is printed is noted when somebody is awarded, which nobody was here
  'completeLesson.input.enrollmentId',
  'correctEnrollmentStatus.input.enrollmentId',
  'correctEnrollmentStatus.input.entryId',
  'correctMakeUp.input.entryId',
  'finishQuestion.input.attemptId',
  'gradingQueue.cohortId', // where nothing waits
  'lateAnswers.cohortId',
  'lessonCompletions.enrollmentId',
  'logHours.input.assignmentId',
  'myLessonPositions.enrollmentId',
  'myQuiz.enrollmentId',
  'pauseQuizAttempt.input.attemptId',
  'recordMakeUp.input.sessionId',
  'recordSelfAssessment.input.assignmentId',
  'reopenHours.input.assignmentId', // wants hours of the assignment
  'resumeQuizAttempt.input.attemptId',
  'saveAnswer.input.attemptId',
  'saveLessonPosition.input.enrollmentId',
  'scheduleClassSession.input.cohortId',
  'startQuizAttempt.input.enrollmentId',
  'submitQuizAttempt.input.attemptId',
  'syncObservations.input.operations.noShow.assignmentId', // told by operation, which is not asked for here
  'syncObservations.input.operations.observation.assignmentId',
  'syncObservations.input.operations.request.assignmentId',
  'syncObservations.input.operations.voiding.assignmentId',
  'takeAttendance.input.lines.enrollmentId',
  'verifyHours.input.assignmentId', // likewise
  'voidGrade.input.entryId',
  'voidMakeUp.input.entryId',
];

describe('every id of every operation', () => {
  let schema: GraphQLSchema;
  let tenants: TwoTenants;
  let records: Member;
  beforeAll(async () => {
    schema = await declaredSchema(DECLARED_APP);
    tenants = await TwoTenants.open();
    records = await tenants.b.world.member('RECORDS');
  }, 60_000);
  afterAll(() => tenants.close());

  const isOfDraft = ({ operation, path }: IdPlace): boolean =>
    idPlaces(schema).some(
      (place) => place.operation === operation && place.path.at(-1) === 'versionId' && path[0] === 'input',
    );

  function idOf(
    rows: Map<string, string>,
    draft: Map<string, string>,
    place: IdPlace,
    path: string[],
  ): string {
    const table = tableOf(place.operation.name, path);
    const id = (isOfDraft(place) ? draft : rows).get(table);
    if (!id)
      throw new Error(
        `${place.operation.name}.${path.join('.')}: no table "${table}"; say which in id-arguments.ts`,
      );
    return id;
  }

  /** Asks about `id`; everything else that the operation wants is taken from `rows` of the asker's tenant. */
  async function ask(
    place: IdPlace,
    id: string,
    asker: Member = OF_RECORDS.includes(place.operation.name) ? records : tenants.b.world.owner,
    tenant: Tenant = tenants.b,
    rows = tenant.rows,
  ): Promise<string> {
    const { kind, operation } = place;
    const operationId = newId();
    const revision = await tenants.revisionOfDraft(tenant);
    const samples: Samples = {
      id: (path) => (path.at(-1) === 'operationId' ? operationId : idOf(rows, tenant.draft, place, path)),
      scalar: (type, name) => (/revision$/i.test(name) ? revision : (SAMPLE[name] ?? SAMPLE[type])),
    };
    const values = argumentsOf(place, id, samples);
    const also = Object.entries(ALSO[operation.name]?.((table) => rows.get(table)!) ?? {});
    const beside = also.filter(([name]) => name !== place.path[1]);
    if (beside.length) values['input'] = { ...(values['input'] as object), ...Object.fromEntries(beside) };
    const variables = operation.args.filter(({ name }) => name in values);
    const declared = variables.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
    const given = variables.map(({ name }) => `${name}: $${name}`).join(', ');
    return JSON.stringify(
      await asker.send(
        `${kind} (${declared}) { ${operation.name}(${given}) ${selectionOf(operation.type)} }`,
        values,
      ),
    );
  }

  it('is known by its table: say which in id-arguments.ts when this fails', () => {
    const unknown = idPlaces(schema).filter(
      ({ operation, path }) => !tenants.a.rows.has(tableOf(operation.name, path)),
    );
    expect(unknown.map(({ name }) => name)).toEqual([]);
  });

  it('abuse 1, 2, 3, 13: of another organization is answered as one that names nothing, and touches nothing there', async () => {
    const before = await tenants.contentsOf(tenants.a);
    const different: string[] = [];
    const notLookedAt: string[] = [];
    const places = idPlaces(schema);
    for (const place of places) {
      const foreign = await ask(place, idOf(tenants.a.rows, tenants.a.draft, place, place.path));
      const nonexistent = await ask(place, newId());
      if (foreign !== nonexistent) different.push(`${place.name}: ${foreign} but ${nonexistent}`);
      if (
        /"(UNAUTHENTICATED|BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED|FORBIDDEN|INTERNAL_SERVER_ERROR)"/.test(
          foreign,
        )
      )
        notLookedAt.push(`${place.name}: ${foreign}`);
    }
    expect(places.length).toBeGreaterThan(50);
    expect(different).toEqual([]);
    expect(await tenants.contentsOf(tenants.a)).toEqual(before);
    expect(notLookedAt).toEqual([]);
  }, 120_000);

  /** Answers about ids of the first trainee that tell more than answers about ids of nothing. */
  async function tellingMore(asker: Member, places: readonly IdPlace[]): Promise<string[]> {
    const telling: string[] = [];
    for (const place of places) {
      const { rows, draft, other } = tenants.a;
      const hidden = await ask(place, idOf(rows, draft, place, place.path), asker, tenants.a, other);
      const nonexistent = await ask(place, newId(), asker, tenants.a, other);
      if (hidden !== nonexistent) telling.push(`${place.name}: ${hidden} but ${nonexistent}`);
    }
    return telling;
  }

  it('abuse 5: of another trainee is answered to a trainee as one that names nothing', async () => {
    const ofAll = ['cohort', 'class_session'];
    const ofTrainees = [...tenants.tablesOfCohorts, 'person', 'membership'].filter((t) => !ofAll.includes(t));
    const places = idPlaces(schema).filter((place) =>
      ofTrainees.includes(tableOf(place.operation.name, place.path)),
    );
    expect(places.length).toBeGreaterThan(20);
    expect(await tellingMore(tenants.a.otherTrainee, places)).toEqual([]);
  }, 60_000);

  it('abuse 6, 14: of a cohort that a member is limited away from, and of its people, is answered as one that names nothing', async () => {
    const places = idPlaces(schema).filter((place) =>
      [...tenants.tablesOfCohorts, 'membership', 'person', 'invitation'].includes(
        tableOf(place.operation.name, place.path),
      ),
    );
    expect(places.length).toBeGreaterThan(20);
    const { world, other } = tenants.a;
    const limited = await world.member('ADMIN');
    await tenants.limit(limited, other.get('cohort')!);
    expect(await tellingMore(limited, places)).toEqual([]);
    const ofCohorts = places.filter(({ operation, path }) =>
      tenants.tablesOfCohorts.includes(tableOf(operation.name, path)),
    );
    const seen = new Set((await tellingMore(world.owner, ofCohorts)).map((telling) => telling.split(':')[0]));
    const alike = ofCohorts.map(({ name }) => name).filter((name) => !seen.has(name));
    expect(alike.sort()).toEqual(ALIKE_FOR_STAFF);
  }, 60_000);
});
