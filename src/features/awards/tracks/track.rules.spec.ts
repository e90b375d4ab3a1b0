import fc from 'fast-check';
import {
  planOf,
  saysTheSame,
  type TrackDefinition,
  type TrackVersionFact,
  unclearWords,
} from './track.rules.js';

const track = (given: Partial<TrackDefinition> = {}): TrackDefinition => ({
  code: 'PEDIATRIC',
  label: '2026.1',
  title: 'Pediatric support',
  summary: '',
  baseProgramCode: 'PTT-CERT',
  awardRequirements: ['PEDS-CORE_complete', 'PALS_current'],
  ...given,
});
const version = (given: Partial<TrackVersionFact> = {}): TrackVersionFact => ({
  ...track(),
  versionId: 'v1',
  status: 'PUBLISHED',
  ...given,
});

describe('a specialty track', () => {
  it('asks for checklists and cards; courses and hours are those of its certificate', () => {
    const words = [
      'PEDS-CORE_complete',
      'PALS_current',
      'all_courses_passed',
      'total_clock_hours',
      'kindness',
    ];
    expect(unclearWords(words)).toEqual(['all_courses_passed', 'total_clock_hours', 'kindness']);
  });

  it('is kept as it was published, whatever the order of its requirements', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(['A_current', 'B_current', 'C_complete'], { minLength: 3 }),
        (words) => {
          const before = version({ awardRequirements: ['A_current', 'B_current', 'C_complete'] });
          expect(saysTheSame(before, track({ awardRequirements: words }))).toBe(true);
          expect(planOf(track({ awardRequirements: words }), [before])).toEqual({
            kind: 'KEPT',
            versionId: 'v1',
          });
        },
      ),
    );
  });

  it('needs another label to say something else once it was published', () => {
    const status = fc.constantFrom<TrackVersionFact['status']>('DRAFT', 'PUBLISHED', 'RETIRED');
    fc.assert(
      fc.property(status, fc.boolean(), (given, sameLabel) => {
        const changed = track({ title: 'Children', label: sameLabel ? '2026.1' : '2027.1' });
        const plan = planOf(changed, [version({ status: given })]);
        const draft = { kind: 'DRAFT', replacesId: given === 'DRAFT' ? 'v1' : null };
        expect(plan).toEqual(sameLabel && given !== 'DRAFT' ? { kind: 'LABEL_TAKEN' } : draft);
      }),
    );
  });

  it('is a draft while it is new', () => {
    expect(planOf(track(), [])).toEqual({ kind: 'DRAFT', replacesId: null });
  });
});
