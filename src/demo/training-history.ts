import { Temporal } from 'temporal-polyfill';
import { ObservationRecording } from '../features/training/observations/observation-recording.service.js';
import type { ObservationDraft } from '../features/training/observations/observation-draft.js';
import type { StepAnswer } from '../features/training/observations/step-results.rules.js';
import { AssignmentAccess } from '../features/training/placements/assignment-access.service.js';
import { batchHash } from '../features/training/sign-offs/sign-off-draft.rules.js';
import { SignOffDrafts } from '../features/training/sign-offs/sign-off-drafts.service.js';
import { SignOffService } from '../features/training/sign-offs/sign-off.service.js';
import type { SignOffItem } from '../features/training/sign-offs/sign-off-scene.js';
import { SigningTickets } from '../features/training/signing/signing-tickets.js';
import { isRefusal } from '../platform/graphql/refusal.js';
import { newId } from '../platform/ids/ids.js';
import type { Transaction } from '../platform/database/transaction.js';
import type { DemoSkill } from './demo-skills.js';
import type { Doer, Tellings } from './tellings.js';
import { inOrderOfPrerequisites, type Stretch } from './training-story.rules.js';

/** Somebody who is trained at a site. */
export interface Learner {
  readonly assignmentId: string;
  /** Of the assignment, in the zone of the site. */
  readonly startsOn: string;
  readonly timeZone: string;
  /** Who observes and signs. */
  readonly supervisor: Doer & { readonly supervises: string };
}

/** Services of the product, by class. */
export type Services = <T>(type: new (...args: never[]) => T) => T;

const MINUTES = 5;
const DAY_BEGINS = '08:00';
const DAY_ENDS = '17:30';

/** Skills observed and signed as the product lets supervisors observe and sign them, day by day. */
export class TrainingHistory {
  /** When each supervisor is free next on a day: nobody observes two people at once. */
  private readonly nextSlot = new Map<string, number>();

  constructor(
    private readonly tellings: Tellings,
    private readonly service: Services,
    private readonly now: Date,
  ) {}

  /** One stretch of somebody's training; what would lie ahead of today has not happened. */
  async learn(learner: Learner, skills: readonly DemoSkill[], stretch: Stretch): Promise<void> {
    const learned = skills.filter(({ code }) => stretch.codes.includes(code));
    const seen = new Map<string, string[]>(learned.map(({ code }) => [code, []]));
    const days = Math.min(
      stretch.observations,
      Math.max(...learned.map((each) => each.requiredObservations)),
    );
    for (let nth = 0; nth < days; nth++) {
      const day = dayAfter(learner.startsOn, stretch.fromDay + nth);
      const due = learned.filter(
        ({ requiredObservations }) => requiredObservations > nth || stretch.failing.length,
      );
      if (instantOf(day, DAY_ENDS, learner.timeZone) > this.now) return;
      const drafts = due.map((skill) =>
        this.draftOf(learner, skill, day, stretch.failing.includes(skill.code)),
      );
      await this.observe(learner, day, drafts);
      due.forEach(({ code }, i) => seen.get(code)!.push(drafts[i]!.id));
    }
    if (stretch.signed)
      await this.sign(learner, dayAfter(learner.startsOn, stretch.fromDay + days - 1), learned, seen);
  }

  private async observe(learner: Learner, day: string, drafts: readonly ObservationDraft[]): Promise<void> {
    await this.tellings.at(instantOf(day, '17:00', learner.timeZone), learner.supervisor, async (tx) => {
      const facts = await this.service(AssignmentAccess).facts(tx, learner.assignmentId);
      const placed = drafts.map((draft) => ({ draft, facts }));
      const outcomes = await this.service(ObservationRecording).record(tx, placed);
      for (const outcome of outcomes.values())
        if (isRefusal(outcome) || outcome instanceof Error) throw notPossible('observed', outcome);
    });
  }

  private async sign(
    learner: Learner,
    day: string,
    skills: readonly DemoSkill[],
    seen: ReadonlyMap<string, readonly string[]>,
  ): Promise<void> {
    for (const [turn, row] of inOrderOfPrerequisites(skills).entries()) {
      const at = new Date(instantOf(day, DAY_ENDS, learner.timeZone).getTime() + turn * 60_000);
      const items = row.map((skill) => itemOf(learner, skill, day, seen.get(skill.code)!));
      await this.tellings.at(at, learner.supervisor, (tx) => this.signItems(tx, items));
    }
  }

  private async signItems(tx: Transaction, items: readonly SignOffItem[]): Promise<void> {
    const drafts = await this.service(SignOffDrafts).of(tx, items);
    const payloadHash = batchHash(drafts.map(({ contentHash }) => contentHash ?? ''));
    const proof = { purpose: 'SIGN_OFF', payloadHash, authentication: 'PASSWORD' } as const;
    const { token } = await this.service(SigningTickets).issue(tx, proof);
    const signed = await this.service(SignOffService).signIn(tx, items, token);
    if (isRefusal(signed)) throw notPossible('signed', signed);
  }

  private draftOf(
    { assignmentId, supervisor, timeZone }: Learner,
    skill: DemoSkill,
    day: string,
    fails: boolean,
  ): ObservationDraft {
    const key = `${supervisor.supervises} ${day}`;
    const slot = this.nextSlot.get(key) ?? 0;
    this.nextSlot.set(key, slot + 1);
    const startsAt = new Date(instantOf(day, DAY_BEGINS, timeZone).getTime() + slot * MINUTES * 60_000);
    return {
      id: newId(),
      kind: 'PERFORMANCE',
      assignmentId,
      skillId: skill.id,
      skillVersionId: skill.versionId,
      startsAt,
      endsAt: new Date(startsAt.getTime() + MINUTES * 60_000),
      method: skill.methods[0] ?? null,
      simulated: false,
      groupEvent: false,
      entrustmentLevel: skill.entrustmentScale.at(-1) ?? null,
      performanceRating: null,
      note: null,
      observedBy: supervisor.supervises,
      claimedAt: null,
      answers: skill.steps.map((step) => answerTo(step, fails)),
    };
  }
}

const answerTo = (step: DemoSkill['steps'][number], fails: boolean): StepAnswer => ({
  stepId: step.id,
  result: step.measured ? null : fails && step.critical ? 'NOT_MET' : 'MET',
  reading: step.measured ? '72' : null,
  referenceReading: step.measured ? '71' : null,
  reason: null,
});

const itemOf = (
  { assignmentId }: Learner,
  { id, entrustmentScale }: DemoSkill,
  effectiveOn: string,
  observationIds: readonly string[],
): SignOffItem => ({
  assignmentId,
  skillId: id,
  effectiveOn,
  entrustmentLevel: entrustmentScale.at(-1) ?? null,
  observationIds: [...observationIds],
  meaning: 'I have observed this and find it competent.',
  priorLearning: null,
  corrects: null,
});

export const dayAfter = (day: string, days: number): string =>
  Temporal.PlainDate.from(day).add({ days }).toString();

/** A time of day, as `13:30`, in a zone. */
export const instantOf = (day: string, time: string, timeZone: string): Date =>
  new Date(Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(timeZone).epochMilliseconds);

const notPossible = (what: string, why: unknown): Error =>
  new Error(`A skill of the demo cannot be ${what}: ${JSON.stringify(why)}`);
