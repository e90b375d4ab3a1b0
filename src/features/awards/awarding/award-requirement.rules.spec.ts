import fc from 'fast-check';
import { HOLD_KINDS } from '../../enrollments/enrollment.entity.js';
import { askedBy } from '../../programs/award-word.rules.js';
import {
  askedOfProgram,
  askedOfSpecialty,
  type AwardRecord,
  clockMinutes,
  type CourseOnRecord,
  isReady,
  programRequirements,
  specialtyRequirements,
} from './award-requirement.rules.js';

const minutes = (lecture: number, lab = 0, placement = 0) => ({ lecture, lab, placement });
const course = (given: Partial<CourseOnRecord> = {}): CourseOnRecord => ({
  code: 'A',
  title: 'Course A',
  required: true,
  outcome: 'PASSED',
  complete: true,
  scheduled: minutes(60, 60),
  counted: minutes(60, 60),
  ...given,
});
const complete = { title: 'On the job', complete: true, because: '18 of 18 skills are signed.' };
const current = { current: true, because: 'Current through 2027-01-31.' };
const DONE: AwardRecord = {
  status: 'ACTIVE',
  courses: [course(), course({ code: 'B' })],
  totalClockMinutes: 240,
  checklists: new Map([['OJT-CORE', complete]]),
  held: new Map([['BLS', [current]]]),
  openHolds: [],
  blockingHolds: ['FINANCIAL', 'DISCIPLINARY'],
};
const WORDS = ['all_courses_passed', 'total_clock_hours', 'OJT-CORE_complete', 'BLS_current'];
const decide = (record: Partial<AwardRecord>, words = WORDS, ofCourses: string[] = []) =>
  programRequirements(askedOfProgram(words, ofCourses), { ...DONE, ...record });
const missing = (record: Partial<AwardRecord>, words = WORDS) =>
  decide(record, words)
    .filter(({ met }) => !met)
    .map(({ kind, code, because }) => [kind, code, because]);

describe('the requirements of an award', () => {
  it('are read from words', () => {
    expect(WORDS.map(askedBy)).toEqual([
      { kind: 'ALL_COURSES' },
      { kind: 'CLOCK_HOURS' },
      { kind: 'CHECKLIST_COMPLETE', code: 'OJT-CORE' },
      { kind: 'CURRENT', code: 'BLS' },
    ]);
    expect(['FIRST_AID_current', '_current', 'poem_recited', ''].map(askedBy)).toEqual([
      { kind: 'CURRENT', code: 'FIRST_AID' },
      { kind: 'UNKNOWN', code: '_current' },
      { kind: 'UNKNOWN', code: 'poem_recited' },
      { kind: 'UNKNOWN', code: '' },
    ]);
  });

  it('inv 46: are courses, hours, checklists, credentials and holds, one by one', () => {
    const requirements = decide({});
    expect(isReady(requirements)).toBe(true);
    expect(requirements.map(({ kind, code }) => `${kind} ${code}`)).toEqual([
      'ENROLLMENT ENROLLMENT',
      'COURSE_PASSED A',
      'COURSE_PASSED B',
      'CLOCK_HOURS TOTAL',
      'CHECKLIST_COMPLETE OJT-CORE',
      'CURRENT BLS',
      'NO_HOLD HOLDS',
    ]);
  });

  it('inv 46: courses and hours are asked for even where the version does not say so', () => {
    const { courses } = DONE;
    const failed = [courses[0]!, course({ code: 'B', outcome: 'FAILED', complete: false })];
    expect(missing({ courses: failed }, [])).toEqual([
      ['COURSE_PASSED', 'B', 'Failed: it is to be repeated, or a grade corrected.'],
    ]);
    expect(missing({ totalClockMinutes: 300 }, [])).toEqual([
      [
        'CLOCK_HOURS',
        'TOTAL',
        '4 of 5 clock hours count: the others are to be attended, made up or verified.',
      ],
    ]);
    const [checklist] = decide({}, [], ['PEDS']).filter(({ kind }) => kind === 'CHECKLIST_COMPLETE');
    expect(checklist).toMatchObject({ code: 'PEDS', met: false });
  });

  it('say why not, each by itself', () => {
    const skills = { ...complete, complete: false, because: '17 of 18 skills are signed (1 expired).' };
    const lapsed = { current: false, because: 'BLS counted through 2026-10-31: renew it.' };
    expect(
      missing({
        status: 'ON_LEAVE',
        checklists: new Map([['OJT-CORE', skills]]),
        held: new Map([['BLS', [current, lapsed]]]),
        openHolds: ['FINANCIAL', 'OTHER'],
      }),
    ).toEqual([
      [
        'ENROLLMENT',
        'ENROLLMENT',
        'The enrollment is on leave: only one that is active or completed earns the award.',
      ],
      ['CHECKLIST_COMPLETE', 'OJT-CORE', '17 of 18 skills are signed (1 expired).'],
      ['CURRENT', 'BLS', 'BLS counted through 2026-10-31: renew it.'],
      ['NO_HOLD', 'HOLDS', 'A financial hold keeps the certificate back until it is released.'],
    ]);
  });

  it('are not met by what nobody has defined', () => {
    expect(missing({ checklists: new Map(), held: new Map() }).map(([kind]) => kind)).toEqual([
      'CHECKLIST_COMPLETE',
      'CURRENT',
    ]);
  });

  it('what nobody understands blocks, and says so', () => {
    const known = fc.constantFrom(...WORDS);
    const odd = fc.string({ minLength: 1, maxLength: 30 }).filter((word) => askedBy(word).kind === 'UNKNOWN');
    fc.assert(
      fc.property(fc.array(known), odd, (words, word) => {
        const requirements = decide({}, [...words, word]);
        expect(isReady(requirements)).toBe(false);
        expect(requirements.filter(({ met }) => !met)).toEqual([
          expect.objectContaining({ kind: 'UNKNOWN', code: word }),
        ]);
      }),
    );
  });

  it('are the same in any order and however often they are said', () => {
    const words = fc.shuffledSubarray([...WORDS, ...WORDS, 'poem_recited'], { minLength: 1 });
    const text = (requirements: object[]) => requirements.map((each) => JSON.stringify(each)).toSorted();
    fc.assert(
      fc.property(words, (said) => {
        const distinct = [...new Set(said)].toSorted();
        expect(text(decide({}, said))).toEqual(text(decide({}, distinct)));
      }),
    );
  });

  it('asking for more never makes anybody ready', () => {
    const word = fc.oneof(fc.constantFrom(...WORDS), fc.string({ maxLength: 20 }));
    const outcome = fc.constantFrom<CourseOnRecord['outcome']>('IN_PROGRESS', 'PASSED', 'FAILED', 'CREDITED');
    const courses = fc.array(fc.record({ outcome, complete: fc.boolean() }), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 5 }), word, courses, (words, more, some) => {
        const record = { courses: some.map((each, i) => course({ code: `C${i}`, ...each })) };
        if (isReady(decide(record, [...words, more]))) expect(isReady(decide(record, words))).toBe(true);
      }),
    );
  });

  it('inv 46: holds keep it back that the organization says so of, and no others', () => {
    const holds = fc.subarray([...HOLD_KINDS]);
    fc.assert(
      fc.property(holds, holds, (openHolds, blockingHolds) => {
        const ready = isReady(decide({ openHolds, blockingHolds }));
        expect(ready).toBe(!openHolds.some((kind) => blockingHolds.includes(kind)));
      }),
    );
  });

  it('inv 46: a course that is passed or recognized counts; one that is not, or not wholly, does not', () => {
    const outcome = fc.constantFrom<CourseOnRecord['outcome']>('IN_PROGRESS', 'PASSED', 'FAILED', 'CREDITED');
    fc.assert(
      fc.property(outcome, fc.boolean(), fc.boolean(), (given, whole, required) => {
        const record = {
          courses: [...DONE.courses, course({ code: 'C', required, outcome: given, complete: whole })],
        };
        const passed = whole && (given === 'PASSED' || given === 'CREDITED');
        expect(isReady(decide(record))).toBe(passed || !required);
      }),
    );
  });

  it('hours beyond what a course schedules stand for no other', () => {
    const some = fc.nat(500);
    const three = fc.record({ lecture: some, lab: some, placement: some });
    fc.assert(
      fc.property(three, three, fc.boolean(), (scheduled, counted, credited) => {
        const all = scheduled.lecture + scheduled.lab + scheduled.placement;
        const total = clockMinutes([
          course({ scheduled, counted, outcome: credited ? 'CREDITED' : 'PASSED' }),
        ]);
        expect(total).toBeLessThanOrEqual(all);
        if (credited) expect(total).toBe(all);
      }),
    );
    expect(clockMinutes([course({ counted: minutes(500, 0) })])).toBe(60);
  });

  it('of a specialty are those of its certificate and its own; courses and hours are no words of it', () => {
    const base = {
      kind: 'BASE_AWARD' as const,
      code: 'PTT',
      title: 'Certificate',
      met: true,
      because: 'Valid.',
    };
    const decided = specialtyRequirements(
      askedOfSpecialty(['OJT-CORE_complete', 'total_clock_hours']),
      DONE,
      base,
    );
    expect(decided.map(({ kind, met }) => [kind, met])).toEqual([
      ['BASE_AWARD', true],
      ['CHECKLIST_COMPLETE', true],
      ['UNKNOWN', false],
      ['NO_HOLD', true],
    ]);
  });
});
