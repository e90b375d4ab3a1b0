import fc from 'fast-check';
import {
  closingWeek,
  HAND_MARKS,
  sessionsOf,
  spansOf,
  storyOf,
  type Fate,
  type StoryCourse,
  type StoryInput,
  type StoryItem,
  type StoryWeek,
} from './story.rules.js';

const FATES: Fate[] = ['GUEST', 'ON_TIME', 'FAST', 'BEHIND', 'ON_LEAVE', 'WITHDRAWN', 'REPEATS', 'HELD'];

const course = (code: string, hours: [number, number], prerequisites: string[] = []): StoryCourse => {
  const quiz = (id: string, questions: number): StoryItem => ({
    kind: 'QUIZ',
    id,
    questions,
    passMarkPercent: 75,
  });
  const minutes = (hours[0] + hours[1]) * 60;
  return {
    code,
    prerequisites,
    lectureMinutes: hours[0] * 60,
    labMinutes: hours[1] * 60,
    excusableMinutes: minutes / 10,
    modules: [1, 2, 3, 4].map((m) => ({
      minutes: minutes / 4,
      items: [
        ...[1, 2, 3].map((l) => ({ kind: 'LESSON' as const, id: `${code}-${m}-${l}` })),
        quiz(`${code}-M${m}`, 7),
      ],
    })),
    items: [quiz(`${code}-FINAL`, 20)],
  };
};

const COURSES = [
  course('PTT-101', [44, 16]),
  course('PTT-102', [30, 6]),
  course('PTT-103', [20, 28]),
  course('PTT-104', [16, 8]),
  course('PTT-105', [30, 42], ['PTT-101', 'PTT-103', 'PTT-104']),
];

const stories = fc
  .record({
    seed: fc.string(),
    fates: fc.array(fc.constantFrom(...FATES), { maxLength: 12 }),
    slots: fc.nat(130),
  })
  .map((given): StoryInput => ({ ...given, courses: COURSES, weeks: 20 }));

const always = (holds: (story: StoryWeek[], input: StoryInput) => void): void =>
  fc.assert(
    fc.property(stories, (input) => holds(storyOf(input), input)),
    { numRuns: 60 },
  );
const itemsOf = ({ modules, items }: StoryCourse): StoryItem[] => [
  ...modules.flatMap((module) => module.items),
  ...items,
];

describe('the story of a cohort', () => {
  it('is the same for the same input', () => {
    always((story, input) => expect(storyOf(input)).toEqual(story));
  });

  it('never does more than there is: lessons once, quizzes within their questions and attempts', () => {
    const lessons = new Set(COURSES.flatMap(itemsOf).map(({ id }) => id));
    always((story, { fates }) => {
      const done = story.flatMap((week) => week.lessons.map(({ trainee, id }) => `${trainee} ${id}`));
      expect(new Set(done).size).toBe(done.length);
      expect(story.flatMap((week) => week.lessons).every(({ id }) => lessons.has(id))).toBe(true);
      const tries = Map.groupBy(
        story.flatMap((week) => week.quizzes),
        ({ trainee, id }) => `${trainee} ${id}`,
      );
      for (const [key, attempts] of tries) {
        const isRepeated = fates[Number(key.split(' ')[0])] === 'REPEATS' && key.includes('PTT-102');
        expect(attempts.length).toBeLessThanOrEqual(isRepeated ? 3 : 2);
        for (const { wrong } of attempts) {
          expect(new Set(wrong).size).toBe(wrong.length);
          expect(wrong.every((position) => position < (key.endsWith('FINAL') ? 20 : 7))).toBe(true);
        }
      }
    });
  });

  it('begins a course only when those before it are done and closed', () => {
    const closes = new Map(
      [...spansOf(sessionsOf(COURSES))].map(([code, { last }]) => [code, closingWeek(last)]),
    );
    const before = ['PTT-101', 'PTT-103', 'PTT-104'];
    const needed = before.flatMap((code) =>
      itemsOf(COURSES.find((each) => each.code === code)!).map(({ id }) => id),
    );
    always((story) => {
      const doneIn = new Map<string, number>();
      for (const { week, lessons, quizzes } of story) {
        for (const { trainee, id, course: code } of [...lessons, ...quizzes]) {
          doneIn.set(`${trainee} ${id}`, doneIn.get(`${trainee} ${id}`) ?? week);
          if (code !== 'PTT-105') continue;
          expect(Math.max(...before.map((each) => closes.get(each)!))).toBeLessThan(week);
          expect(needed.every((other) => (doneIn.get(`${trainee} ${other}`) ?? Infinity) < week)).toBe(true);
        }
      }
    });
  });

  it('tells nothing of classes to come, nor of those who are away', () => {
    const sessions = sessionsOf(COURSES);
    always((story, { slots, fates }) => {
      for (const { week, lines, lessons, quizzes, marks } of story) {
        expect(lines.every(({ session }) => sessions[session]!.slot < slots)).toBe(true);
        expect(lines.every(({ madeUp, madeUpSlot }) => madeUp === 0 || madeUpSlot < slots)).toBe(true);
        const away = [...lines, ...lessons, ...quizzes, ...marks].filter(({ trainee }) => {
          const fate = fates[trainee];
          return (fate === 'ON_LEAVE' && week >= 6) || (fate === 'WITHDRAWN' && week >= 5);
        });
        expect(away).toEqual([]);
      }
    });
  });

  it('marks every practical, midterm and assignment before its course closes', () => {
    const closes = new Map(
      [...spansOf(sessionsOf(COURSES))].map(([code, { last }]) => [code, closingWeek(last)]),
    );
    always((story) => {
      for (const { week, marks } of story) {
        for (const mark of marks) {
          expect(week).toBeLessThanOrEqual(closes.get(mark.course)!);
          expect(HAND_MARKS[mark.course]?.some(({ item }) => item === mark.item)).toBe(true);
        }
      }
    });
  });

  it('spreads the classes of 240 hours over 13 weeks, courses one after the other', () => {
    const sessions = sessionsOf(COURSES);
    expect(sessions.reduce((sum, { minutes }) => sum + minutes, 0)).toBe(240 * 60);
    expect(Math.max(...sessions.map(({ slot }) => slot))).toBeLessThan(65);
    expect(new Set(sessions.map(({ slot }) => slot)).size).toBe(sessions.length);
    expect([...spansOf(sessions).keys()]).toEqual(COURSES.map(({ code }) => code));
  });
});
