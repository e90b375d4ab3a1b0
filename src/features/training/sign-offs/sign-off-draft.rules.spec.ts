import fc from 'fast-check';
import type { Eligibility, Eligible } from '../supervision/eligibility.js';
import { daysLater, monthsLater } from './expiry.rules.js';
import { batchHash, draftOf, type SignOffDraft } from './sign-off-draft.rules.js';
import type { Scene, SceneObservation, SceneSkill, SignOffItem } from './sign-off-scene.js';
import type { SignOffFact } from './skill-status.rules.js';

const TODAY = '2026-06-15';
const NOW = new Date(`${TODAY}T15:00:00Z`);
const VERSION = {
  id: 'v1',
  number: 1,
  publishedAt: new Date('2026-01-01T00:00:00Z'),
  effect: 'NONE',
  revalidateBy: null,
  inactivityMonths: null,
} as const;

const skill: SceneSkill = {
  orgId: 'school',
  id: 'skill',
  code: 'SK01',
  versionId: 'v1',
  number: 1,
  title: 'Hand hygiene',
  taskCode: 'hand_hygiene',
  patientContact: false,
  requiredObservations: 1,
  requiredDates: 1,
  requiredValidators: 1,
  consecutive: false,
  maxAttempts: 3,
  methods: ['RETURN_DEMONSTRATION'],
  simulationAllowed: false,
  entrustmentScale: ['S1', 'S2', 'S3'],
  minEntrustment: 'S2',
  validityMonths: 12,
  renewalWindowDays: 60,
  lateEntryDays: 7,
  finalApproval: false,
};

const observation = (id: string, given: Partial<SceneObservation> = {}): SceneObservation => ({
  id,
  kind: 'PERFORMANCE',
  result: 'MET',
  skillVersionId: 'v1',
  startsAt: new Date('2026-06-10T09:00:00Z'),
  endsAt: new Date('2026-06-10T09:20:00Z'),
  observedOn: '2026-06-10',
  observerId: 'pt',
  method: 'RETURN_DEMONSTRATION',
  simulated: false,
  entrustmentLevel: 'S3',
  performanceRating: null,
  scorePercent: '100.00',
  recordedAt: new Date('2026-06-10T09:30:00Z'),
  voidedAt: null,
  late: false,
  contentHash: 'hash',
  observedBy: 'pt',
  recordedBy: 'pt',
  eligibility: { printedName: 'Sam Okoye' },
  countedIn: null,
  steps: [{ position: 1, result: 'MET' }],
  ...given,
});

const scene = (given: Partial<Scene> = {}): Scene => ({
  orgId: 'school',
  assignmentId: 'assignment',
  personId: 'trainee',
  agreementId: null,
  courseId: null,
  siteOrgId: 'clinic',
  siteId: 'site',
  siteName: 'North',
  timeZone: 'America/Chicago',
  startsOn: '2026-05-01',
  endsOn: '2026-07-31',
  cancelled: false,
  traineeName: 'Tess Nowak',
  today: TODAY,
  jurisdiction: 'XX-1',
  setting: 'OUTPATIENT',
  jurisdictionToday: 'XX-1',
  settingToday: 'OUTPATIENT',
  work: { startsOn: '2026-05-01', gate: null, overridden: [], rows: [] },
  skill,
  facts: { signOffs: [], versions: [VERSION], observations: [] },
  prerequisites: [],
  observations: [observation('o1')],
  planOpen: false,
  planEndedAt: null,
  ...given,
});

const item = (given: Partial<SignOffItem> = {}): SignOffItem => ({
  assignmentId: 'assignment',
  skillId: 'skill',
  effectiveOn: TODAY,
  entrustmentLevel: 'S3',
  observationIds: ['o1'],
  meaning: 'Seen and safe.',
  priorLearning: null,
  corrects: null,
  ...given,
});

const eligible: Eligible = {
  key: 'k',
  eligible: true,
  license: {
    id: 'license',
    typeCode: 'PT',
    jurisdiction: 'XX-1',
    number: '123',
    status: 'ACTIVE',
    expiresOn: null,
    verifiedOn: '2026-01-01',
  },
  rule: {
    sources: [],
    jurisdiction: 'XX-1',
    levelRank: 'ON_PREMISES',
    licenseTypes: ['PT'],
    entrustmentCeilings: [],
  },
  printedName: 'Sam Okoye',
  mayApprove: false,
};

const draft = (
  given: Partial<SignOffItem> = {},
  at: Partial<Scene> = {},
  by: Eligibility = eligible,
): SignOffDraft => draftOf(item(given), scene(at), [by], NOW);
const codes = ({ blocks }: SignOffDraft): string[] => blocks.map(({ code }) => code);

const signed = (given: Partial<SignOffFact> = {}): SignOffFact => ({
  id: 's1',
  skillVersionId: 'v1',
  effectiveOn: '2026-06-01',
  expiresOn: '2027-06-01',
  finalApprovalRequired: false,
  signedAt: new Date('2026-06-01T10:00:00Z'),
  entries: [],
  ...given,
});
const after = (...signOffs: SignOffFact[]): Partial<Scene> => ({
  facts: { signOffs, versions: [VERSION], observations: [] },
});

describe('what is signed', () => {
  it('inv 21: is another content with every other answer, name, license or observation', () => {
    const contents = [
      draft(),
      draft({ entrustmentLevel: 'S2' }),
      draft({ entrustmentLevel: null }),
      draft({ meaning: 'Seen.' }),
      draft({ effectiveOn: '2026-06-14' }),
      draft({}, { traineeName: 'Tess Nowak-Lis' }),
      draft({}, { siteName: 'South' }),
      draft({}, { personId: 'another' }),
      draft({}, { skill: { ...skill, title: 'Clean hands' } }),
      draft({}, { observations: [observation('o1', { scorePercent: '99.00' })] }),
      draft({}, { observations: [observation('o1', { steps: [{ position: 1, result: 'NOT_OBSERVED' }] })] }),
      draft({}, {}, { ...eligible, license: { ...eligible.license, number: '124' } }),
      draft({}, {}, { ...eligible, printedName: 'Sam O.' }),
    ];
    expect(contents.flatMap(codes)).toEqual([]);
    expect(new Set(contents.map(({ contentHash }) => contentHash)).size).toBe(contents.length);
  });

  it('inv 21: stays the same content while nothing of it changes', () => {
    expect(draftOf(item(), scene(), [eligible], new Date(NOW.getTime() + 60_000)).contentHash).toBe(
      draft().contentHash,
    );
  });

  it('abuse 34: a batch is another one with any item more, less or in another place', () => {
    const hash = fc.constantFrom('a', 'b', 'c', 'd').map((letter) => letter.repeat(64));
    fc.assert(
      fc.property(fc.array(hash), fc.array(hash), (one, other) => {
        expect(batchHash(one) === batchHash(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
  });

  it('cannot be put together by whoever may not validate', () => {
    const no = { key: 'k', eligible: false, reason: 'NO_LICENSE', source: null, message: 'None.' } as const;
    expect(draft({}, {}, no)).toMatchObject({ content: null, contentHash: null });
    expect(codes(draft({}, {}, no))).toEqual(['NO_LICENSE']);
  });
});

describe('what is in the way', () => {
  it('inv 14: a day ahead, too long ago, or outside the assignment', () => {
    const day = (effectiveOn: string, at: Partial<Scene> = {}) =>
      codes(
        draft({ effectiveOn }, { observations: [observation('o1', { observedOn: '2026-05-01' })], ...at }),
      );
    expect(day('2026-06-16')).toEqual(['EFFECTIVE_IN_THE_FUTURE']);
    expect(day('2026-06-08')).toEqual([]);
    expect(day('2026-06-07')).toEqual(['EFFECTIVE_TOO_LONG_AGO']);
    expect(day(TODAY, { endsOn: '2026-06-14' })).toEqual(['ASSIGNMENT_NOT_IN_FORCE']);
    expect(day(TODAY, { endsOn: TODAY })).toEqual([]);
    expect(day(TODAY, { cancelled: true })).toEqual(['ASSIGNMENT_NOT_IN_FORCE']);
  });

  it('inv 15: one not met between, where they have to be in a row', () => {
    const demand = { ...skill, requiredObservations: 2, consecutive: true };
    const at = (id: string, hour: number, result: 'MET' | 'NOT_MET') =>
      observation(id, { startsAt: new Date(Date.UTC(2026, 5, 10, hour)), result });
    const broken = [at('o1', 8, 'MET'), at('o2', 9, 'NOT_MET'), at('o3', 10, 'MET')];
    const chosen = { observationIds: ['o1', 'o3'] };
    expect(codes(draft(chosen, { skill: demand, observations: broken }))).toEqual([
      'OBSERVATION_DOES_NOT_COUNT',
      'OBSERVATIONS_MISSING',
    ]);
    expect(codes(draft(chosen, { skill: { ...demand, consecutive: false }, observations: broken }))).toEqual(
      [],
    );
  });

  it('inv 20: a prerequisite that is not current on the day it counts from', () => {
    const prerequisite = (signOff: SignOffFact) => ({
      prerequisites: [
        { code: 'SK00', facts: { signOffs: [signOff], versions: [VERSION], observations: [] } },
      ],
    });
    expect(codes(draft({}, prerequisite(signed())))).toEqual([]);
    expect(codes(draft({}, prerequisite(signed({ expiresOn: '2026-06-14' }))))).toEqual([
      'PREREQUISITE_NOT_CURRENT',
    ]);
    expect(codes(draft({}, prerequisite(signed({ finalApprovalRequired: true }))))).toEqual([
      'PREREQUISITE_NOT_CURRENT',
    ]);
  });

  it('inv 26: what stands on record and takes effect later, or has to be decided first', () => {
    const entry = { effectiveFrom: '2026-06-12', recordedAt: new Date('2026-06-12T10:00:00Z') };
    expect(codes(draft({ effectiveOn: '2026-06-11' }, after(signed({ effectiveOn: '2026-06-12' }))))).toEqual(
      ['EFFECTIVE_BEFORE_PREVIOUS'],
    );
    expect(
      codes(
        draft({ effectiveOn: '2026-06-11' }, after(signed({ entries: [{ kind: 'REVOKED', ...entry }] }))),
      ),
    ).toEqual(['EFFECTIVE_BEFORE_PREVIOUS']);
    expect(codes(draft({}, after(signed({ entries: [{ kind: 'SUSPENDED', ...entry }] }))))).toEqual([
      'SUSPENDED',
    ]);
    expect(codes(draft({}, after(signed({ finalApprovalRequired: true }))))).toEqual(['APPROVAL_AWAITED']);
  });

  it('inv 27: correcting what is no sign-off of this, or was corrected before', () => {
    const corrects = { signOffId: 's1', reason: 'Wrong level' };
    const corrected = { kind: 'CORRECTED', effectiveFrom: '2026-06-01', recordedAt: NOW } as const;
    expect(codes(draft({ corrects }))).toContain('NOTHING_TO_CORRECT');
    expect(codes(draft({ corrects }, after(signed({ entries: [corrected] }))))).toContain(
      'CANNOT_BE_CORRECTED',
    );
    const again = { ...after(signed()), observations: [observation('o1', { countedIn: 's1' })] };
    expect(codes(draft({}, again))).toContain('OBSERVATION_DOES_NOT_COUNT');
    expect(draft({ corrects }, again)).toMatchObject({ kind: 'CORRECTION', previousId: 's1', blocks: [] });
  });
});

describe('how long it counts', () => {
  it('inv 24: the months of its version from the day it counts from', () => {
    expect(draft()).toMatchObject({ kind: 'INITIAL', expiresOn: '2027-06-15', late: false });
    expect(draft({ effectiveOn: '2026-06-14' })).toMatchObject({ expiresOn: '2027-06-14', late: true });
    expect(draft({}, { skill: { ...skill, validityMonths: null } })).toMatchObject({ expiresOn: null });
  });

  it('inv 25: a renewal never shortens what counts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 36 }), fc.integer({ min: 0, max: 800 }), (months, left) => {
        const expiresOn = daysLater(TODAY, left);
        const renewal = draft(
          {},
          { ...after(signed({ expiresOn })), skill: { ...skill, validityMonths: months } },
        );
        expect(renewal.kind).toBe('RENEWAL');
        expect(renewal.expiresOn! >= expiresOn && renewal.expiresOn! >= monthsLater(TODAY, months)).toBe(
          true,
        );
      }),
    );
  });

  it('inv 8: it is a revalidation when a new version asks for one', () => {
    const second = { ...VERSION, id: 'v2', number: 2, effect: 'REVALIDATE_AT_EXPIRY' } as const;
    const both = { facts: { signOffs: [signed()], versions: [VERSION, second], observations: [] } };
    const newer = { skill: { ...skill, versionId: 'v2', number: 2 } };
    const seen = { observations: [observation('o1', { skillVersionId: 'v2' })] };
    expect(draft({}, { ...both, ...newer, ...seen })).toMatchObject({ kind: 'REVALIDATION', blocks: [] });
  });
});
