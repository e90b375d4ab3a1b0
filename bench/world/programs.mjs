import { choice, PROSE, quoted } from './text.mjs';

/** Programs of an organization; each trainee is enrolled in all of them, one after the other. */
export const PROGRAMS = [
  'Physical Therapy Technician Certificate',
  'Outpatient Rehabilitation Aide',
  'Geriatric Mobility Specialist',
  'Aquatic and Sports Rehabilitation',
  'Neurological Rehabilitation Support',
];
const COURSES = [
  'Anatomy and Kinesiology for Technicians',
  'Safe Transfers and Guarding',
  'Therapeutic Exercise under Supervision',
  'Modalities, Equipment and Infection Control',
  'Communication, Ethics and Documentation',
];
/** Clock minutes of a course, in two modules of a lesson each; the first also asks for a quiz. */
export const COURSE_MINUTES = 600;
const [FIRST_LESSON, QUIZ, SECOND_LESSON] = [150, 150, 300];

/** The quiz of 20 questions is that of the first course of the last program; all others have four, so that attempts have five on the average. */
const questionsOf = `CASE WHEN p = ${PROGRAMS.length - 1} AND c = 0 THEN 20 ELSE 4 END`;

/** One published version of each program, all ids beforehand: everything else follows from this list of courses. */
const COURSES_STAGED = `
  CREATE UNLOGGED TABLE bench.course AS
  SELECT v.*, c, uuidv7(age + c * interval '1 minute') AS course_id, uuidv7(age) AS category_id, uuidv7(age) AS requirement_id, uuidv7(age) AS quiz_id,
    uuidv7(age) AS quiz_version_id, ${questionsOf} AS questions, uuidv7(age) AS module_1, uuidv7(age) AS module_2
  FROM (
    SELECT o, org_id, p, age, uuidv7(age) AS program_id, uuidv7(age) AS version_id FROM bench.org, generate_series(0, ${PROGRAMS.length - 1}) p
    CROSS JOIN LATERAL (SELECT interval '-42 months' + (o * 8 + p) * interval '1 day' AS age) made) v,
    generate_series(0, ${COURSES.length - 1}) c`;

const at = `now() + age`;
const PROGRAMS_ENTERED = `
  INSERT INTO program (org_id, id, code, title, created_at)
  SELECT org_id, program_id, 'PT-' || p + 1, ${choice('p', PROGRAMS)}, ${at} FROM bench.course WHERE c = 0;
  INSERT INTO program_version (org_id, id, program_id, label, title, summary, status, total_clock_minutes, normal_weeks, max_timeframe_percent, min_pace_percent,
    excused_absence_cap_percent, lecture_pass_mark_percent, lab_pass_mark_percent, required_minutes, created_at, published_at)
  SELECT org_id, version_id, program_id, '2023.1', ${choice('p', PROGRAMS)}, ${quoted(PROSE)}, 'PUBLISHED', ${COURSE_MINUTES * COURSES.length}, 40, 150, 67, 10, 75, 75,
    ${COURSE_MINUTES * COURSES.length}, ${at}, ${at} FROM bench.course WHERE c = 0;
  INSERT INTO course (org_id, id, program_version_id, position, code, title, summary, lecture_minutes, lab_minutes, placement_minutes, grading, required_minutes,
    lessons_required, requirements_required)
  SELECT org_id, course_id, version_id, c, 'PT-' || p + 1 || '0' || c + 1, ${choice('c', COURSES)}, ${quoted(PROSE)}, 0, 0, 0, 'GRADED', ${COURSE_MINUTES}, 2, 1
  FROM bench.course;
  INSERT INTO course_prerequisite (org_id, program_version_id, course_id, prerequisite_course_id)
  SELECT k.org_id, k.version_id, k.course_id, b.course_id FROM bench.course k JOIN bench.course b ON b.version_id = k.version_id AND b.c = k.c - 1;
  INSERT INTO gradebook_category (org_id, id, program_version_id, course_id, position, code, weight_percent)
  SELECT org_id, category_id, version_id, course_id, 0, 'quizzes', 100 FROM bench.course;
  INSERT INTO module (org_id, id, program_version_id, course_id, position, title, clock_minutes)
  SELECT org_id, id, version_id, course_id, n, title, ${COURSE_MINUTES / 2}
  FROM bench.course CROSS JOIN LATERAL (VALUES (0, module_1, 'Foundations'), (1, module_2, 'Practice on the floor')) m (n, id, title);
  INSERT INTO lesson (org_id, id, program_version_id, course_id, module_id, position, title, minutes, objectives, body, credit_minutes)
  SELECT org_id, uuidv7(age), version_id, course_id, id, 0, title, credit, ARRAY['Name what is checked before', 'Show the guarding position'], ${quoted(`${PROSE}\n\n${PROSE}`)}, credit
  FROM bench.course CROSS JOIN LATERAL (VALUES (module_1, 'What to know before you touch', ${FIRST_LESSON}), (module_2, 'Doing it with a partner', ${SECOND_LESSON})) l (id, title, credit);
  INSERT INTO course_requirement (org_id, id, program_version_id, course_id, module_id, category_id, kind, position, code, title, credit_minutes, resolved_id)
  SELECT org_id, requirement_id, version_id, course_id, module_1, category_id, 'QUIZ', 0, 'QUIZ-' || p + 1 || c + 1, 'What you know of ' || ${choice('c', COURSES)}, ${QUIZ}, quiz_id
  FROM bench.course`;

/** Questions of the four commonest types by turns, each worth a point, with the right response and a wrong one. */
const QUESTIONS_STAGED = `
  CREATE UNLOGGED TABLE bench.question AS
  SELECT o, org_id, quiz_id, quiz_version_id, questions, n AS position, uuidv7(age) AS question_id, uuidv7(age) AS question_version_id, age, t.*
  FROM bench.course, generate_series(1, questions) n
  JOIN (VALUES
    (0, 'TRUE_FALSE', '{}', '{"isTrue":true}', '{"isTrue":true}', '{"isTrue":false}'),
    (1, 'SINGLE_CHOICE', '{"choices":[{"id":"a","text":"Lock the brakes, then place the belt"},{"id":"b","text":"Place the belt, then find the shoes"},{"id":"c","text":"Ask the patient to stand up alone"},{"id":"d","text":"Wait for another day"}]}',
      '{"correctChoiceIds":["a"]}', '{"choiceIds":["a"]}', '{"choiceIds":["c"]}'),
    (2, 'MULTIPLE_CHOICE', '{"choices":[{"id":"a","text":"Dizziness that was not there before"},{"id":"b","text":"A new shortness of breath"},{"id":"c","text":"A conversation about the weather"}]}',
      '{"correctChoiceIds":["a","b"]}', '{"choiceIds":["a","b"]}', '{"choiceIds":["c"]}'),
    (3, 'NUMBER', '{"unit":"degrees"}', '{"numbers":[{"number":"90","tolerance":"0.5"}]}', '{"number":"90"}', '{"number":"12"}')
  ) t (turn, type, presentation, answer_key, right_response, wrong_response) ON t.turn = n % 4`;

const QUIZZES_ENTERED = `
  INSERT INTO question (org_id, id, code, category, tags, difficulty, created_at)
  SELECT org_id, question_id, 'B-' || row_number() OVER (), ${choice('position', ['Transfers', 'Exercise/Gait', 'Safety/Infection', 'Ethics'])}, ARRAY['bench', 'year-1'],
    ${choice('position', ['EASY', 'MEDIUM', 'HARD'])}, ${at} FROM bench.question;
  INSERT INTO question_version (org_id, id, question_id, number, status, type, stem, presentation, answer_key, created_at, published_at)
  SELECT org_id, question_version_id, question_id, 1, 'PUBLISHED', type,
    'A patient who may put half of their weight on the left leg is to be moved from the bed to a chair. ' || ${choice('turn', ['Is this safe to do alone?', 'What comes first?', 'Which of these ends the exercise?', 'How far does the knee bend?'])},
    presentation::jsonb, answer_key::jsonb || jsonb_build_object('explanation', ${quoted(PROSE.slice(0, 240))}), ${at}, ${at} FROM bench.question;
  INSERT INTO quiz (org_id, id, code, title, created_at)
  SELECT org_id, quiz_id, 'QUIZ-' || p + 1 || c + 1, 'What you know of ' || ${choice('c', COURSES)}, ${at} FROM bench.course;
  INSERT INTO quiz_version (org_id, id, quiz_id, number, status, instructions, pass_mark_percent, time_limit_minutes, created_at, published_at)
  SELECT org_id, quiz_version_id, quiz_id, 1, 'PUBLISHED', ${quoted(PROSE.slice(0, 200))}, 75, 60, ${at}, ${at} FROM bench.course;
  INSERT INTO quiz_question (org_id, quiz_version_id, position, question_id, question_version_id, points)
  SELECT org_id, quiz_version_id, position, question_id, question_version_id, 1 FROM bench.question;
  CREATE INDEX ON bench.question (quiz_version_id)`;

export async function loadPrograms({ run }) {
  await run(COURSES_STAGED);
  await run(PROGRAMS_ENTERED);
  await run(QUESTIONS_STAGED);
  await run(QUIZZES_ENTERED);
}
