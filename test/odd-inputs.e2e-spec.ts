import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { GraphQLSchema } from 'graphql';
import { graduate } from './support/awards.js';
import { activityBy, attended, claim, policyIn, putUnder } from './support/ce.js';
import { importTypes, recordCard, recordClearance } from './support/credentials.js';
import { BBP, importTrainings } from './support/mandatory-training.js';
import { TestApp } from './support/test-app.js';
import { dayFromToday, licenseOf } from './support/training.js';
import { type KnownIds, requestsFor } from './support/valid-inputs.js';
import { World } from './support/world.js';

/** Operations about credits, cards, awards, reminders and how long records are kept. */
const CONCERNED =
  /(^ce|Ce[A-Z]|[Cc]redential|[Cc]learance|[Mm]andatoryTraining|TrainingChange|LateTraining|[wW]orkRequirement|Award|award|[Tt]rack|[Tt]ranscript|[Rr]eadiness|[dD]ocument|Reminder|[rR]etention|[lL]egalHold)/;

/** What clients send that nobody expects. */
const ODD: readonly [string, (value: unknown, name: string) => unknown][] = [
  ['as it is', (value) => value],
  ['texts of 10,000 characters', (value) => (isText(value) ? 'ż'.repeat(10_000) : value)],
  ['a character of zero', (value) => (isText(value) ? `a\u0000b` : value)],
  ['half of a letter', (value) => (isText(value) ? 'a\ud800' : value)],
  ['blank texts', (value) => (isText(value) ? '   ' : value)],
  [
    'codes that nobody knows',
    (value, name) => (isText(value) && /[Cc]ode/.test(name) ? 'NO-SUCH-CODE' : value),
  ],
  [
    'reversed days',
    (value, name) =>
      isDay(value) ? (/^(ends|to|until|through|extended)/i.test(name) ? '2020-01-01' : '2026-01-05') : value,
  ],
  ['the first day there is', (value) => (isDay(value) ? '0001-01-01' : value)],
  ['the last day there is', (value) => (isDay(value) ? '9999-12-31' : value)],
  ['numbers below zero', (value) => (typeof value === 'number' ? -1 : value)],
  ['the largest number', (value) => (typeof value === 'number' ? 2_147_483_647 : value)],
];
const isDay = (value: unknown): boolean => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value);
const isText = (value: unknown): boolean =>
  typeof value === 'string' && !/^\d{4}-\d\d-\d\d|^[0-9a-f]{8}-[0-9a-f]{4}|^[A-Z_]{2,}$|^[\d.]+$/.test(value);

function changed(value: unknown, change: (value: unknown, name: string) => unknown, name = ''): unknown {
  if (name === 'operationId') return value;
  if (Array.isArray(value)) return value.map((each) => changed(each, change, name));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, changed(each, change, key)]));
  return change(value, name);
}

describe('odd inputs', () => {
  let app: TestApp;
  let schema: GraphQLSchema;
  beforeAll(async () => {
    app = await TestApp.start();
    schema = app.app.get(GraphQLSchemaHost).schema;
  });
  afterAll(() => app.stop());

  async function scene() {
    const world = await World.create(app, { isSchool: true, isClinic: true });
    const { owner } = world;
    const { trainee, enrollmentId, program, cohortId } = await graduate(world);
    await importTypes(owner);
    await importTrainings(owner, BBP);
    const card = await recordCard(owner, { personId: trainee.personId });
    const clearance = await recordClearance(trainee);
    const { id: ceActivityId } = await activityBy(owner);
    const policyCode = await policyIn(app);
    const { id: ceObligationId } = await putUnder(owner, trainee.personId, policyCode, {
      anchorOn: dayFromToday(-500),
    });
    const { id: ceCompletionId } = await claim(trainee, ceActivityId, { completedOn: dayFromToday(-400) });
    const { id: other } = await activityBy(owner, { title: 'Another' });
    await attended(owner, other, [trainee.personId], { completedOn: dayFromToday(-30) });
    const licenseId = await licenseOf(world, trainee.personId, 'XX-AA');
    const ids: KnownIds = {
      ...{ personId: [trainee.personId], enrollmentId: [enrollmentId], courseId: [program.courses[0]!.id] },
      ...{ credentialId: [card.id], clearanceId: [clearance.id], ceActivityId: [ceActivityId] },
      ...{ ceObligationId: [ceObligationId], ceCompletionId: [ceCompletionId], licenseId: [licenseId] },
      ...{ programId: [program.programId], cohortId: [cohortId] },
    };
    return { owner, ids };
  }

  it.each(ODD)(
    'are answered by what is wrong with them, never by a failure within: %s',
    async (_, change) => {
      const { owner, ids } = await scene();
      const failed: string[] = [];
      let asked = 0;
      for (const type of [schema.getMutationType()!, schema.getQueryType()!])
        for (const field of Object.values(type.getFields())) {
          if (!CONCERNED.test(field.name)) continue;
          for (const { query, variables } of requestsFor(schema, field, ids, { seed: 5, numRuns: 3 })) {
            const odd = changed(variables, change) as object;
            const { errors } = await owner.send(query.replace(/^mutation/, type.name.toLowerCase()), odd);
            const codes = errors?.map(({ extensions }) => extensions.code) ?? [];
            if (!codes.includes('GRAPHQL_VALIDATION_FAILED')) asked++; // the others ask for too much at once
            if (codes.includes('INTERNAL_SERVER_ERROR'))
              failed.push(`${field.name} ${JSON.stringify(odd).slice(0, 400)}`);
          }
        }
      expect(failed).toEqual([]);
      expect(asked).toBeGreaterThan(300);
    },
  );
});
