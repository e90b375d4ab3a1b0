import { newId } from '../../src/platform/ids/ids.js';
import type { TestApp } from './test-app.js';

export interface SampleCourse {
  id: string;
  code: string;
  moduleIds: string[];
  lessonIds: string[];
  /** By code: quizzes, lab, final. */
  categoryIds: Record<string, string>;
  /** One unresolved QUIZ requirement in the first module. */
  quizRequirementId: string;
}

export interface SampleProgram {
  programId: string;
  versionId: string;
  courses: SampleCourse[];
}

/**
 * A small published program, arranged behind the API for tests that are about something else: two courses
 * (B needs A) of two modules of 60 minutes with two lessons each; the first module also asks for a quiz.
 * With `next` it is the next version of a program, its lessons renamed.
 */
export async function sampleProgram(
  app: TestApp,
  orgId: string,
  code = `P-${newId().slice(-6)}`,
  next?: { programId: string; lessonTitle: (title: string) => string },
): Promise<SampleProgram> {
  const [programId, versionId] = [next?.programId ?? newId(), newId()];
  const add = (table: string, row: Record<string, unknown>): Promise<unknown> => {
    const names = Object.keys(row);
    return app.owner.query(
      `INSERT INTO ${table} (org_id, ${names.join(',')}) VALUES ($1, ${names.map((_, i) => `$${i + 2}`).join(',')})`,
      [orgId, ...Object.values(row)],
    );
  };
  if (!next) await add('program', { id: programId, code, title: `Program ${code}` });
  await add('program_version', {
    id: versionId, program_id: programId, label: next ? '2026.2' : '2026.1', title: `Program ${code}`, total_clock_minutes: 240, normal_weeks: 10,
    max_timeframe_percent: 150, min_pace_percent: 67, excused_absence_cap_percent: 10, lecture_pass_mark_percent: '75',
    lab_pass_mark_percent: '80', required_minutes: 240,
    practical: JSON.stringify({ criticalSteps: 'all', technicalMinPercent: 77, maxAttempts: 3, repeatScoreCapPercent: 77 }),
  }); // prettier-ignore
  const courses: SampleCourse[] = [];
  for (const [position, letter] of ['A', 'B'].entries()) courses.push(await course(position, letter));
  await add('course_prerequisite', {
    program_version_id: versionId,
    course_id: courses[1]!.id,
    prerequisite_course_id: courses[0]!.id,
  });
  await app.owner.query(
    `UPDATE program_version SET status = 'PUBLISHED', published_at = now() WHERE org_id = $1 AND id = $2`,
    [orgId, versionId],
  );
  return { programId, versionId, courses };

  async function course(position: number, letter: string): Promise<SampleCourse> {
    const id = newId();
    const inVersion = { program_version_id: versionId, course_id: id };
    const made: SampleCourse = {
      id,
      code: `${code}-${letter}`,
      moduleIds: [],
      lessonIds: [],
      categoryIds: {},
      quizRequirementId: newId(),
    };
    await add('course', {
      id, program_version_id: versionId, position, code: made.code, title: `Course ${letter}`, lecture_minutes: 60, lab_minutes: 60,
      placement_minutes: 0, grading: 'GRADED', required_minutes: 120, lessons_required: 4, requirements_required: 1,
    }); // prettier-ignore
    for (const [i, [category, weight]] of [
      ['quizzes', 40],
      ['lab', 30],
      ['final', 30],
    ].entries() as ArrayIterator<[number, [string, number]]>) {
      const categoryId = (made.categoryIds[category] = newId());
      await add('gradebook_category', {
        id: categoryId,
        ...inVersion,
        position: i,
        code: category,
        weight_percent: weight,
      });
    }
    for (const m of [0, 1]) {
      const moduleId = newId();
      made.moduleIds.push(moduleId);
      await add('module', {
        id: moduleId,
        ...inVersion,
        position: m,
        title: `Module ${m + 1}`,
        clock_minutes: 60,
      });
      for (const l of [0, 1]) {
        const lessonId = newId();
        made.lessonIds.push(lessonId);
        const credit = m === 0 ? 20 : 30;
        await add('lesson', {
          id: lessonId,
          ...inVersion,
          module_id: moduleId,
          position: l,
          title: next?.lessonTitle(`Lesson ${m + 1}.${l + 1}`) ?? `Lesson ${m + 1}.${l + 1}`,
          minutes: 20,
          credit_minutes: credit,
        });
      }
    }
    await add('course_requirement', {
      id: made.quizRequirementId, ...inVersion, module_id: made.moduleIds[0], category_id: made.categoryIds['quizzes'], kind: 'QUIZ',
      position: 0, code: `${made.code}-QUIZ`, title: 'Module quiz', credit_minutes: 20,
    }); // prettier-ignore
    return made;
  }
}
