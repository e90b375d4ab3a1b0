import sql from 'sql-template-tag';
import { contentOf, contentProblems } from '../features/quizzes/question.rules.js';
import { newChoiceId } from '../features/quizzes/question.service.js';
import type { Transaction } from '../platform/database/transaction.js';
import { newId } from '../platform/ids/ids.js';
import type { Content, ContentQuestion } from './content.js';

/**
 * Enters the questions and quizzes as published, and puts the quizzes behind the requirements of the version
 * that go by their codes: one statement for each table.
 * @throws Error naming every question that could not be published, and every requirement left without a quiz.
 */
export async function enterBank(
  tx: Transaction,
  versionId: string,
  { questions, quizzes }: Content,
): Promise<void> {
  const entered = questions.map((question) => ({ ...versionOf(question), id: newId(), versionId: newId() }));
  const problems = entered.flatMap(({ code, content }) =>
    contentProblems(content).map(({ field, message }) => `${code} ${field}: ${message}`),
  );
  if (problems.length) throw new Error(`Questions that cannot be published:\n${problems.join('\n')}`);
  await enterQuestions(tx, entered);
  const byCode = new Map(entered.map((each) => [each.code, each]));
  const made = quizzes.map((quiz) => ({ ...quiz, id: newId(), versionId: newId() }));
  await enterQuizzes(tx, made);
  const asked = made.flatMap(({ versionId: quizVersionId, questions: codes }) =>
    codes.map((code, position) => {
      const question = byCode.get(code);
      if (!question) throw new Error(`There is no question ${code}`);
      return { quizVersionId, position, questionId: question.id, questionVersionId: question.versionId };
    }),
  );
  await enterQuizQuestions(tx, asked);
  await attach(tx, versionId);
}

function versionOf(question: ContentQuestion) {
  const { code, course, learningOutcome, ...written } = question;
  return { code, course, learningOutcome, content: contentOf(written, newChoiceId) };
}

async function enterQuestions(
  tx: Transaction,
  questions: readonly (ReturnType<typeof versionOf> & { id: string; versionId: string })[],
): Promise<void> {
  const rows = sql`jsonb_to_recordset(${JSON.stringify(questions)}::jsonb) AS q (id uuid, "versionId" uuid, code text,
    course text, "learningOutcome" text, content jsonb)`;
  await tx.query(sql`
    INSERT INTO question (org_id, id, code, category) SELECT ${tx.orgId}, q.id, q.code, q.course FROM ${rows}`);
  await tx.query(sql`
    INSERT INTO question_version (org_id, id, question_id, number, status, type, stem, presentation, answer_key,
      learning_outcomes, created_by, published_at)
    SELECT ${tx.orgId}, q."versionId", q.id, 1, 'PUBLISHED', q.content->>'type', q.content->>'stem', q.content->'presentation',
      q.content->'answerKey', ARRAY[q."learningOutcome"], ${tx.db.actorId}::uuid, app_now() FROM ${rows}`);
}

async function enterQuizzes(
  tx: Transaction,
  quizzes: readonly (Content['quizzes'][number] & { id: string; versionId: string })[],
): Promise<void> {
  const rows = sql`jsonb_to_recordset(${JSON.stringify(quizzes)}::jsonb) AS q (id uuid, "versionId" uuid, code text, title text,
    "passMarkPercent" numeric, "maxAttempts" int, "timeLimitMinutes" int)`;
  await tx.query(sql`
    INSERT INTO quiz (org_id, id, code, title) SELECT ${tx.orgId}, q.id, q.code, q.title FROM ${rows}`);
  await tx.query(sql`
    INSERT INTO quiz_version (org_id, id, quiz_id, number, pass_mark_percent, max_attempts, time_limit_minutes, shuffle_choices)
    SELECT ${tx.orgId}, q."versionId", q.id, 1, q."passMarkPercent", q."maxAttempts", q."timeLimitMinutes", true FROM ${rows}`);
}

/** Pins the questions, and publishes the quizzes: from then on their questions stay. */
async function enterQuizQuestions(
  tx: Transaction,
  asked: readonly {
    quizVersionId: string;
    position: number;
    questionId: string;
    questionVersionId: string;
  }[],
): Promise<void> {
  await tx.query(sql`
    INSERT INTO quiz_question (org_id, quiz_version_id, position, question_id, question_version_id, points)
    SELECT ${tx.orgId}, a."quizVersionId", a.position, a."questionId", a."questionVersionId", 1
    FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb)
      AS a ("quizVersionId" uuid, position int, "questionId" uuid, "questionVersionId" uuid)`);
  await tx.query(sql`
    UPDATE quiz_version SET status = 'PUBLISHED', published_at = app_now(), published_by = ${tx.db.actorId}::uuid
    WHERE org_id = ${tx.orgId} AND status = 'DRAFT'`);
}

async function attach(tx: Transaction, versionId: string): Promise<void> {
  const open = await tx.query<{ code: string }>(sql`
    WITH attached AS (
      UPDATE course_requirement r SET resolved_id = v.id
      FROM quiz q JOIN quiz_version v ON v.org_id = q.org_id AND v.quiz_id = q.id
      WHERE r.org_id = ${tx.orgId} AND r.program_version_id = ${versionId} AND r.kind = 'QUIZ' AND q.org_id = r.org_id
        AND q.code = r.code
      RETURNING r.id)
    SELECT r.code FROM course_requirement r WHERE r.org_id = ${tx.orgId} AND r.program_version_id = ${versionId}
      AND r.kind = 'QUIZ' AND r.id NOT IN (SELECT id FROM attached)`);
  if (open.length) throw new Error(`No quiz stands behind ${open.map(({ code }) => code).join(', ')}`);
}
