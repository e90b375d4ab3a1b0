import type { Eligible, EligibilityQuestion } from '../supervision/eligibility.js';
import type {
  DraftSurroundings,
  Meeting,
  ObservationContent,
  ObservationDraft,
  ObservedSkill,
} from './observation-draft.js';
import type { NewObservation, PlacedDraft } from './observation-recording.queries.js';

/** A draft that may be recorded, unless its observer may not observe. */
export interface Acceptable {
  readonly draft: ObservationDraft;
  readonly around: DraftSurroundings & { skill: ObservedSkill };
  readonly content: ObservationContent;
}

/** In the order in which they were observed. */
export const byTime = ({ draft: a }: PlacedDraft, { draft: b }: PlacedDraft): number =>
  a.startsAt.getTime() - b.startsAt.getTime() || (a.id < b.id ? -1 : 1);

/** Observations of a trainee, by an observer or under an id follow each other: two at once would not see each other. */
export const locksOf = (orgId: string, placed: readonly PlacedDraft[]): string[] => [
  ...new Set(
    placed.flatMap(({ draft, facts }) => [
      `observation ${orgId} ${draft.id}`,
      `observed ${facts.personId}`,
      ...(draft.observedBy === null ? [] : [`observed ${draft.observedBy}`]),
    ]),
  ),
];

export const meetingOf = (draft: ObservationDraft, around: DraftSurroundings): Meeting => ({
  id: draft.id,
  siteId: around.facts.siteId,
  observerId: around.observerId!,
  traineeId: around.traineeId,
  startsAt: draft.startsAt,
  endsAt: draft.endsAt,
  groupEvent: draft.groupEvent,
});

export const questionOf = ({ draft, around }: Acceptable): EligibilityQuestion => ({
  key: draft.id,
  validatorPersonId: draft.observedBy!,
  traineePersonId: around.facts.personId,
  siteOrgId: around.facts.siteOrgId,
  siteId: around.facts.siteId,
  jurisdiction: around.jurisdiction,
  setting: around.setting,
  agreementId: around.facts.agreementId,
  ownerOrgId: around.facts.orgId,
  on: around.observedOn,
  taskCode: around.skill.taskCode,
  patientContact: around.skill.patientContact,
  skillCode: around.skill.code,
});

export const snapshotOf = ({ license, rule, printedName }: Eligible): object => ({
  license,
  rule,
  printedName,
});

export function ledgerEntryOf({ content, contentHash, eligibility, late }: NewObservation) {
  const { personId, id, note: _note, steps: _steps, ...said } = content;
  const { license } = eligibility as Partial<Eligible>;
  return {
    personId,
    kind: 'observation.recorded',
    content: { observationId: id, ...said, late, licenseId: license?.id ?? null, contentHash },
  };
}
