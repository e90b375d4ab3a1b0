import sql from 'sql-template-tag';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { EnrollmentHoldService } from '../features/enrollments/enrollment-hold.service.js';
import { EnrollmentStatusService } from '../features/enrollments/enrollment-status.service.js';
import { AccountService } from '../features/people/account.service.js';
import { PersonService } from '../features/people/person.service.js';
import { examine } from '../features/programs/document/import-report.js';
import { ProgramTransferService } from '../features/programs/program-transfer.service.js';
import { PublicationService } from '../features/programs/publication.service.js';
import { BankImport } from '../features/quizzes/bank/bank-import.service.js';
import { QuizAttachment } from '../features/quizzes/authoring/quiz-attachment.service.js';
import { CategoryClosureService } from '../features/records/category-closure.service.js';
import { ClassHours } from '../features/records/class-hours.js';
import { CounterService } from '../features/records/counters.service.js';
import { CourseAttemptService } from '../features/records/course-attempt.service.js';
import type { Viewer } from '../platform/access/viewer.js';
import type { Transaction } from '../platform/database/transaction.js';
import { isRefusal } from '../platform/graphql/refusal.js';
import { newId } from '../platform/ids/ids.js';
import { ChecklistTransfer } from '../features/training/skills/document/checklist-transfer.service.js';
import { enterBank } from './bank.js';
import { enterChecklist } from './demo-skills.js';
import { dateOfSlot, instantOf, mondayFrom, slotsOver } from './calendar.rules.js';
import {
  enrollAll,
  LAST_CLASS_ENDS,
  letTeach,
  openCohort,
  schedule,
  type CohortPlan,
  type TraineeOfCohort,
} from './cohort-history.js';
import type { Content } from './content.js';
import { foundOrganization, StaffEntry, type DemoSite } from './organizations.js';
import { SCHOOL_STAFF, traineesOf } from './people.js';
import { readPlaces } from './places.js';
import { readPublished, type Published } from './published.js';
import { storyOf, type Fate } from './story.rules.js';
import type { Tellings } from './tellings.js';
import { WeekHistory } from './week-history.js';

const DAY = 86_400_000;
const WEEKS = 20;

const COHORTS: readonly { name: string; startsWeeksAgo: number; fates: Record<number, Fate> }[] = [
  {
    name: 'the cohort that ended six weeks ago',
    startsWeeksAgo: 26,
    fates: {
      0: 'GRADUATES', 3: 'GRADUATES', 5: 'BEHIND', 7: 'GRADUATES', 9: 'WITHDRAWN', 12: 'BEHIND', 15: 'HELD',
    }, // prettier-ignore
  },
  {
    name: 'the cohort in its ninth week',
    startsWeeksAgo: 8,
    fates: {
      0: 'GUEST', 2: 'FAST', 4: 'BEHIND', 6: 'ON_LEAVE', 8: 'FAST', 10: 'REPEATS', 11: 'BEHIND', 13: 'WITHDRAWN',
      15: 'HELD', 17: 'BEHIND',
    }, // prettier-ignore
  },
  { name: 'the cohort in its second week', startsWeeksAgo: 1, fates: { 5: 'FAST', 9: 'BEHIND' } },
];
const RUNNING = 1;

/** The school from its founding to today. */
export class SchoolHistory {
  readonly orgId = newId();
  private readonly site: DemoSite = {
    id: newId(),
    name: 'Main campus',
    setting: 'CLASSROOM',
    ...readPlaces().school,
  };
  private readonly staff: StaffEntry;
  /** The trainees of each cohort, as far as it was told. */
  readonly trainees: (readonly TraineeOfCohort[])[] = [];
  published!: Published;
  admin!: Viewer;
  records!: Viewer;
  private instructor!: Viewer;

  constructor(
    private readonly app: NestFastifyApplication,
    private readonly tellings: Tellings,
    private readonly now: Date,
    private readonly passwordHash: string,
  ) {
    this.staff = staffEntry(app, passwordHash);
  }

  /** The school with its people, and the program as the importer reads it, with its quizzes, published. */
  async found(content: Content): Promise<void> {
    const { now, tellings, orgId } = this;
    await tellings.at(daysBefore(now, 280), { orgId }, (tx) => this.appoint(tx));
    await tellings.at(daysBefore(now, 250), this.admin, async (tx) => {
      const examined = examine(content.program, 'YAML');
      const { programId, versionId, errors } = await this.service(ProgramTransferService).importIn(
        tx,
        examined,
        false,
      );
      if (!programId || !versionId)
        throw new Error(`The program cannot be imported: ${JSON.stringify(errors)}`);
      await enterChecklist(tx, this.service(ChecklistTransfer), content.program);
      await enterBank(tx, versionId, content, {
        bank: this.service(BankImport),
        attachment: this.service(QuizAttachment),
      });
      const answer = await this.service(PublicationService).publishIn(tx, { versionId, revision: 1 });
      if (isRefusal(answer)) throw new Error(`The program cannot be published: ${JSON.stringify(answer)}`);
      await tx.query(
        sql`ANALYZE course, module, lesson, course_requirement, gradebook_category, quiz_version, quiz_question`,
      );
      this.published = await readPublished(tx, { programId, versionId });
    });
  }

  /** Each cohort by its name, and the telling of it. */
  cohorts(): [string, () => Promise<void>][] {
    return COHORTS.map(({ name }, i) => [name, () => this.tellCohort(i)]);
  }

  private async appoint(tx: Transaction): Promise<void> {
    const { owner, admin, records, instructor, supervisor, auditor } = SCHOOL_STAFF;
    await foundOrganization(tx, 'Riverside Career Institute', { isSchool: true, isClinic: false }, [
      this.site,
    ]);
    await this.staff.add(tx, owner);
    this.admin = await this.staff.add(tx, admin);
    this.records = await this.staff.add(tx, records);
    this.instructor = await this.staff.add(tx, instructor);
    await this.staff.add(tx, supervisor);
    await this.staff.add(tx, auditor, { expiresAt: daysBefore(this.now, -90) });
  }

  private async tellCohort(index: number): Promise<void> {
    const plan = this.planOf(index);
    const { tellings, published } = this;
    const [before, first] = [instantOf(plan.clock, 0, '07:00'), instantOf(plan.clock, 0, '07:30')];
    const id = await tellings.at(daysBefore(before, 21), this.admin, (tx) => this.open(tx, index, plan));
    const trainees = await tellings.at(first, this.records, async (tx) => {
      const enrolled = await enrollAll(tx, id, plan, published, this.passwordHash);
      await this.service(CounterService).lock(tx, enrolled.map(({ enrollmentId }) => enrollmentId)); // prettier-ignore
      return enrolled;
    });
    this.trainees[index] = trainees;
    const sessions = await tellings.at(first, this.instructor, (tx) => schedule(tx, id, plan, published));
    const cohort = { id, plan, trainees, sessions, instructor: this.instructor, records: this.records };
    const weeks = new WeekHistory(tellings, this.recorders(), published, cohort);
    const { courses } = published;
    const slots = slotsOver(plan.clock, LAST_CLASS_ENDS);
    const story = storyOf({ seed: plan.code, courses, fates: plan.fates, slots, weeks: plan.weeks });
    for (const week of story) await weeks.tell(week);
    await this.holdSomebody(plan, trainees);
  }

  private async open(tx: Transaction, index: number, plan: CohortPlan): Promise<string> {
    const id = await openCohort(tx, plan, this.published, this.site.id);
    const limited =
      index === RUNNING ? [await this.staff.add(tx, SCHOOL_STAFF.limited, { cohortIds: [id] })] : [];
    await letTeach(tx, id, [this.instructor, ...limited]);
    return id;
  }

  private planOf(index: number): CohortPlan {
    const { startsWeeksAgo, fates } = COHORTS[index]!;
    const clock = { startsOn: mondayFrom(this.now, -startsWeeksAgo), now: this.now };
    const trainees = traineesOf(index);
    const [year, month] = clock.startsOn.split('-');
    return {
      ...{ clock, trainees, code: `PTT-${year}-${month}`, name: `Certificate class ${year}-${month}` },
      ...{ endsOn: dateOfSlot(clock, WEEKS * 5 - 1), weeks: WEEKS },
      fates: trainees.map((_, i) => fates[i] ?? 'ON_TIME'),
    };
  }

  private async holdSomebody(plan: CohortPlan, trainees: readonly TraineeOfCohort[]): Promise<void> {
    const held = plan.fates.indexOf('HELD');
    if (held < 0) return;
    const hold = { kind: 'FINANCIAL' as const, reason: 'A tuition installment is outstanding.' };
    const { enrollmentId } = trainees[held]!;
    await this.tellings.at(daysBefore(this.now, 2), this.records, (tx) =>
      this.service(EnrollmentHoldService).placeIn(tx, { enrollmentId, ...hold }),
    );
  }

  private recorders() {
    return {
      counters: this.service(CounterService),
      hours: this.service(ClassHours),
      closures: this.service(CategoryClosureService),
      attempts: this.service(CourseAttemptService),
      statuses: this.service(EnrollmentStatusService),
    };
  }

  private service<T>(type: new (...args: never[]) => T): T {
    return this.app.get<T>(type, { strict: false });
  }
}

const staffEntry = (app: NestFastifyApplication, passwordHash: string): StaffEntry =>
  new StaffEntry(
    app.get(PersonService, { strict: false }),
    app.get(AccountService, { strict: false }),
    passwordHash,
  );

const daysBefore = (instant: Date, days: number): Date => new Date(instant.getTime() - days * DAY);
