import fc from 'fast-check';
import { entryProblem, type SignOffSoFar } from '../src/features/training/sign-offs/sign-off-entry.rules.js';
import {
  skillStatus,
  type SignOffEntryKind,
  type SkillFacts,
} from '../src/features/training/sign-offs/skill-status.rules.js';
import { itemOf, observed, signedOff, standing } from './support/sign-offs.js';
import { TestApp } from './support/test-app.js';
import { clinicWithTrainee, dayFromToday } from './support/training.js';

const MUTATIONS = {
  SUSPENDED: 'suspendSignOff',
  REINSTATED: 'reinstateSignOff',
  REVOKED: 'revokeSignOff',
  REVIEW_OPENED: 'reviewSignOff',
  REVIEW_UPHELD: 'upholdSignOff',
} as const;
const KINDS = Object.keys(MUTATIONS) as (keyof typeof MUTATIONS)[];

interface Shown {
  effectiveOn: string;
  expiresOn: string | null;
  signedAt: string;
  skillVersionId: string;
  entries: { kind: SignOffEntryKind; effectiveFrom: string; recordedAt: string; reasonCode: string | null }[];
}

describe('the life of a sign-off', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  afterEach(() => app.clock.reset());

  const facts = (
    id: string,
    { effectiveOn, expiresOn, signedAt, skillVersionId, entries }: Shown,
  ): SkillFacts => ({
    versions: [],
    observations: [],
    signOffs: [
      {
        ...{ id, skillVersionId, effectiveOn, expiresOn },
        finalApprovalRequired: false,
        signedAt: new Date(signedAt),
        entries: entries.map((entry) => ({ ...entry, recordedAt: new Date(entry.recordedAt) })),
      },
    ],
  });

  it('inv 26, 71: whatever is decided, each status ever shown can be shown again, from the entries alone', async () => {
    const command = fc.record({ kind: fc.constantFrom(...KINDS), daysAgo: fc.nat(4) });
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 3, maxLength: 8 }), async (commands) => {
        app.clock.reset();
        const { clinic, site, supervisor, assignment, skill } = await clinicWithTrainee(app);
        const seen = await observed(
          app,
          { assignment, site, siteOrgId: clinic.orgId, skill, by: supervisor },
          { daysAgo: 6 },
        );
        const [id] = await signedOff(app, supervisor, [
          itemOf(assignment, skill, [seen], { effectiveOn: dayFromToday(-5) }),
        ]);
        let soFar: SignOffSoFar = {
          finalApprovalRequired: false,
          effectiveOn: dayFromToday(-5),
          entries: [],
        };
        const shown: { on: string; knownAt: Date; status: string }[] = [];
        for (const { kind, daysAgo } of commands) {
          app.clock.advance({ seconds: 10 });
          const upholds = kind === 'REVIEW_UPHELD';
          const said = upholds ? {} : { reasonCode: 'OTHER', effectiveFrom: dayFromToday(-daysAgo) };
          const answer = await clinic.owner.do<{ __typename: string }>(
            MUTATIONS[kind],
            { signOffId: id, note: 'Said', ...said },
            '',
          );
          if (entryProblem(soFar, kind) !== null) expect(answer.__typename).toBe('SignOffEntryNotPossible');
          if (answer.__typename === 'SignOff')
            soFar = {
              ...soFar,
              entries: [...soFar.entries, { kind, effectiveFrom: dayFromToday(-daysAgo) }],
            };
          const on = dayFromToday(-daysAgo);
          app.clock.advance({ seconds: 10 });
          shown.push({
            on,
            knownAt: app.clock.now(),
            status: (await standing(supervisor, id!, { on })).status,
          });
        }
        const { signOff } = await clinic.owner.ask<{ signOff: Shown }>(
          `query ($id: ID!) { signOff(id: $id) { effectiveOn expiresOn signedAt skillVersionId entries { kind effectiveFrom recordedAt reasonCode } } }`,
          { id },
        );
        expect(signOff.entries.map(({ kind }) => kind)).toEqual(soFar.entries.map(({ kind }) => kind));
        for (const { on, knownAt, status } of shown) {
          expect((await standing(supervisor, id!, { on, knownAt })).status).toBe(status);
          expect(skillStatus(facts(id!, signOff), on, knownAt).status).toBe(status);
        }
      }),
      { numRuns: 6 },
    );
  }, 120_000);
});
