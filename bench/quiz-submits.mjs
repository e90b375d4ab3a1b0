// 500 trainees submit a quiz of 20 questions at the same moment, each twice: once as a retry of the same operation, and,
// with other trainees, as two operations. How long until the last has its answer, and is everything stored exactly once?
// Usage: npm run bench:submits [-- trainees]
import http from 'node:http';
import { loadavg } from 'node:os';
import { newId } from '../dist/src/platform/ids/ids.js';
import { people, startServer } from './server.mjs';

const TRAINEES = Number(process.argv[2] ?? 500);
const LIMIT_SECONDS = 1.5;
const SUBMIT = `mutation ($input: SubmitQuizAttemptInput!) {
  submitQuizAttempt(input: $input) { ... on QuizAttempt { id status earned percent passed } } }`;
const SAVE = `mutation ($input: SaveAnswerInput!) { saveAnswer(input: $input) { __typename ... on SavedAnswer { revision } } }`;

const QUESTIONS = Array.from({ length: 20 }, (_, i) => ({
  stem: `Question ${i + 1}?`,
  content: [
    { trueFalse: { isTrue: true } },
    { singleChoice: { choices: [{ text: 'Right', correct: true }, { text: 'Wrong' }, { text: 'Worse' }] } },
    {
      multipleChoice: {
        choices: [{ text: 'One', correct: true }, { text: 'Two', correct: true }, { text: 'Three' }],
      },
    },
    { number: { number: '37', tolerance: '0.5' } },
  ][i % 4],
}));

const server = await startServer();
try {
  const school = await arrange();
  console.log(`load ${loadavg()[0].toFixed(2)}, ${TRAINEES} trainees, each submits twice at the same moment`);
  const early = await sitting(school, 20);
  await Promise.all(early.map((each) => submit(each, newId())));
  const reports = [];
  for (const variant of ['a retry of the same operation', 'two operations'])
    reports.push(await round(school, variant));
  const failed = reports.filter((report) => report.problems.length);
  process.exitCode = failed.length ? 1 : 0;
} finally {
  await server.stop();
}

async function round(school, variant) {
  const sitters = await sitting(school, TRAINEES);
  const operations = sitters.map(() => {
    const first = newId();
    return [first, variant === 'two operations' ? newId() : first];
  });
  const before = server.processorSeconds();
  const began = performance.now();
  const answers = await Promise.all(
    sitters.flatMap((each, i) =>
      operations[i].map(async (operationId, copy) => {
        const answer = await submit(each, operationId, copy);
        return { answer, seconds: (performance.now() - began) / 1000, expected: each.expected };
      }),
    ),
  );
  const after = server.processorSeconds();
  const spent = Object.entries(after).map(([who, all]) => `${who} ${(all - before[who]).toFixed(2)} s`);
  const seconds = Math.max(...answers.map((each) => each.seconds));
  const times = answers.map((each) => each.seconds).sort((a, b) => a - b);
  const wrong = answers.filter(({ answer, expected }) => {
    const got = answer?.data?.submitQuizAttempt;
    return got?.status !== 'SUBMITTED' || got.percent !== expected || got.passed !== Number(expected) >= 75;
  });
  const stored = await storedOf(sitters);
  const problems = [
    ...(wrong.length ? [`${wrong.length} wrong answers, such as ${JSON.stringify(wrong[0])}`] : []),
    ...Object.entries(stored).flatMap(([what, [count, wanted]]) =>
      count === wanted ? [] : [`${count} ${what} stored instead of ${wanted}`],
    ),
    ...(TRAINEES === 500 && seconds > LIMIT_SECONDS ? [`slower than ${LIMIT_SECONDS} s`] : []),
  ];
  const at = (share) => times[Math.floor(share * (times.length - 1))].toFixed(2);
  console.log(
    `${variant}: ${seconds.toFixed(2)} s for ${answers.length} requests (half by ${at(0.5)} s, 95 % by ${at(0.95)} s), ` +
      `${wrong.length} errors, ${stored.scores[0]} attempts stored; processor time: ${spent.join(', ')}${problems.length ? `\n  ${problems.join('\n  ')}` : ''}`,
  );
  return { seconds, problems };
}

/** What is in the database for these trainees, and what should be. */
async function storedOf(sitters) {
  const attemptIds = sitters.map(({ attemptId }) => attemptId);
  const enrollmentIds = sitters.map(({ enrollmentId }) => enrollmentId);
  const personIds = sitters.map(({ personId }) => personId);
  const { rows } = await server.owner.query(
    `SELECT (SELECT count(*)::int FROM quiz_score WHERE attempt_id = ANY ($1)) AS scores,
       (SELECT count(*)::int FROM quiz_mark WHERE attempt_id = ANY ($1)) AS marks,
       (SELECT count(*)::int FROM requirement_result WHERE enrollment_id = ANY ($2)) AS results,
       (SELECT count(*)::int FROM course_progress WHERE enrollment_id = ANY ($2) AND current_percent IS NOT NULL) AS counters,
       (SELECT count(*)::int FROM ledger_entry WHERE person_id = ANY ($3) AND kind = 'quiz.submitted') AS "ledger entries"`,
    [attemptIds, enrollmentIds, personIds],
  );
  const wanted = { marks: QUESTIONS.length * sitters.length };
  return Object.fromEntries(
    Object.entries(rows[0]).map(([what, count]) => [what, [count, wanted[what] ?? sitters.length]]),
  );
}

/** A school with one course that asks for the quiz. */
async function arrange() {
  const { owner } = server;
  const [orgId, programId, versionId, courseId, moduleId, categoryId, requirementId, cohortId] = Array.from(
    { length: 8 },
    newId,
  );
  await owner.query(
    `INSERT INTO organization (id, name, is_school, is_clinic) VALUES ($1, 'Bench', true, false)`,
    [orgId],
  );
  const [author] = await people(owner, orgId, 'OWNER', 1);
  await owner.query(`INSERT INTO program (org_id, id, code, title) VALUES ($1, $2, 'BENCH', 'Bench')`, [
    orgId,
    programId,
  ]);
  await owner.query(
    `INSERT INTO program_version (org_id, id, program_id, label, title, total_clock_minutes, normal_weeks, max_timeframe_percent,
       min_pace_percent, excused_absence_cap_percent, lecture_pass_mark_percent, lab_pass_mark_percent, required_minutes)
     VALUES ($1, $2, $3, '1', 'Bench', 60, 10, 150, 67, 10, 75, 80, 60)`,
    [orgId, versionId, programId],
  );
  await owner.query(
    `INSERT INTO course (org_id, id, program_version_id, position, code, title, lecture_minutes, lab_minutes, placement_minutes, grading,
       required_minutes, lessons_required, requirements_required)
     VALUES ($1, $2, $3, 0, 'BENCH-1', 'Course', 60, 0, 0, 'GRADED', 60, 0, 1)`,
    [orgId, courseId, versionId],
  );
  await owner.query(
    `INSERT INTO gradebook_category (org_id, id, program_version_id, course_id, position, code, weight_percent)
     VALUES ($1, $2, $3, $4, 0, 'quizzes', 100)`,
    [orgId, categoryId, versionId, courseId],
  );
  await owner.query(
    `INSERT INTO module (org_id, id, program_version_id, course_id, position, title, clock_minutes) VALUES ($1, $2, $3, $4, 0, 'Module', 60)`,
    [orgId, moduleId, versionId, courseId],
  );
  await owner.query(
    `INSERT INTO course_requirement (org_id, id, program_version_id, course_id, module_id, category_id, kind, position, code, title, credit_minutes)
     VALUES ($1, $2, $3, $4, $5, $6, 'QUIZ', 0, 'QUIZ', 'Quiz', 60)`,
    [orgId, requirementId, versionId, courseId, moduleId, categoryId],
  );
  await owner.query(`UPDATE program_version SET status = 'PUBLISHED', published_at = now() WHERE id = $1`, [
    versionId,
  ]);
  await owner.query(
    `INSERT INTO cohort (org_id, id, program_version_id, code, name, starts_on, ends_on, time_zone)
     VALUES ($1, $2, $3, 'C', 'Cohort', current_date - 35, current_date + 35, 'America/Chicago')`,
    [orgId, cohortId, versionId],
  );
  const quizVersionId = await publishQuiz(author, requirementId);
  return { orgId, programId, versionId, requirementId, cohortId, quizVersionId };
}

async function publishQuiz(author, requirementId) {
  const items = [];
  for (const [i, question] of QUESTIONS.entries()) {
    const { id: questionId } = await change(
      author,
      'createQuestion',
      { code: `Q${i}`, ...question },
      '... on Question { id }',
    );
    await change(author, 'publishQuestion', { questionId });
    items.push({ question: { questionId, points: '1' } });
  }
  const quiz = { code: 'QUIZ', title: 'Quiz', passMarkPercent: '75', timeLimitMinutes: 60, items };
  const { id: quizId } = await change(author, 'createQuiz', quiz, '... on Quiz { id }');
  await change(author, 'publishQuiz', { quizId });
  await change(author, 'attachQuiz', { requirementId, quizId });
  const { rows } = await server.owner.query('SELECT id FROM quiz_version WHERE quiz_id = $1', [quizId]);
  return rows[0].id;
}

/** Trainees in mid-attempt: all but one answer saved behind the API, the last of each through it, over connections they keep. */
async function sitting({ orgId, programId, versionId, requirementId, cohortId, quizVersionId }, count) {
  const { owner } = server;
  const trainees = await people(owner, orgId, 'TRAINEE', count);
  const sitters = trainees.map((trainee, i) => {
    const right = 11 + (i % 10);
    const connections = [0, 1].map(() => new http.Agent({ keepAlive: true, maxSockets: 1 }));
    const expected = (5 * right).toFixed(2);
    return { ...trainee, enrollmentId: newId(), attemptId: newId(), right, expected, connections };
  });
  const rows = JSON.stringify(
    sitters.map(({ personId, enrollmentId, attemptId }) => ({ personId, enrollmentId, attemptId })),
  );
  const from = `jsonb_to_recordset($1::jsonb) AS s ("personId" uuid, "enrollmentId" uuid, "attemptId" uuid)`;
  await owner.query(
    `INSERT INTO enrollment (org_id, id, person_id, cohort_id, program_id, program_version_id, status, status_since, enrolled_on)
     SELECT $2, "enrollmentId", "personId", $3, $4, $5, 'ACTIVE', current_date, current_date FROM ${from}`,
    [rows, orgId, cohortId, programId, versionId],
  );
  await owner.query(
    `INSERT INTO quiz_attempt (org_id, id, quiz_version_id, enrollment_id, requirement_id, person_id, number, deadline, accept_until, seed, possible)
     SELECT $2, "attemptId", $3, "enrollmentId", $4, "personId", 1, now() + interval '1 hour', now() + interval '1 hour', 1, 20 FROM ${from}`,
    [rows, orgId, quizVersionId, requirementId],
  );
  await owner.query(
    `INSERT INTO quiz_attempt_question (org_id, attempt_id, position, place, question_id, question_version_id, points)
     SELECT $2, "attemptId", q.position, row_number() OVER (PARTITION BY "attemptId" ORDER BY q.position), q.question_id, q.question_version_id, q.points
     FROM ${from}, quiz_question q WHERE q.org_id = $2 AND q.quiz_version_id = $3`,
    [rows, orgId, quizVersionId],
  );
  const { rows: questions } = await owner.query(
    `SELECT q.position, w.id, w.type, w.presentation, w.answer_key AS key FROM quiz_question q
     JOIN question_version w ON w.org_id = q.org_id AND w.id = q.question_version_id WHERE q.quiz_version_id = $1 ORDER BY q.position`,
    [quizVersionId],
  );
  const answers = sitters.flatMap(({ attemptId, right }) =>
    questions.slice(0, -1).map((question, i) => ({
      attemptId,
      position: question.position,
      response: answerTo(question, i < right - 1),
    })),
  );
  await owner.query(
    `INSERT INTO quiz_answer (org_id, attempt_id, position, revision, response)
     SELECT $2, a."attemptId", a.position, 1, a.response
     FROM jsonb_to_recordset($1::jsonb) AS a ("attemptId" uuid, position int, response jsonb)`,
    [JSON.stringify(answers), orgId],
  );
  await owner.query('ANALYZE');
  const last = questions.at(-1);
  const input = { questionVersionId: last.id, response: answerTo(last, true) };
  for (let i = 0; i < sitters.length; i += 20)
    await Promise.all(
      sitters.slice(i, i + 20).flatMap((each) =>
        [0, 1].map(async (copy) => {
          const save = { ...input, operationId: newId(), attemptId: each.attemptId };
          const { data } = await post(each, SAVE, { input: save }, copy);
          if (data?.saveAnswer.__typename !== 'SavedAnswer') throw new Error(JSON.stringify(data));
        }),
      ),
    );
  return sitters;
}

function answerTo({ type, presentation, key }, right) {
  switch (type) {
    case 'TRUE_FALSE':
      return { isTrue: right === key.isTrue };
    case 'NUMBER':
      return { number: right ? key.numbers[0].number : '1' };
    default: {
      const wrong = presentation.choices.filter(({ id }) => !key.correctChoiceIds.includes(id));
      return { choiceIds: right ? key.correctChoiceIds : [wrong[0].id] };
    }
  }
}

function submit(sitter, operationId, copy = 0) {
  return post(sitter, SUBMIT, { input: { operationId, attemptId: sitter.attemptId } }, copy);
}

async function change(member, mutation, input, selection = '__typename') {
  const type = `${mutation[0].toUpperCase()}${mutation.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename ${selection} } }`;
  const { data, errors } = await post(member, query, { input: { operationId: newId(), ...input } });
  if (errors) throw new Error(JSON.stringify(errors));
  return data[mutation];
}

function post({ token, connections }, query, variables, copy = 0) {
  const body = JSON.stringify({ query, variables });
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        port: server.port,
        host: '127.0.0.1',
        path: '/graphql',
        method: 'POST',
        agent: connections?.[copy],
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          authorization: `Bearer ${token}`,
        },
      },
      (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('end', () => resolve(JSON.parse(Buffer.concat(parts))));
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
