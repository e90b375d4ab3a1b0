import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/transaction.js';
import { notFound, type Fault } from '../../../platform/faults/fault.js';
import { isRefusal, refuse, type Refusal } from '../../../platform/graphql/refusal.js';
import type { Eligible } from '../supervision/eligibility.js';
import { ValidatorEligibility } from '../supervision/validator-eligibility.service.js';
import {
  byTime,
  ledgerEntryOf,
  locksOf,
  meetingOf,
  questionOf,
  snapshotOf,
  type Acceptable,
} from './acceptable-draft.js';
import { ActionPlanOpening } from './action-plan-opening.service.js';
import {
  contentOf,
  hashOf,
  type DraftSurroundings,
  type Meeting,
  type ObservationContent,
  type ObservationDraft,
  type ObservedSkill,
} from './observation-draft.js';
import {
  refuseAnswers,
  refuseDraft,
  refuseElsewhere,
  refuseInterval,
  refuseObserver,
  refuseStart,
} from './observation-draft.rules.js';
import {
  addObservations,
  addSteps,
  findSurroundings,
  type NewObservation,
  type PlacedDraft,
} from './observation-recording.queries.js';
import { ObservationIdTaken } from './observation.refusals.js';
import { resultOf } from './step-results.rules.js';
import { WorkChecks } from '../work-requirements/work-checks.service.js';
import { itemSentence } from '../work-requirements/work-requirement.rules.js';

/** What became of a draft. */
export interface Recorded {
  readonly id: string;
  /** False: the same observation was on record before. */
  readonly isNew: boolean;
}

export type RecordingOutcome = Recorded | Refusal | Fault;

const isAcceptable = (judged: Acceptable | RecordingOutcome): judged is Acceptable => 'around' in judged;

/** Records observations, one or many, of one organization: always the same few statements. */
@Injectable()
export class ObservationRecording {
  constructor(
    private readonly eligibility: ValidatorEligibility,
    private readonly plans: ActionPlanOpening,
    private readonly work: WorkChecks,
  ) {}

  /**
   * What becomes of each draft, by its id. Drafts are judged in the order in which they were observed, so that of two that
   * cannot both be true the same one stands whatever their order here. One that is refused harms none of the others.
   */
  async record(tx: Transaction, placed: readonly PlacedDraft[]): Promise<Map<string, RecordingOutcome>> {
    if (!placed.length) return new Map();
    tx.db.viewer.mustActInPerson(); // what somebody saw, they say themselves
    const inOrder = [...placed].sort(byTime);
    const [, { around, meetings }] = await Promise.all([
      tx.lockAll(locksOf(tx.orgId, inOrder)),
      findSurroundings(tx, inOrder),
    ]);
    const judged = inOrder.map(({ draft }) => this.judge(tx, draft, around.get(draft.id)!));
    const acceptable = judged.filter(isAcceptable);
    const eligible = await this.eligible(tx, acceptable);
    const started = await this.started(tx, acceptable);
    const outcomes = new Map<string, RecordingOutcome>();
    const added: NewObservation[] = [];
    const known = [...meetings];
    for (const [at, { draft }] of inOrder.entries()) {
      const verdict = judged[at]!;
      const outcome = isAcceptable(verdict)
        ? (started.get(draft.id) ?? this.admit(verdict, eligible, known))
        : verdict;
      if ('contentHash' in outcome) added.push(outcome);
      outcomes.set(draft.id, 'contentHash' in outcome ? { id: draft.id, isNew: true } : outcome);
    }
    await this.add(tx, added, around);
    return outcomes;
  }

  private judge(
    tx: Transaction,
    draft: ObservationDraft,
    around: DraftSurroundings,
  ): Acceptable | RecordingOutcome {
    const { skill, known } = around;
    if (draft.kind === 'SELF_ASSESSMENT' && around.recorderId !== around.traineeId) return notFound();
    if (known) return skill ? this.again(tx, draft, { ...around, skill }) : taken();
    const refusal = refuseDraft(draft, around, tx.now);
    const obstacle = refusal ?? refuseInterval(draft) ?? refuseAnswers(draft, skill!);
    if (obstacle || !skill) return obstacle!;
    const found = { ...around, skill };
    return { draft, around: found, content: this.contentOf(tx, draft, found) };
  }

  /** The same id again: the same observation, or another one under its name. */
  private again(
    tx: Transaction,
    draft: ObservationDraft,
    around: DraftSurroundings & { skill: ObservedSkill },
  ): RecordingOutcome {
    if (refuseAnswers(draft, around.skill)) return taken();
    const same = hashOf(this.contentOf(tx, draft, around)) === around.known!.contentHash;
    return same ? { id: draft.id, isNew: false } : taken();
  }

  private contentOf(
    tx: Transaction,
    draft: ObservationDraft,
    around: DraftSurroundings & { skill: ObservedSkill },
  ): ObservationContent {
    const { steps, cutScorePercent } = around.skill;
    const outcome = draft.kind === 'NO_SHOW' ? null : resultOf(steps, draft.answers, cutScorePercent);
    return contentOf(draft, around, outcome, tx.db.viewer.personId);
  }

  /** Who of the observers could validate on that day, by observation; those who could not, as refusals. */
  private async eligible(
    tx: Transaction,
    acceptable: readonly Acceptable[],
  ): Promise<Map<string, Eligible | Refusal>> {
    const performances = acceptable.filter(({ draft }) => draft.kind === 'PERFORMANCE');
    const answers = await this.eligibility.of(tx, performances.map(questionOf));
    return new Map(answers.map((answer) => [answer.key, answer.eligible ? answer : refuseObserver(answer)]));
  }

  /** Those whose assignment could not start by then, because something that is asked for was not current. */
  private async started(tx: Transaction, acceptable: readonly Acceptable[]): Promise<Map<string, Refusal>> {
    const asked = acceptable.filter(({ draft }) => draft.kind !== 'SELF_ASSESSMENT');
    const answers = await this.work.of(
      tx,
      asked.map(({ around: { facts, work, observedOn } }) => {
        const { personId, orgId, siteOrgId, siteId } = facts;
        const place = { personId, orgId, siteOrgId, siteId };
        return { ...place, asked: work, on: observedOn, use: 'ASSIGNMENT_START' as const, taskCode: null };
      }),
    );
    return new Map(
      asked.flatMap(({ draft, around }, turn) => {
        const reasons = answers[turn]!.filter(({ holds }) => !holds).map(itemSentence);
        const refusal = refuseStart(around.observedOn, reasons);
        return refusal ? [[draft.id, refusal] as const] : [];
      }),
    );
  }

  /** Takes it unless its observer may not observe or is elsewhere; what is taken counts for those after it. */
  private admit(
    { draft, around, content }: Acceptable,
    eligible: ReadonlyMap<string, Eligible | Refusal>,
    known: Meeting[],
  ): NewObservation | Refusal {
    const eligibility = eligible.get(draft.id);
    if (eligibility && isRefusal(eligibility)) return eligibility;
    if (draft.kind === 'PERFORMANCE') {
      const meeting = meetingOf(draft, around);
      const elsewhere = refuseElsewhere(meeting, known);
      if (elsewhere) return elsewhere;
      known.push(meeting);
    }
    return {
      content,
      contentHash: hashOf(content),
      eligibility: eligibility ? snapshotOf(eligibility) : {},
      late: around.daysLate > 0,
      claimedAt: draft.claimedAt,
    };
  }

  private async add(
    tx: Transaction,
    added: readonly NewObservation[],
    around: ReadonlyMap<string, DraftSurroundings>,
  ): Promise<void> {
    if (!added.length) return;
    const withSteps = added.some(({ content }) => content.steps.length);
    await Promise.all([
      tx.query(addObservations(tx.orgId, added)),
      ...(withSteps ? [tx.query(addSteps(tx.orgId, added))] : []),
    ]);
    for (const observation of added) tx.append(ledgerEntryOf(observation));
    await this.plans.openNeeded(
      tx,
      added
        .filter(({ content }) => content.result === 'NOT_MET')
        .map(({ content }) => ({
          ...content,
          observationId: content.id,
          skill: around.get(content.id)!.skill!,
        })),
    );
  }
}

const taken = (): ObservationIdTaken =>
  refuse(
    ObservationIdTaken,
    'Under this id another observation is on record: give every observation an id of its own.',
  );
