import sql from 'sql-template-tag';
import type { Transaction } from '../platform/database/transaction.js';
import type { KeyedQuestion } from './answers.rules.js';
import type { StoryCourse, StoryItem } from './story.rules.js';

export interface PublishedQuiz {
  readonly quizVersionId: string;
  readonly passMarkPercent: string;
  readonly timeLimitMinutes: number;
  readonly questions: readonly (KeyedQuestion & {
    readonly position: number;
    readonly questionId: string;
    readonly questionVersionId: string;
    readonly points: string;
  })[];
}

/** The published version as the story and its telling need it. */
export interface Published {
  readonly programId: string;
  readonly versionId: string;
  readonly courses: readonly StoryCourse[];
  readonly courseIds: ReadonlyMap<string, string>;
  /** By course and category code. */
  readonly categoryIds: ReadonlyMap<string, string>;
  /** Of a course's class minutes, the percent that may be excused. */
  readonly excusedSharePct: number;
  /** By requirement. */
  readonly quizzes: ReadonlyMap<string, PublishedQuiz>;
}

interface CourseRow {
  readonly id: string;
  readonly code: string;
  readonly lectureMinutes: number;
  readonly labMinutes: number;
  readonly excusableMinutes: number;
  readonly excusedSharePct: number;
  readonly prerequisites: string[];
  readonly categories: { id: string; code: string }[];
  readonly modules: { minutes: number; lessons: string[]; quizzes: string[] }[];
  readonly quizzes: string[];
}

export async function readPublished(
  tx: Transaction,
  ids: { programId: string; versionId: string },
): Promise<Published> {
  const courses = await tx.query<CourseRow>(sql`
    SELECT c.id, c.code, c.lecture_minutes AS "lectureMinutes", c.lab_minutes AS "labMinutes",
      (c.lecture_minutes + c.lab_minutes) * v.excused_absence_cap_percent / 100 AS "excusableMinutes",
      v.excused_absence_cap_percent AS "excusedSharePct",
      ARRAY(SELECT o.code FROM course_prerequisite p JOIN course o ON o.org_id = p.org_id AND o.id = p.prerequisite_course_id
        WHERE p.org_id = c.org_id AND p.course_id = c.id) AS prerequisites,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'code', g.code) ORDER BY g.position), '[]') FROM gradebook_category g
        WHERE g.org_id = c.org_id AND g.course_id = c.id) AS categories,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('minutes', m.clock_minutes,
          'lessons', ARRAY(SELECT l.id FROM lesson l WHERE l.org_id = m.org_id AND l.module_id = m.id ORDER BY l.position),
          'quizzes', ARRAY(SELECT r.id FROM course_requirement r WHERE r.org_id = m.org_id AND r.module_id = m.id AND r.kind = 'QUIZ'
            ORDER BY r.position)) ORDER BY m.position), '[]')
        FROM module m WHERE m.org_id = c.org_id AND m.course_id = c.id) AS modules,
      ARRAY(SELECT r.id FROM course_requirement r WHERE r.org_id = c.org_id AND r.course_id = c.id AND r.module_id IS NULL
        AND r.kind = 'QUIZ' ORDER BY r.position) AS quizzes
    FROM course c JOIN program_version v ON v.org_id = c.org_id AND v.id = c.program_version_id
    WHERE c.org_id = ${tx.orgId} AND v.id = ${ids.versionId} ORDER BY c.position`);
  const quizzes = await readQuizzes(tx, ids.versionId);
  const items = (kind: StoryItem['kind'], list: readonly string[]): StoryItem[] =>
    list.map((id) => (kind === 'LESSON' ? { kind, id } : { kind, id, ...sizeOf(quizzes.get(id)) }));
  return {
    ...ids,
    quizzes,
    excusedSharePct: courses[0]?.excusedSharePct ?? 0,
    courses: courses.map(
      ({ id: _, categories: __, excusedSharePct: ___, modules, quizzes: finals, ...course }) => ({
        ...course,
        modules: modules.map(({ minutes, lessons, quizzes: own }) => ({
          minutes,
          items: [...items('LESSON', lessons), ...items('QUIZ', own)],
        })),
        items: items('QUIZ', finals),
      }),
    ),
    courseIds: new Map(courses.map(({ code, id }) => [code, id])),
    categoryIds: new Map(
      courses.flatMap(({ code, categories }) => categories.map((each) => [`${code} ${each.code}`, each.id])),
    ),
  };
}

async function readQuizzes(tx: Transaction, versionId: string): Promise<Map<string, PublishedQuiz>> {
  const rows = await tx.query<PublishedQuiz & { requirementId: string }>(sql`
    SELECT r.id AS "requirementId", v.id AS "quizVersionId", v.pass_mark_percent AS "passMarkPercent",
      v.time_limit_minutes AS "timeLimitMinutes",
      (SELECT jsonb_agg(jsonb_build_object('position', q.position, 'questionId', q.question_id,
          'questionVersionId', w.id, 'type', w.type,
          'presentation', w.presentation, 'answerKey', w.answer_key, 'points', q.points::text) ORDER BY q.position)
        FROM quiz_question q JOIN question_version w ON w.org_id = q.org_id AND w.id = q.question_version_id
        WHERE q.org_id = v.org_id AND q.quiz_version_id = v.id) AS questions
    FROM course_requirement r JOIN quiz_version v ON v.org_id = r.org_id AND v.id = r.resolved_id
    WHERE r.org_id = ${tx.orgId} AND r.program_version_id = ${versionId}`);
  return new Map(rows.map(({ requirementId, ...quiz }) => [requirementId, quiz]));
}

function sizeOf(quiz: PublishedQuiz | undefined): { questions: number; passMarkPercent: number } {
  if (!quiz) throw new Error('A requirement has no quiz behind it');
  return { questions: quiz.questions.length, passMarkPercent: Number(quiz.passMarkPercent) };
}
