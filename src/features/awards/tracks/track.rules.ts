import { askedBy } from '../../programs/award-word.rules.js';

/** What somebody wants a specialty to be. */
export interface TrackDefinition {
  readonly code: string;
  readonly label: string;
  readonly title: string;
  readonly summary: string;
  readonly baseProgramCode: string;
  readonly awardRequirements: readonly string[];
}

/** Most requirements of a track, and most characters of one. */
export const TRACK_BOUNDS = {
  requirements: 50,
  requirement: 80,
  title: 300,
  summary: 5_000,
  label: 60,
  tracks: 50,
};

/** Words that are no requirement of a specialty: `<CHECKLIST>_complete` and `<CARD>_current` are; courses and hours its certificate has asked for. */
export const unclearWords = (words: readonly string[]): string[] =>
  words.filter((word) => !('code' in askedBy(word)) || askedBy(word).kind === 'UNKNOWN');

/** Whether two definitions ask for and say the same, but for their labels; the order of requirements does not matter. */
export function saysTheSame(a: TrackDefinition, b: TrackDefinition): boolean {
  const text = ({ title, summary, baseProgramCode, awardRequirements }: TrackDefinition): string =>
    JSON.stringify([title, summary, baseProgramCode, awardRequirements.toSorted()]);
  return text(a) === text(b);
}

/** What becomes of a definition, by the versions there are of its track. */
export type TrackPlan =
  | { readonly kind: 'KEPT'; readonly versionId: string }
  | { readonly kind: 'DRAFT'; readonly replacesId: string | null }
  | { readonly kind: 'LABEL_TAKEN' };

export interface TrackVersionFact extends TrackDefinition {
  readonly versionId: string;
  readonly status: 'DRAFT' | 'PUBLISHED' | 'RETIRED';
}

/**
 * What was published is never changed: the same under its label is kept, something else needs a label of its own. The one
 * draft there may be is replaced.
 */
export function planOf(definition: TrackDefinition, versions: readonly TrackVersionFact[]): TrackPlan {
  const named = versions.find(({ label }) => label === definition.label);
  if (named && saysTheSame(named, definition)) return { kind: 'KEPT', versionId: named.versionId };
  if (named && named.status !== 'DRAFT') return { kind: 'LABEL_TAKEN' };
  const draft = versions.find(({ status }) => status === 'DRAFT');
  return { kind: 'DRAFT', replacesId: draft?.versionId ?? null };
}
