import fc from 'fast-check';
import { enrollmentTranscript, type AttemptFacts, type EnrollmentFacts } from './transcript.rules.js';

const attempt = (id: string, number: number, more: Partial<AttemptFacts> = {}): AttemptFacts => ({
  id,
  number,
  outcome: 'FAILED',
  finalPercent: '50.00',
  startedOn: '2026-01-01',
  decidedOn: '2026-02-01',
  broughtAlong: false,
  quizzes: [],
  corrected: [],
  marks: [],
  ...more,
});

const enrollment = (more: Partial<EnrollmentFacts>): EnrollmentFacts => ({
  program: { code: 'P', title: 'Program', version: '1', totalMinutes: 600 },
  cohort: { code: 'C', name: 'Cohort', timeZone: 'UTC' },
  enrolledOn: '2026-01-01',
  moves: [],
  metMinutes: 0,
  placements: [],
  skills: [],
  statuses: [],
  courses: [],
  ...more,
});

const PRACTICAL = { technicalMinPercent: 77, maxAttempts: 3, repeatScoreCapPercent: 77 };
const course = (code: string, attempts: AttemptFacts[], formerVersion: string | null = null) => ({
  code,
  title: code,
  formerVersion,
  grading: 'GRADED' as const,
  required: { lectureMinutes: 60, labMinutes: 0, placementMinutes: 0 },
  creditedOn: null,
  practical: PRACTICAL,
  attempts,
});

describe('transcript of an enrollment', () => {
  it('inv 43: every attempt at every course is told, in order; hours of the latest alone are added up', () => {
    const courses = fc.array(
      fc.record({ attempts: fc.array(fc.nat(600), { maxLength: 6 }), former: fc.boolean() }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(courses, (given) => {
        const minutes = new Map<string, number>();
        const facts = given.map(({ attempts, former }, c) =>
          course(
            `C${c}`,
            attempts.map((length, a) => {
              minutes.set(`${c}/${a}`, length);
              return attempt(`${c}/${a}`, a + 1);
            }),
            former ? 'an earlier one' : null,
          ),
        );
        const told = enrollmentTranscript(enrollment({ courses: facts }), (id) => ({
          lectureMinutes: minutes.get(id)!,
          labMinutes: 0,
          placementMinutes: 0,
        }));
        expect(
          told.courses.map(({ attempts }) => attempts.map((each) => each.minutes.lectureMinutes)),
        ).toEqual(given.map(({ attempts }) => attempts));
        const latest = given.filter(({ former }) => !former).map(({ attempts }) => attempts.at(-1) ?? 0);
        expect(told.totals.lectureMinutes).toBe(latest.reduce((sum, each) => sum + each, 0));
      }),
    );
  });

  it('a practical passes by both gates', () => {
    const mark = { item: 'Transfer', attempt: 1, gradedOn: '2026-01-02' };
    const marks = [
      { ...mark, technicalPercent: '76.99', criticalStepsMet: true },
      { ...mark, attempt: 2, technicalPercent: '100', criticalStepsMet: false },
      { ...mark, attempt: 3, technicalPercent: '77', criticalStepsMet: true },
    ];
    const none = { lectureMinutes: 0, labMinutes: 0, placementMinutes: 0 };
    const told = enrollmentTranscript(
      enrollment({ courses: [course('C', [attempt('a', 1, { marks })])] }),
      () => none,
    );
    expect(told.courses[0]!.attempts[0]!.practicals.map(({ passed }) => passed)).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('a status that was corrected, or taken back, stands beside the periods and not among them', () => {
    const entry = { lastAttendedOn: null, correctsId: null, recordedOn: '2026-03-01' };
    const told = enrollmentTranscript(
      enrollment({
        statuses: [
          { ...entry, id: '1', event: 'ENROLLED', effectiveOn: '2026-01-01' },
          { ...entry, id: '2', event: 'LEAVE_STARTED', effectiveOn: '2026-02-01' },
          { ...entry, id: '3', event: 'LEAVE_STARTED', effectiveOn: '2026-02-03', correctsId: '2' },
          { ...entry, id: '4', event: 'WITHDREW', effectiveOn: '2026-02-20', lastAttendedOn: '2026-02-19' },
          { ...entry, id: '5', event: 'VOIDED', effectiveOn: null, correctsId: '4' },
        ],
      }),
      () => ({ lectureMinutes: 0, labMinutes: 0, placementMinutes: 0 }),
    );
    expect(told.statuses.map(({ status, from, to }) => [status, from, to])).toEqual([
      ['ACTIVE', '2026-01-01', '2026-02-02'],
      ['ON_LEAVE', '2026-02-03', null],
    ]);
    expect(told.correctedStatuses.map(({ event, effectiveOn }) => [event, effectiveOn])).toEqual([
      ['LEAVE_STARTED', '2026-02-01'],
      ['WITHDREW', '2026-02-20'],
    ]);
  });
});
