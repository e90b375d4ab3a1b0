import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/transaction.js';
import { refuse } from '../../../platform/graphql/refusal.js';
import { versionOn } from '../types/validity.rules.js';
import { LateTrainingWithoutReason, MandatoryTrainingUndefined } from './mandatory-training.refusals.js';
import type { TrainingFacts, TrainingVersion } from './mandatory-training.js';
import { comesLate, trainingDue, type TrainingDue } from './training-due.rules.js';
import { factsFrom, trainingFacts, type TrainingFactsRow } from './training-facts.queries.js';
import { trainingStanding } from './training-standing.rules.js';
import { TrainingTriggers, type TrainingTrigger } from './training-triggers.js';

export interface TimelyQuestion {
  readonly personId: string;
  readonly code: string;
  readonly completedOn: string;
  readonly siteId: string | null;
  readonly lateReason: string | null;
  /** An entry that this one takes the place of, and so does not count before it. */
  readonly correctedId: string | null;
}

/** Whether trainings come in time (inv 51). */
@Injectable()
export class TrainingTimeliness {
  constructor(private readonly triggers: TrainingTriggers) {}

  /** Of one training on one day, for several persons: its versions, or why it may not be put on record so. */
  async in(
    tx: Transaction,
    code: string,
    questions: readonly TimelyQuestion[],
    general: boolean,
  ): Promise<
    { versions: readonly TrainingVersion[] } | MandatoryTrainingUndefined | LateTrainingWithoutReason
  > {
    const personIds = questions.map(({ personId }) => personId);
    const [row] = await tx.query<TrainingFactsRow>(trainingFacts(tx.orgId, personIds, null));
    const factsOf = factsFrom(row!);
    const { versions } = factsOf(personIds[0]!, code);
    if (!versions.length) return undefinedTraining(row!);
    if (!general) return { versions };
    const triggers = await this.triggers.of(tx, personIds, questions[0]!.completedOn);
    const late = questions.flatMap((question) => {
      const { personId, lateReason, completedOn } = question;
      const facts = without(factsOf(personId, code), question.correctedId);
      const dueOn = lateOf(facts, question, triggers, tx.now);
      const told = lateReason !== null || facts.delays.some((delay) => delay.dueOn === dueOn);
      return dueOn === null || told ? [] : [{ personId, dueOn, completedOn }];
    });
    return late.length ? lateWithoutReason(late) : { versions };
  }

  /** All versions of a training. */
  async versionsIn(
    tx: Transaction,
    code: string,
  ): Promise<readonly TrainingVersion[] | MandatoryTrainingUndefined> {
    const [row] = await tx.query<TrainingFactsRow>(trainingFacts(tx.orgId, [], null));
    const { versions } = factsFrom(row!)('', code);
    return versions.length ? versions : undefinedTraining(row!);
  }

  /** By when one person is to have a training, as things stand on a day; null: it is not defined. */
  async dueIn(
    tx: Transaction,
    personId: string,
    code: string,
    on: string,
  ): Promise<(TrainingDue & { current: boolean }) | MandatoryTrainingUndefined> {
    const [row] = await tx.query<TrainingFactsRow>(trainingFacts(tx.orgId, [personId], null));
    const facts = factsFrom(row!)(personId, code);
    const version = versionOn(facts.versions, on, tx.now);
    if (!version) return undefinedTraining(row!);
    const triggers = await this.triggers.of(tx, [personId], on);
    const standing = trainingStanding(facts, { on, knownAt: tx.now, siteId: null });
    const due = trainingDue(standing, version, triggeredOn(triggers, personId, version), on);
    return { ...due, current: standing.current };
  }
}

/** The earliest day on which what makes it due came about. */
export function triggeredOn(
  triggers: readonly TrainingTrigger[],
  personId: string,
  { dueAt }: Pick<TrainingVersion, 'dueAt'>,
): string | null {
  const days = triggers
    .filter((each) => each.personId === personId && each.dueAt === dueAt)
    .map(({ on }) => on);
  return days.toSorted()[0] ?? null;
}

function lateOf(
  facts: TrainingFacts,
  { personId, completedOn, siteId }: TimelyQuestion,
  triggers: readonly TrainingTrigger[],
  knownAt: Date,
): string | null {
  const version = versionOn(facts.versions, completedOn, knownAt)!;
  const standing = trainingStanding(facts, { on: completedOn, knownAt, siteId });
  return comesLate(standing, version, triggeredOn(triggers, personId, version), completedOn);
}

const without = (facts: TrainingFacts, completionId: string | null): TrainingFacts => ({
  ...facts,
  completions: facts.completions.filter(({ id }) => id !== completionId),
});

function undefinedTraining({ versions }: TrainingFactsRow): MandatoryTrainingUndefined {
  const codes = [...new Set((versions ?? []).map(({ code }) => code))].toSorted();
  const choice = codes.length
    ? `There are: ${codes.join(', ')}.`
    : 'None is defined yet: define or import it.';
  return refuse(MandatoryTrainingUndefined, `There is no such training. ${choice}`, { codes });
}

function lateWithoutReason(
  late: readonly { personId: string; dueOn: string; completedOn: string }[],
): LateTrainingWithoutReason {
  const [{ dueOn, completedOn }] = late as [(typeof late)[number]];
  const others = late.length > 1 ? `, and ${late.length - 1} more are late` : '';
  const message = `It was due on ${dueOn} and given on ${completedOn}${others}: say why, for each of them.`;
  return refuse(LateTrainingWithoutReason, message, {
    late: late.map(({ personId, dueOn: due }) => ({ personId, dueOn: due })),
  });
}
