import { SLOTS_IN_WEEK } from './calendar.rules.js';
import { chance } from './chance.rules.js';

/** What can be done and attended, as the published version has it. */
export interface StoryCourse {
  readonly code: string;
  readonly lectureMinutes: number;
  readonly labMinutes: number;
  /** Codes. */
  readonly prerequisites: readonly string[];
  /** Minutes of a course that may be excused. */
  readonly excusableMinutes: number;
  readonly modules: readonly { readonly minutes: number; readonly items: readonly StoryItem[] }[];
  /** The final exam and whatever else stands on the course. */
  readonly items: readonly StoryItem[];
}

export type StoryItem =
  | { readonly kind: 'LESSON'; readonly id: string }
  | {
      readonly kind: 'QUIZ';
      readonly id: string;
      readonly questions: number;
      readonly passMarkPercent: number;
    };

/** How somebody fares. The guest is the trainee of the tour. */
/** GRADUATES: never misses a class nor fails a quiz. */
export type Fate =
  'ON_TIME' | 'FAST' | 'GRADUATES' | 'BEHIND' | 'ON_LEAVE' | 'WITHDRAWN' | 'REPEATS' | 'HELD' | 'GUEST';

/** A class; slots are class days from the cohort's first. */
export interface StorySession {
  readonly course: string;
  readonly kind: 'LECTURE' | 'LAB';
  readonly number: number;
  readonly slot: number;
  readonly minutes: number;
}

export interface StoryLine {
  readonly trainee: number;
  readonly session: number;
  readonly status: 'PRESENT' | 'ABSENT' | 'EXCUSED';
  readonly minutesLate: number;
  /** Minutes made up afterwards, 0 for none, and on which class day. */
  readonly madeUp: number;
  readonly madeUpSlot: number;
}

export interface StoryMark {
  readonly trainee: number;
  readonly course: string;
  readonly category: string;
  readonly item: string;
  readonly attempt: number;
  /** Of a practical the technical score, else what was earned of 100. */
  readonly percent: number;
  readonly practical: boolean;
  readonly criticalStepsMet: boolean;
}

/** What a week brought, in the order it is told. */
export interface StoryWeek {
  readonly week: number;
  readonly statuses: readonly { trainee: number; event: 'LEAVE_STARTED' | 'WITHDREW'; reason: string }[];
  /** `share` is how much of the week had gone by. */
  readonly lessons: readonly { trainee: number; course: string; id: string; share: number }[];
  readonly lines: readonly StoryLine[];
  readonly quizzes: readonly { trainee: number; course: string; id: string; wrong: readonly number[] }[];
  readonly marks: readonly StoryMark[];
  /** Courses whose hand-marked categories close. */
  readonly closings: readonly string[];
  readonly repeats: readonly { trainee: number; course: string }[];
}

export interface StoryInput {
  /** Makes one cohort's story differ from another's. */
  readonly seed: string;
  readonly courses: readonly StoryCourse[];
  readonly fates: readonly Fate[];
  /** Class days that are over. */
  readonly slots: number;
  /** Weeks after which nothing more is told. */
  readonly weeks: number;
}

/** Marks entered by hand, at which part of the course. */
export const HAND_MARKS: Readonly<
  Record<string, readonly { category: string; item: string; at: number; practical: boolean }[]>
> = {
  'PTT-101': [
    { category: 'lab_practical', item: 'Practical: finding landmarks', at: 0.4, practical: true },
    { category: 'midterm', item: 'Midterm exam', at: 0.5, practical: false },
    { category: 'lab_practical', item: 'Practical: naming joint movements', at: 0.95, practical: true },
  ],
  'PTT-102': [
    { category: 'assignments', item: 'Read a plan of care', at: 0.5, practical: false },
    { category: 'assignments', item: 'Write a daily note', at: 0.9, practical: false },
  ],
  'PTT-103': [
    { category: 'lab_practical', item: 'Practical: stand-pivot transfer', at: 0.4, practical: true },
    { category: 'lab_practical', item: 'Practical: wheelchair and walking aid', at: 0.95, practical: true },
  ],
  'PTT-104': [
    { category: 'lab_practical', item: 'Practical: protective equipment', at: 0.9, practical: true },
  ],
  'PTT-105': [
    { category: 'lab_practical', item: 'Practical: exercise from a plan', at: 0.4, practical: true },
    { category: 'lab_practical', item: 'Practical: hot and cold packs', at: 0.95, practical: true },
  ],
};

/** The course that somebody fails by grade and repeats: nothing but placement needs it. */
const REPEATED = 'PTT-102';
/** Where the guest is: its second quiz is failed once, and what follows is left to do. */
const GUEST_COURSE = 'PTT-104';
const CLASS_WEEKS = 13;
const SESSION_MINUTES = 240;
const LEAVES_IN_WEEK: Partial<Record<Fate, number>> = { ON_LEAVE: 6, WITHDRAWN: 5 };
const PACE: Record<Fate, number> = {
  ON_TIME: 1, FAST: 1.15, GRADUATES: 1.15, BEHIND: 0.45, ON_LEAVE: 1, WITHDRAWN: 0.7, REPEATS: 1, HELD: 1, GUEST: 1,
}; // prettier-ignore
const FAILS_A_QUIZ: Record<Fate, number> = {
  ON_TIME: 0.1, FAST: 0.03, GRADUATES: 0, BEHIND: 0.3, ON_LEAVE: 0.1, WITHDRAWN: 0.3, REPEATS: 0, HELD: 0.1, GUEST: 0,
}; // prettier-ignore
const MISSES_A_CLASS: Record<Fate, number> = {
  ON_TIME: 0.03, FAST: 0.01, GRADUATES: 0, BEHIND: 0.08, ON_LEAVE: 0.03, WITHDRAWN: 0.1, REPEATS: 0.02, HELD: 0.03, GUEST: 0,
}; // prettier-ignore

/** Classes in the order of the courses, spread evenly over the weeks of class. */
export function sessionsOf(courses: readonly StoryCourse[]): StorySession[] {
  const all = courses.flatMap(classesOf);
  return all.map((each, i) => ({
    ...each,
    slot: Math.floor((i * CLASS_WEEKS * SLOTS_IN_WEEK) / all.length),
  }));
}

/** Lectures and labs of one course, mixed evenly. */
function classesOf(course: StoryCourse): Omit<StorySession, 'slot'>[] {
  const cut = (kind: 'LECTURE' | 'LAB', minutes: number) =>
    Array.from({ length: Math.ceil(minutes / SESSION_MINUTES) }, (_, i) => ({
      course: course.code,
      kind,
      number: i + 1,
      minutes: Math.min(SESSION_MINUTES, minutes - i * SESSION_MINUTES),
      turn: (i + 0.5) / Math.ceil(minutes / SESSION_MINUTES),
    }));
  return [...cut('LECTURE', course.lectureMinutes), ...cut('LAB', course.labMinutes)]
    .sort((a, b) => a.turn - b.turn)
    .map(({ turn: _, ...session }) => session);
}

/** First and last class day of each course. */
export function spansOf(
  sessions: readonly StorySession[],
): ReadonlyMap<string, { first: number; last: number }> {
  const slots = Map.groupBy(sessions, ({ course }) => course);
  return new Map([...slots].map(([code, list]) => [code, { first: list[0]!.slot, last: list.at(-1)!.slot }]));
}

/** The week whose end closes the course: the one of its last class. */
export const closingWeek = (last: number): number => Math.floor(last / SLOTS_IN_WEEK) + 1;

/** The whole story of a cohort, the same for the same input. The last week may not be over. */
export function storyOf(input: StoryInput): StoryWeek[] {
  const teller = new Teller(input);
  const weeks = Math.min(input.weeks, Math.floor(input.slots / SLOTS_IN_WEEK) + 1);
  return Array.from({ length: weeks }, (_, i) => teller.tell(i + 1, i + 1 === weeks));
}

interface Due {
  readonly course: string;
  readonly item: StoryItem;
  /** On which class day it is due. */
  readonly slot: number;
}

interface Trainee {
  readonly number: number;
  readonly fate: Fate;
  /** Items done: lessons, and quizzes passed. */
  readonly done: Set<string>;
  /** Attempts at each quiz. */
  readonly tries: Map<string, number>;
  /** In which week it may be tried again. */
  readonly againIn: Map<string, number>;
  /** Courses in which hours are short for good. */
  readonly short: Set<string>;
  readonly excused: Map<string, number>;
  /** Practicals to be repeated, by item, with the week of the failed attempt. */
  readonly failedPracticals: Map<string, number>;
  /** In which week a course was completed. */
  readonly completeIn: Map<string, number>;
  repeating: boolean;
}

class Teller {
  private readonly sessions: StorySession[];
  private readonly spans: ReadonlyMap<string, { first: number; last: number }>;
  private readonly due: Due[];
  private readonly trainees: Trainee[];
  /** Names items by their place, because their ids differ from one import to the next. */
  private readonly names: ReadonlyMap<string, number>;

  constructor(private readonly input: StoryInput) {
    this.sessions = sessionsOf(input.courses);
    this.spans = spansOf(this.sessions);
    this.due = input.courses.flatMap((course) => this.dueIn(course)).sort((a, b) => a.slot - b.slot);
    this.names = new Map(this.due.map(({ item }, i) => [item.id, i]));
    this.trainees = input.fates.map((fate, number) => ({
      ...{ number, fate, done: new Set<string>(), tries: new Map<string, number>() },
      ...{ againIn: new Map<string, number>(), short: new Set<string>(), excused: new Map<string, number>() },
      ...{ failedPracticals: new Map<string, number>(), completeIn: new Map<string, number>() },
      repeating: false,
    }));
  }

  tell(week: number, isLast: boolean): StoryWeek {
    const active = this.trainees.filter(({ fate }) => week < (LEAVES_IN_WEEK[fate] ?? Infinity));
    const studied = active.map((trainee) => this.study(trainee, week, isLast));
    const told = {
      week,
      statuses: this.trainees.flatMap((trainee) => statusIn(trainee, week)),
      lessons: studied.flatMap(({ lessons }) => lessons),
      lines: active.flatMap((trainee) => this.attend(trainee, week)),
      quizzes: studied.flatMap(({ quizzes }) => quizzes),
      marks: active.flatMap((trainee) => this.marksOf(trainee, week)),
      closings: this.closingsIn(week),
      repeats: active.flatMap((trainee) => this.repeatsIn(trainee, week)),
    };
    for (const trainee of active) this.noteComplete(trainee, week);
    return told;
  }

  /** Items fall due with the classes of their module. */
  private dueIn(course: StoryCourse): Due[] {
    const span = this.spans.get(course.code);
    if (!span) return [];
    const length = span.last + 1 - span.first;
    const minutes = course.modules.reduce((sum, module) => sum + module.minutes, 0);
    const list: Due[] = [];
    let before = 0;
    for (const { items, minutes: own } of course.modules) {
      items.forEach((item, i) => {
        const share = (before + (own * (i + 1)) / items.length) / minutes;
        list.push({ course: course.code, item, slot: span.first + length * share });
      });
      before += own;
    }
    return [...list, ...course.items.map((item) => ({ course: course.code, item, slot: span.last + 1 }))];
  }

  private study(
    trainee: Trainee,
    week: number,
    isLast: boolean,
  ): { lessons: StoryWeek['lessons'][number][]; quizzes: StoryWeek['quizzes'][number][] } {
    const now = Math.min(week * SLOTS_IN_WEEK, Math.max(this.input.slots, (week - 1) * SLOTS_IN_WEEK));
    const due = this.due.filter(
      (each) => !trainee.done.has(each.item.id) && this.mayWorkOn(trainee, each.course, week),
    );
    const wanted =
      trainee.fate === 'GUEST' && isLast
        ? guestsLast(this.input.courses, due)
        : this.wantedBy(trainee, due, now, isLast, week);
    const lessons = wanted.filter(({ item }) => item.kind === 'LESSON');
    lessons.forEach(({ item }) => trainee.done.add(item.id));
    return {
      lessons: lessons.map(({ course, item }, i) => {
        const share = (i + 0.2 + 0.6 * this.chance(trainee, this.nameOf(item))) / lessons.length;
        return { trainee: trainee.number, course, id: item.id, share };
      }),
      quizzes: wanted.flatMap(({ course, item }) => {
        if (item.kind !== 'QUIZ' || (trainee.againIn.get(item.id) ?? 0) > week) return [];
        const forced = trainee.fate === 'GUEST' && isLast;
        return [
          {
            trainee: trainee.number,
            course,
            id: item.id,
            wrong: this.take(trainee, course, item, week, forced),
          },
        ];
      }),
    };
  }

  private wantedBy(trainee: Trainee, due: readonly Due[], now: number, isLast: boolean, week: number): Due[] {
    const pace = PACE[trainee.fate];
    if (trainee.repeating) return this.repeatedBy(due);
    const isGuestCourse = (course: string): boolean => trainee.fate === 'GUEST' && course === GUEST_COURSE;
    const lastWeeks = Math.min(this.input.weeks, Math.floor(this.input.slots / SLOTS_IN_WEEK) + 1);
    const own = due.filter(({ course, slot }) => slot <= now * pace && !isGuestCourse(course));
    if (trainee.fate !== 'GUEST' || isLast || week < lastWeeks - 1) return own;
    return [...own, ...moduleOf(this.input.courses, GUEST_COURSE, 0, due)];
  }

  /** One quiz of the repeated course a week, beside what is due anyway. */
  private repeatedBy(due: readonly Due[]): Due[] {
    const again = due.filter(({ course, item }) => course === REPEATED && item.kind === 'QUIZ').slice(0, 1);
    const slots = this.input.slots;
    return [...due.filter(({ course, slot }) => course !== REPEATED && slot <= slots), ...again];
  }

  /** Tries the quiz: answers which questions were wrong, and notes whether that passes. */
  private take(
    trainee: Trainee,
    course: string,
    item: StoryItem & { kind: 'QUIZ' },
    week: number,
    fails: boolean,
  ): number[] {
    const attempt = (trainee.tries.get(item.id) ?? 0) + 1;
    trainee.tries.set(item.id, attempt);
    const most = Math.floor(item.questions * (1 - item.passMarkPercent / 100));
    const draw = this.chance(trainee, this.nameOf(item), attempt);
    const failsByFate = attempt === 1 && draw < FAILS_A_QUIZ[trainee.fate];
    const isFinal = this.input.courses.some(({ items }) => items.includes(item));
    const failing = trainee.fate === 'REPEATS' && course === REPEATED && !trainee.repeating;
    const failed = fails || failsByFate || (failing && isFinal);
    const wrong = failed
      ? Math.min(item.questions, most + (failing ? 5 : 1))
      : failing
        ? most
        : Math.floor(this.chance(trainee, this.nameOf(item), attempt, 'wrong') * (most + 1));
    if (failed) trainee.againIn.set(item.id, failing ? Infinity : week + 1);
    else trainee.done.add(item.id);
    return this.some(wrong, item.questions, `${trainee.number}/${this.nameOf(item)}/${attempt}`);
  }

  /** So many different positions below `among`. */
  private some(count: number, among: number, key: string): number[] {
    return Array.from({ length: among }, (_, i) => i)
      .sort((a, b) => chance(this.input.seed, key, a) - chance(this.input.seed, key, b))
      .slice(0, count)
      .sort((a, b) => a - b);
  }

  private attend(trainee: Trainee, week: number): StoryLine[] {
    return this.sessions.flatMap((session, index) => {
      const isThisWeek = Math.floor(session.slot / SLOTS_IN_WEEK) === week - 1;
      return isThisWeek && session.slot < this.input.slots ? [this.line(trainee, session, index)] : [];
    });
  }

  private line(trainee: Trainee, session: StorySession, index: number): StoryLine {
    const { slot } = session;
    const line = { trainee: trainee.number, session: index, minutesLate: 0, madeUp: 0, madeUpSlot: slot };
    const draw = this.chance(trainee, 'class', index);
    const misses = MISSES_A_CLASS[trainee.fate];
    const isFriday = slot % SLOTS_IN_WEEK === SLOTS_IN_WEEK - 1;
    if (draw < misses && !isFriday) return { ...line, ...this.missed(trainee, session) };
    if (draw > 1 - misses) {
      const minutesLate = 5 * Math.ceil(4 * this.chance(trainee, 'late', index));
      return { ...line, status: 'PRESENT', minutesLate, madeUp: minutesLate };
    }
    return { ...line, status: 'PRESENT' };
  }

  /** Excused while the share allows it, else made up the day after; those behind sometimes leave it. */
  private missed(
    trainee: Trainee,
    { course, slot, minutes }: StorySession,
  ): Pick<StoryLine, 'status' | 'madeUp' | 'madeUpSlot'> {
    const { excusableMinutes = 0 } = this.input.courses.find(({ code }) => code === course) ?? {};
    const used = trainee.excused.get(course) ?? 0;
    if (used + minutes <= excusableMinutes) {
      trainee.excused.set(course, used + minutes);
      return { status: 'EXCUSED', madeUp: 0, madeUpSlot: slot };
    }
    const isOver = slot + 1 < this.input.slots;
    const makesUp = isOver && !(trainee.fate === 'BEHIND' && this.chance(trainee, 'make-up', slot) < 0.5);
    if (!makesUp) trainee.short.add(course);
    return { status: 'ABSENT', madeUp: makesUp ? minutes : 0, madeUpSlot: slot + 1 };
  }

  private marksOf(trainee: Trainee, week: number): StoryMark[] {
    return [...this.spans].flatMap(([course, { first, last }]) =>
      (HAND_MARKS[course] ?? []).flatMap((mark) => {
        const slot = first + Math.floor((last - first) * mark.at);
        const isNow = Math.floor(slot / SLOTS_IN_WEEK) === week - 1 && slot < this.input.slots;
        const repeated =
          trainee.failedPracticals.get(mark.item) === week - 1 && this.input.slots >= week * SLOTS_IN_WEEK;
        return isNow || repeated ? [this.mark(trainee, course, mark, repeated ? 2 : 1, week)] : [];
      }),
    );
  }

  private mark(
    trainee: Trainee,
    course: string,
    { category, item, at, practical }: (typeof HAND_MARKS)[string][number],
    attempt: number,
    week: number,
  ): StoryMark {
    const draw = this.chance(trainee, item, attempt);
    const about = { trainee: trainee.number, course, category, item, attempt, practical };
    if (trainee.fate === 'REPEATS' && course === REPEATED)
      return { ...about, percent: 54 + Math.floor(draw * 8), criticalStepsMet: true };
    const mayFail = practical && at < 0.5 && trainee.fate !== 'GUEST' && attempt === 1;
    if (mayFail && draw < 0.08) {
      trainee.failedPracticals.set(item, week);
      return { ...about, percent: draw < 0.04 ? 88 : 68, criticalStepsMet: draw >= 0.04 };
    }
    return { ...about, percent: (practical ? 86 : 76) + Math.floor(draw * 13), criticalStepsMet: true };
  }

  private closingsIn(week: number): string[] {
    const isOver = this.input.slots >= week * SLOTS_IN_WEEK;
    return [...this.spans].flatMap(([course, { last }]) =>
      isOver && closingWeek(last) === week ? [course] : [],
    );
  }

  /** The failed course is begun anew the week after it closed, when all its quizzes are open again. */
  private repeatsIn(trainee: Trainee, week: number): StoryWeek['repeats'][number][] {
    const span = this.spans.get(REPEATED);
    if (trainee.fate !== 'REPEATS' || !span || week !== closingWeek(span.last) + 1) return [];
    trainee.repeating = true;
    for (const { course, item } of this.due) {
      if (course !== REPEATED || item.kind !== 'QUIZ') continue;
      trainee.done.delete(item.id);
      trainee.againIn.delete(item.id);
    }
    return [{ trainee: trainee.number, course: REPEATED }];
  }

  private mayWorkOn(trainee: Trainee, code: string, week: number): boolean {
    const { prerequisites = [] } = this.input.courses.find((course) => course.code === code) ?? {};
    return prerequisites.every((other) => (trainee.completeIn.get(other) ?? Infinity) < week);
  }

  private noteComplete(trainee: Trainee, week: number): void {
    for (const [course, { last }] of this.spans) {
      const closed = closingWeek(last) <= week && this.input.slots >= closingWeek(last) * SLOTS_IN_WEEK;
      const all = this.due.every((each) => each.course !== course || trainee.done.has(each.item.id));
      if (closed && all && !trainee.short.has(course) && !trainee.completeIn.has(course)) {
        trainee.completeIn.set(course, week);
      }
    }
  }

  private nameOf({ id }: StoryItem): number {
    return this.names.get(id) ?? -1;
  }

  private chance({ number }: Trainee, ...about: (string | number)[]): number {
    return chance(this.input.seed, number, ...about);
  }
}

/** The guest's latest doings: the second module with its quiz, which fails. */
function guestsLast(courses: readonly StoryCourse[], due: readonly Due[]): Due[] {
  return moduleOf(courses, GUEST_COURSE, 1, due);
}

function moduleOf(courses: readonly StoryCourse[], code: string, index: number, due: readonly Due[]): Due[] {
  const items = new Set(courses.find((course) => course.code === code)?.modules[index]?.items);
  return due.filter(({ item }) => items.has(item));
}

function statusIn({ number, fate }: Trainee, week: number): StoryWeek['statuses'][number][] {
  if (LEAVES_IN_WEEK[fate] !== week) return [];
  return fate === 'ON_LEAVE'
    ? [{ trainee: number, event: 'LEAVE_STARTED', reason: 'Parental leave, agreed with the school.' }]
    : [{ trainee: number, event: 'WITHDREW', reason: 'Took a full-time job in another city.' }];
}
