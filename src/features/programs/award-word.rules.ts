/** What one word of `award_requirements` asks for. */
export type AskedRequirement =
  | { readonly kind: 'ALL_COURSES' | 'CLOCK_HOURS' }
  | { readonly kind: 'CHECKLIST_COMPLETE' | 'CURRENT' | 'UNKNOWN'; readonly code: string };

/** Reads one word: `all_courses_passed`, `total_clock_hours`, `<CHECKLIST>_complete`, `<CARD>_current`; others are UNKNOWN. */
export function askedBy(word: string): AskedRequirement {
  if (word === 'all_courses_passed') return { kind: 'ALL_COURSES' };
  if (word === 'total_clock_hours') return { kind: 'CLOCK_HOURS' };
  const [, code, state] = /^(.+)_(complete|current)$/.exec(word) ?? [];
  if (code === undefined) return { kind: 'UNKNOWN', code: word };
  return { kind: state === 'complete' ? 'CHECKLIST_COMPLETE' : 'CURRENT', code };
}
