import sql from 'sql-template-tag';
import { HourLogs } from '../features/training/hours/hour-logs.service.js';
import { HourVerification } from '../features/training/hours/hour-verification.service.js';
import { AffiliationAgreementRecord } from '../features/training/placements/affiliation.entity.js';
import { PlacementService } from '../features/training/placements/placement.service.js';
import type { Transaction } from '../platform/database/transaction.js';
import { isRefusal } from '../platform/graphql/refusal.js';
import { newId } from '../platform/ids/ids.js';
import type { ClinicHistory } from './clinic-history.js';
import type { TraineeOfCohort } from './cohort-history.js';
import { type DemoSkill, skillsOf } from './demo-skills.js';
import { Papers } from './papers.js';
import type { SchoolHistory } from './school-history.js';
import type { Tellings } from './tellings.js';
import { dayAfter, instantOf, type Learner, type Services } from './training-history.js';
import type { Stretch } from './training-story.rules.js';

const DAY = 86_400_000;
const COURSE = 'PTT-190';
/** Of the clinic's sites, by its place in the list. */
export const SITE = 0;
const SHIFT = { from: '08:00', to: '16:30', breakMinutes: 30 } as const;

/** A trainee of the cohort whose classes are over: since when they are at the clinic, and what came of it. */
interface Placed {
  /** By their place in the cohort. */
  readonly trainee: number;
  readonly daysAgo: number;
  readonly shifts: number;
  /** Shifts that nobody has verified yet, the last ones. */
  readonly waiting: number;
  readonly learned: 'ALL' | 'BASICS' | 'NOTHING';
}

const PLACED: readonly Placed[] = [
  { trainee: 0, daysAgo: 38, shifts: 20, waiting: 0, learned: 'ALL' },
  { trainee: 3, daysAgo: 38, shifts: 20, waiting: 0, learned: 'ALL' },
  { trainee: 7, daysAgo: 38, shifts: 20, waiting: 0, learned: 'ALL' },
  { trainee: 1, daysAgo: 24, shifts: 12, waiting: 3, learned: 'BASICS' },
  { trainee: 2, daysAgo: 3, shifts: 1, waiting: 1, learned: 'NOTHING' },
];

/** Trainees of the school at a site of the clinic: hours claimed and verified, skills observed and signed. */
export class PlacementHistory {
  /** Of basic life support, by whose they are. */
  readonly cards = new Map<string, string>();
  private skills!: DemoSkill[];
  agreementId!: string;
  courseId!: string;

  constructor(
    private readonly tellings: Tellings,
    private readonly service: Services,
    private readonly school: SchoolHistory,
    private readonly clinic: ClinicHistory,
    private readonly now: Date,
    private readonly document: string,
  ) {}

  async tell(): Promise<void> {
    await this.prepare();
    await this.tellings.at(this.daysAgo(60), this.school.admin, (tx) => this.agree(tx));
    for (const placed of PLACED) await this.place(placed);
  }

  /** What the program asks for before a placement: its types are defined, and those to be placed bring it along in time. */
  private async prepare(): Promise<void> {
    const { records, trainees } = this.school;
    const papers = new Papers(this.service);
    const of = (cohort: number): string[] => trainees[cohort]!.map(({ personId }) => personId);
    const placed = PLACED.map(({ trainee }) => trainees[0]![trainee]!.personId);
    await this.tellings.at(this.daysAgo(240), records, (tx) => papers.define(tx, this.document));
    const train = (code: string, persons: readonly string[], daysAgo: number): Promise<void> =>
      this.tellings.at(this.daysAgo(daysAgo), records, (tx) =>
        papers.train(tx, code, persons, this.today(-daysAgo)),
      );
    await train('PRIVACY', of(0), 170);
    await train('PRIVACY', of(1), 50);
    await train('BBP', placed, 50);
    await this.tellings.at(this.daysAgo(50), records, async (tx) => {
      for (const personId of placed)
        this.cards.set(personId, await papers.collect(tx, personId, this.today(-50)));
    });
  }

  private async agree(tx: Transaction): Promise<void> {
    this.agreementId = newId();
    await tx.insert(AffiliationAgreementRecord, {
      id: this.agreementId,
      siteOrgId: this.clinic.orgId,
      title: 'Clinical education agreement',
      startsOn: this.today(-60),
      endsOn: this.today(305),
      createdBy: tx.db.actorId,
    });
    this.courseId = this.school.published.courseIds.get(COURSE)!;
    const [required] = await tx.query<{ checklistVersionId: string }>(sql`
      SELECT resolved_id AS "checklistVersionId" FROM course_requirement
      WHERE org_id = ${tx.orgId} AND course_id = ${this.courseId} AND kind = 'CHECKLIST'`);
    this.skills = await skillsOf(tx, required!.checklistVersionId);
  }

  private async place(placed: Placed): Promise<void> {
    const trainee = this.school.trainees[0]![placed.trainee]!;
    const startsOn = this.today(-placed.daysAgo);
    const { id: siteId, timeZone } = this.clinic.siteAt(SITE);
    const where = { siteId, agreementId: this.agreementId, courseId: this.courseId };
    const dates = { startsOn, endsOn: this.today(45 - placed.daysAgo) };
    const assignmentId = await this.tellings.at(
      this.daysAgo(placed.daysAgo + 5),
      this.school.admin,
      async (tx) => {
        const { enrollmentId } = trainee;
        const made = await this.service(PlacementService).placeIn(tx, { enrollmentId, ...where, ...dates });
        if (isRefusal(made)) throw new Error(`Nobody can be placed: ${JSON.stringify(made)}`);
        return made.id;
      },
    );
    await this.tellings.at(this.daysAgo(placed.daysAgo + 4), this.clinic.owner, (tx) =>
      this.clinic.nameSupervisor(tx, assignmentId, SITE),
    );
    const supervisor = this.clinic.supervisorAt(SITE, this.school.orgId);
    const learner: Learner = { assignmentId, startsOn, timeZone, supervisor };
    for (const stretch of this.stretches(placed))
      await this.clinic.training.learn(learner, this.skills, stretch);
    await this.work(trainee, learner, placed);
  }

  private stretches({ learned }: Placed): Stretch[] {
    const codes = this.skills.map(({ code }) => code);
    const rows = { ALL: [codes.slice(0, 9), codes.slice(9)], BASICS: [codes.slice(0, 8)], NOTHING: [] }[
      learned
    ];
    return rows.map((row, i) => ({
      codes: row,
      fromDay: 2 + i * 7,
      observations: 5,
      signed: true,
      failing: [],
    }));
  }

  /** Shifts on working days, claimed in the evening; verified by the week, but for the last ones. */
  private async work(trainee: TraineeOfCohort, learner: Learner, { shifts, waiting }: Placed): Promise<void> {
    const days = workingDays(learner.startsOn, shifts);
    const logs: string[] = [];
    for (const day of days) logs.push(await this.claim(trainee, learner, day));
    const verified = logs.slice(0, logs.length - waiting);
    if (verified.length === 0) return;
    const decisions = verified.map((hourLogId) => ({ hourLogId, decision: 'VERIFIED' as const }));
    const after = instantOf(days[verified.length - 1]!, '18:30', learner.timeZone);
    await this.tellings.at(after, learner.supervisor, async (tx) => {
      const { assignmentId } = learner;
      const done = await this.service(HourVerification).verifyIn(tx, { assignmentId, decisions });
      if (isRefusal(done)) throw new Error(`Hours cannot be verified: ${JSON.stringify(done)}`);
    });
  }

  private claim({ viewer }: TraineeOfCohort, learner: Learner, day: string): Promise<string> {
    const { assignmentId, timeZone } = learner;
    const [startsAt, endsAt] = [instantOf(day, SHIFT.from, timeZone), instantOf(day, SHIFT.to, timeZone)];
    const time = { startsAt, endsAt, breakMinutes: SHIFT.breakMinutes, patientRelated: true };
    return this.tellings.at(instantOf(day, '18:00', timeZone), viewer, async (tx) => {
      const logged = await this.service(HourLogs).logIn(tx, { id: newId(), assignmentId, ...time });
      if (isRefusal(logged)) throw new Error(`Hours cannot be logged: ${JSON.stringify(logged)}`);
      return logged.id;
    });
  }

  private daysAgo(days: number): Date {
    return new Date(this.now.getTime() - days * DAY);
  }

  private today(days: number): string {
    return dayAfter(this.now.toISOString().slice(0, 10), days);
  }
}

/** So many days from Monday to Friday, from the day on. */
function workingDays(from: string, count: number): string[] {
  const days: string[] = [];
  for (let day = from; days.length < count; day = dayAfter(day, 1))
    if (![0, 6].includes(new Date(`${day}T12:00:00Z`).getUTCDay())) days.push(day);
  return days;
}
