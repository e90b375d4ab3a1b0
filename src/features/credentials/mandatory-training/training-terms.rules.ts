import { canonicalJson } from '../../../platform/ids/canonical-json.js';
import type { TrainingEvidence, TrainingTerms, TrainingVersion } from './mandatory-training.js';

/** Whether two versions say the same, whenever they begin: lists in any order. */
export const sameTerms = (a: TrainingTerms, b: TrainingTerms): boolean => formOf(a) === formOf(b);

const formOf = (terms: TrainingTerms): string =>
  canonicalJson({
    ...Object.fromEntries(TERMS.map((name) => [name, terms[name]])),
    alsoOn: terms.alsoOn.toSorted(),
    evidence: terms.evidence.toSorted(),
    warnDays: terms.warnDays.toSorted((x, y) => y - x),
  });

const TERMS = [
  'title', 'dueAt', 'withinDays', 'intervalMonths', 'intervalDays', 'intervalByPolicy', 'liveQuestions', 'siteSpecific',
  'retentionMonths', 'retentionFrom', 'citation', 'verifiedOn',
] as const satisfies readonly (keyof TrainingTerms)[]; // prettier-ignore

/** What was given of a training, as far as it may have to be written down. */
export interface GivenEvidence {
  readonly liveQuestions: boolean;
  readonly contentSummary: string | null;
  readonly trainerName: string | null;
  readonly trainerQualification: string | null;
  readonly jobTitles: readonly (string | null)[];
}

/**
 * What is missing of what is to be written down. Of an online part of a training that needs questions to a person, which
 * does not count by itself, no trainer is asked for.
 */
export function missingEvidence(
  { evidence, liveQuestions }: Pick<TrainingVersion, 'evidence' | 'liveQuestions'>,
  given: GivenEvidence,
): TrainingEvidence[] {
  const alone = liveQuestions && !given.liveQuestions;
  const there: Readonly<Record<TrainingEvidence, boolean>> = {
    DATE: true,
    ATTENDEE_NAME: true,
    CONTENT_SUMMARY: given.contentSummary !== null,
    TRAINER_NAME: alone || given.trainerName !== null,
    TRAINER_QUALIFICATION: alone || given.trainerQualification !== null,
    ATTENDEE_JOB_TITLE: given.jobTitles.every((title) => title !== null),
  };
  return evidence.filter((each) => !there[each]);
}
