import sql from 'sql-template-tag';
import { type CategoryClosureService } from '../features/records/category-closure.service.js';
import type { ClassHours, ClassMinutes, HoursEntryRow } from '../features/records/class-hours.js';
import { type CounterService } from '../features/records/counters.service.js';
import { type CourseAttemptService } from '../features/records/course-attempt.service.js';
import type { CourseFacts } from '../features/records/course-facts.js';
import {
  type CourseUnderWay,
  type NewMark,
  type NewResult,
  underWay,
  withMark,
} from '../features/records/course-record.rules.js';
import { enterHours, type NewHours } from '../features/records/attendance.queries.js';
import { appendHours } from '../features/records/hours-counters.service.js';
import { appendMarks } from '../features/records/grading.queries.js';
import { newMark, practicalMark } from '../features/records/mark.rules.js';
import { standingResult } from '../features/records/requirement-result.rules.js';
import { withDecision } from '../features/records/requirement-results.js';
import { type EnrollmentStatusService } from '../features/enrollments/enrollment-status.service.js';
import type { Viewer } from '../platform/access/viewer.js';
import type { Transaction } from '../platform/database/transaction.js';
import { isRefusal } from '../platform/graphql/refusal.js';
import { newId } from '../platform/ids/ids.js';
import { instantOf, SLOTS_IN_WEEK } from './calendar.rules.js';
import type { CohortPlan, HeldSession, TraineeOfCohort } from './cohort-history.js';
import type { Published } from './published.js';
import { appendSubmissions, decisionOf, enterAttempts, graded, type GradedAttempt } from './quiz-history.js';
import { HAND_MARKS, type StoryLine, type StoryMark, type StoryWeek } from './story.rules.js';
import type { Tellings } from './tellings.js';

const MINUTE = 60_000;

/** The services whose rules decide what the told records come to. */
export interface Recorders {
  readonly counters: CounterService;
  readonly hours: ClassHours;
  readonly closures: CategoryClosureService;
  readonly attempts: CourseAttemptService;
  readonly statuses: EnrollmentStatusService;
}

/** The cohort whose weeks are told, and who does what in it. */
export interface ToldCohort {
  readonly id: string;
  readonly plan: CohortPlan;
  readonly trainees: readonly TraineeOfCohort[];
  readonly sessions: readonly HeldSession[];
  readonly instructor: Viewer;
  readonly records: Viewer;
}

type Key = `${string} ${string}`;
const keyOf = (enrollmentId: string, courseId: string): Key => `${enrollmentId} ${courseId}`;

/** Enters a cohort's story week by week: each table in one statement a week, outcomes by the product's rules. */
export class WeekHistory {
  /** The standing attempt at each course of each enrollment. */
  private readonly attemptIds = new Map<Key, string>();
  private readonly tries = new Map<Key, number>();
  /** Lines of class hours so far: what counts depends on those before. */
  private entries: readonly HoursEntryRow[] = [];

  constructor(
    private readonly tellings: Tellings,
    private readonly recorders: Recorders,
    private readonly published: Published,
    private readonly cohort: ToldCohort,
  ) {}

  async tell(week: StoryWeek): Promise<void> {
    const { records, instructor } = this.cohort;
    const at = this.endOf(week);
    await this.tellings.at(at, records, (tx) => this.changeStatuses(tx, week));
    await this.tellings.at(at, { orgId: records.orgId }, (tx) => this.enterLessons(tx, week, at));
    const sat = await this.sitQuizzes(week, at);
    await this.tellings.at(at, instructor, (tx) => this.enterRecords(tx, week, sat));
    await this.tellings.at(at, instructor, (tx) => this.closeCategories(tx, week));
    await this.tellings.at(at, instructor, (tx) => this.repeatCourses(tx, week));
  }

  /** Friday afternoon, or a while ago when that is still to come. */
  private endOf({ week }: StoryWeek): Date {
    const { clock } = this.cohort.plan;
    const friday = instantOf(clock, week * SLOTS_IN_WEEK - 1, '17:30');
    return friday < clock.now ? friday : new Date(clock.now.getTime() - 20 * MINUTE);
  }

  private async changeStatuses(tx: Transaction, { statuses, week }: StoryWeek): Promise<void> {
    for (const { trainee, event, reason } of statuses) {
      const { enrollmentId } = this.cohort.trainees[trainee]!;
      const { clock } = this.cohort.plan;
      const monday = instantOf(clock, (week - 1) * SLOTS_IN_WEEK, '09:00')
        .toISOString()
        .slice(0, 10);
      const effectiveOn = event === 'WITHDREW' ? undefined : monday;
      const answer = await this.recorders.statuses.changeIn(tx, { enrollmentId, event, reason, effectiveOn });
      if (isRefusal(answer)) throw new Error(answer.message);
    }
  }

  private async enterLessons(tx: Transaction, week: StoryWeek, at: Date): Promise<void> {
    const { clock } = this.cohort.plan;
    const from = Math.min(
      at.getTime() - 60 * MINUTE,
      instantOf(clock, (week.week - 1) * SLOTS_IN_WEEK, '06:00').getTime(),
    );
    const rows = week.lessons.map(({ trainee, id, share }) => ({
      enrollmentId: this.cohort.trainees[trainee]!.enrollmentId,
      lessonId: id,
      at: new Date(from + share * (at.getTime() - from)),
    }));
    await this.openAttempts(tx, week, new Date(from));
    await tx.query(sql`
      INSERT INTO lesson_completion (org_id, enrollment_id, lesson_id, completed_at)
      SELECT ${tx.orgId}, l."enrollmentId", l."lessonId", l.at
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS l ("enrollmentId" uuid, "lessonId" uuid, at timestamptz)`);
  }

  /** The first record of a course opens attempt 1. */
  private async openAttempts(tx: Transaction, week: StoryWeek, startedAt: Date): Promise<void> {
    const fresh = this.touchedIn(week).filter(
      (each) => !this.attemptIds.has(keyOf(each.enrollmentId, each.courseId)),
    );
    const rows = fresh.map((each) => ({ ...each, id: newId() }));
    for (const { enrollmentId, courseId, id } of rows) this.attemptIds.set(keyOf(enrollmentId, courseId), id);
    await tx.query(sql`
      INSERT INTO course_attempt (org_id, id, enrollment_id, course_id, number, started_at)
      SELECT ${tx.orgId}, a.id, a."enrollmentId", a."courseId", 1, ${startedAt}::timestamptz
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS a (id uuid, "enrollmentId" uuid, "courseId" uuid)`);
  }

  /** Who sits several quizzes on one day sits one after the other. */
  private async sitQuizzes(week: StoryWeek, at: Date): Promise<GradedAttempt[]> {
    const turns = new Map<number, number>();
    const sat = week.quizzes.map((quiz) => {
      const turn = turns.get(quiz.trainee) ?? 0;
      turns.set(quiz.trainee, turn + 1);
      return { ...quiz, turn };
    });
    const last = Math.max(0, ...sat.map(({ turn }) => turn));
    const done: GradedAttempt[] = [];
    for (let turn = 0; turn <= last; turn += 1) {
      const when = new Date(at.getTime() - (last - turn) * 50 * MINUTE);
      const attempts = sat
        .filter((each) => each.turn === turn)
        .map((each) => graded(this.sitting(each), when));
      done.push(...(await this.submit(attempts, when)));
    }
    return done;
  }

  private async submit(attempts: readonly GradedAttempt[], when: Date): Promise<readonly GradedAttempt[]> {
    if (!attempts.length) return [];
    await this.tellings.at(when, { orgId: this.cohort.records.orgId }, async (tx) => {
      await enterAttempts(tx, attempts);
      appendSubmissions(tx, attempts);
    });
    return attempts;
  }

  private sitting({ trainee, course, id, wrong }: StoryWeek['quizzes'][number]) {
    const { enrollmentId, personId } = this.cohort.trainees[trainee]!;
    const key = keyOf(enrollmentId, id);
    const number = (this.tries.get(key) ?? 0) + 1;
    this.tries.set(key, number);
    const about = { enrollmentId, personId, courseId: this.courseId(course), requirementId: id };
    return { ...about, trainee, course, number, wrong, quiz: this.published.quizzes.get(id)! };
  }

  /** Hours, quiz results and marks, with the counters that follow from them. */
  private async enterRecords(tx: Transaction, week: StoryWeek, sat: readonly GradedAttempt[]): Promise<void> {
    const lines = week.lines.flatMap((line) => this.hoursOf(line));
    if (lines.length) await tx.query(enterHours(tx, lines));
    const touched = this.touchedIn(week);
    const minutes = this.minutesIn(tx, lines);
    const before = await this.recorders.counters.facts(tx, touched);
    const courses = new Map(
      before.map((facts) => [
        keyOf(facts.enrollmentId, facts.courseId),
        underWay({ ...facts, ...minutes.get(facts.attempt?.id ?? '') }, newId()),
      ]),
    );
    const results: (NewResult & { attemptId: string })[] = [];
    const entered: { facts: CourseFacts; mark: NewMark }[] = [];
    const marks: (NewMark & { attemptId: string })[] = [];
    const enter = (facts: CourseUnderWay, mark: NewMark | null): void => {
      courses.set(keyOf(facts.enrollmentId, facts.courseId), facts);
      if (!mark) return;
      marks.push({ ...mark, attemptId: facts.attempt.id });
      entered.push({ facts, mark });
    };
    for (const attempt of sat) {
      const facts = courses.get(keyOf(attempt.enrollmentId, attempt.courseId))!;
      const standing = standingResult(facts.results, attempt.requirementId);
      const decided = withDecision(facts, decisionOf(attempt, standing));
      if (decided.result) results.push({ ...decided.result, attemptId: facts.attempt.id });
      enter(decided.facts, decided.mark);
    }
    for (const mark of week.marks) {
      const facts = courses.get(keyOf(this.enrollmentId(mark.trainee), this.courseId(mark.course)))!;
      const entry = this.markOf(facts, mark);
      enter(withMark(facts, entry), entry);
    }
    for (const line of lines) appendHours(tx, this.personOf(line.enrollmentId), line);
    await this.recorders.counters.keep(tx, [...courses.values()], { marks, results });
    appendMarks(tx, entered);
  }

  /** Counted minutes of the attempts that have new lines; those of the others stay as they are. */
  private minutesIn(tx: Transaction, lines: readonly NewHours[]): Map<string, ClassMinutes> {
    const attemptIds = new Set(lines.map(({ attemptId }) => attemptId));
    this.entries = [...this.entries, ...lines.map((line) => this.entryOf(tx, line))];
    const classes = this.entries.filter(({ attemptId }) => attemptIds.has(attemptId));
    const counted = this.recorders.hours.count({ classes, placement: [] });
    return new Map([...attemptIds].map((id) => [id, counted.of(id)]));
  }

  private entryOf(tx: Transaction, line: NewHours): HoursEntryRow {
    const { courses, courseIds, excusedSharePct } = this.published;
    const course = courses.find(({ code }) => courseIds.get(code) === line.courseId)!;
    const requiredMinutes = course.lectureMinutes + course.labMinutes;
    const recorded = { recordedBy: tx.db.actorId, recordedAt: tx.now };
    return {
      ...line,
      ...recorded,
      personId: this.personOf(line.enrollmentId),
      supervisorPersonId: line.supervisedBy,
      requiredMinutes,
      excusedSharePct,
    };
  }

  private markOf(facts: CourseFacts, mark: StoryMark): NewMark {
    const { course, category, item, percent, practical, attempt, criticalStepsMet } = mark;
    const categoryId = this.published.categoryIds.get(`${course} ${category}`)!;
    const entry = {
      ...newMark(facts, { categoryId, item }, null),
      id: newId(),
      source: 'INSTRUCTOR' as const,
    };
    if (!practical) return { ...entry, earned: String(percent), possible: '100' };
    const wished = {
      categoryId,
      item,
      attemptNumber: attempt,
      technicalPercent: String(percent),
      criticalStepsMet,
    };
    const { attemptNumber, technicalPercent } = wished;
    const { earned, possible } = practicalMark(facts, wished);
    return { ...entry, earned, possible, attemptNumber, technicalPercent, criticalStepsMet };
  }

  /** The roster's line, and the make-up that follows when something was missed. */
  private hoursOf(line: StoryLine): NewHours[] {
    const { id: sessionId, course, kind, startsAt, endsAt } = this.cohort.sessions[line.session]!;
    const [enrollmentId, courseId] = [this.enrollmentId(line.trainee), this.courseId(course)];
    const attemptId = this.attemptIds.get(keyOf(enrollmentId, courseId))!;
    const plain = { breakMinutes: 0, voided: false, supersedesId: null };
    const about = { enrollmentId, courseId, attemptId, sessionId, kind, ...plain };
    const roster: NewHours = {
      ...{ ...about, id: newId(), status: line.status, startsAt, endsAt, minutesLate: line.minutesLate },
      ...{ minutesLeftEarly: 0, supervisedBy: null, reason: null },
    };
    if (!line.madeUp) return [roster];
    // A few minutes right after class, a whole class in the afternoon: so that two never share their time.
    const from = instantOf(this.cohort.plan.clock, line.madeUpSlot, line.minutesLate ? '12:15' : '13:00');
    const makeUp: NewHours = {
      ...{
        ...about,
        id: newId(),
        status: 'MAKE_UP',
        startsAt: from,
        endsAt: new Date(from.getTime() + line.madeUp * MINUTE),
      },
      ...{ minutesLate: 0, minutesLeftEarly: 0, supervisedBy: this.cohort.instructor.personId },
      reason: 'Made up in the open lab.',
    };
    return [roster, makeUp];
  }

  private async closeCategories(tx: Transaction, { closings }: StoryWeek): Promise<void> {
    for (const course of closings) {
      for (const category of new Set(HAND_MARKS[course]?.map((mark) => mark.category))) {
        const categoryId = this.published.categoryIds.get(`${course} ${category}`)!;
        const answer = await this.recorders.closures.decideIn(
          tx,
          { cohortId: this.cohort.id, categoryId },
          true,
        );
        if (isRefusal(answer)) throw new Error(answer.message);
      }
      for (const [key, id] of await this.attemptsAt(tx, this.courseId(course))) this.attemptIds.set(key, id);
    }
  }

  private async repeatCourses(tx: Transaction, { repeats }: StoryWeek): Promise<void> {
    for (const { trainee, course } of repeats) {
      const [enrollmentId, courseId] = [this.enrollmentId(trainee), this.courseId(course)];
      const answer = await this.recorders.attempts.repeatIn(tx, { enrollmentId, courseId });
      if (isRefusal(answer)) throw new Error(answer.message);
      this.attemptIds.set(keyOf(enrollmentId, courseId), answer.id);
    }
  }

  /** Closing opens attempts too. */
  private async attemptsAt(tx: Transaction, courseId: string): Promise<[Key, string][]> {
    const rows = await tx.query<{ id: string; enrollmentId: string }>(sql`
      SELECT DISTINCT ON (a.enrollment_id) a.id, a.enrollment_id AS "enrollmentId" FROM course_attempt a
      WHERE a.org_id = ${tx.orgId} AND a.course_id = ${courseId} ORDER BY a.enrollment_id, a.number DESC`);
    return rows.map(({ id, enrollmentId }) => [keyOf(enrollmentId, courseId), id]);
  }

  /** The courses in which anything happened, each once. */
  private touchedIn(week: StoryWeek): { enrollmentId: string; courseId: string }[] {
    const lines = week.lines.map(({ trainee, session }) => ({
      trainee,
      course: this.cohort.sessions[session]!.course,
    }));
    const all = [...week.lessons, ...week.quizzes, ...week.marks, ...lines];
    const touched = all.map(({ trainee, course }) => ({
      enrollmentId: this.enrollmentId(trainee),
      courseId: this.courseId(course),
    }));
    return [...new Map(touched.map((each) => [keyOf(each.enrollmentId, each.courseId), each])).values()];
  }

  private enrollmentId(trainee: number): string {
    return this.cohort.trainees[trainee]!.enrollmentId;
  }

  private personOf(enrollmentId: string): string {
    return this.cohort.trainees.find((each) => each.enrollmentId === enrollmentId)!.personId;
  }

  private courseId(code: string): string {
    return this.published.courseIds.get(code)!;
  }
}
