import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/transaction.js';
import { Fault, type FieldProblem } from '../../../platform/faults/fault.js';
import { newId } from '../../../platform/ids/ids.js';
import type { NewBankQuestion, NewBankQuiz } from './bank-document.js';
import type { QuestionContent } from './question-content.js';
import { QuestionPictures } from './question-picture.service.js';
import { contentOf, contentProblems } from './question.rules.js';
import { newChoiceId } from './question.service.js';

/** A published quiz of the bank, to be attached. */
export interface BankedQuiz {
  readonly code: string;
  readonly quizId: string;
  /** Its newest published version. */
  readonly quizVersionId: string;
}

/** `id` is that of the version to be. */
type ReadyQuestion = QuestionContent &
  Pick<NewBankQuestion, 'code' | 'category' | 'tags' | 'learningOutcomes'> & { readonly id: string };

/** Takes in whole banks, published, in a few statements whatever their size. */
@Injectable()
export class BankImport {
  constructor(private readonly pictures: QuestionPictures) {}

  /**
   * Adds the questions and quizzes whose codes are new, as published versions; what is there under a code stays
   * as it is. Answers all the quizzes named. Throws BAD_USER_INPUT with everything that is wrong, by code.
   */
  async importBank(
    tx: Transaction,
    questions: readonly NewBankQuestion[],
    quizzes: readonly NewBankQuiz[],
  ): Promise<BankedQuiz[]> {
    const written = questions.map(readyQuestion);
    const ready = await this.pictures.checked(tx, written, ({ code }) => `${code}.`);
    refuseProblems(ready);
    await addQuestions(tx, ready);
    await this.pictures.keep(tx, ready);
    await addQuizzes(tx, quizzes);
    const codes = quizzes.map(({ code }) => code);
    return tx.query<BankedQuiz>(sql`
      SELECT DISTINCT ON (q.code) q.code, q.id AS "quizId", v.id AS "quizVersionId"
      FROM quiz q JOIN quiz_version v ON v.org_id = q.org_id AND v.quiz_id = q.id AND v.status = 'PUBLISHED'
      WHERE q.org_id = ${tx.orgId} AND q.code = ANY(${codes}) ORDER BY q.code, v.number DESC`);
  }
}

function readyQuestion({
  code,
  category,
  tags,
  learningOutcomes,
  ...question
}: NewBankQuestion): ReadyQuestion {
  return { id: newId(), code, category, tags, learningOutcomes, ...contentOf(question, newChoiceId) };
}

function refuseProblems(questions: readonly ReadyQuestion[]): void {
  const fields = questions.flatMap((question): FieldProblem[] =>
    contentProblems(question).map(({ field, message }) => ({ field: `${question.code}.${field}`, message })),
  );
  if (fields.length) throw new Fault('BAD_USER_INPUT', 'Some questions cannot be published.', fields);
}

async function addQuestions(tx: Transaction, questions: readonly ReadyQuestion[]): Promise<void> {
  const rows = JSON.stringify(
    questions.map((question) => ({ ...question, id: newId(), versionId: question.id })),
  );
  await tx.query(sql`
    WITH given AS (
      SELECT * FROM jsonb_to_recordset(${rows}::jsonb) AS g (id uuid, "versionId" uuid, code text, category text, tags text[],
        type text, stem text, presentation jsonb, "answerKey" jsonb, "learningOutcomes" text[])),
    added AS (
      INSERT INTO question (org_id, id, code, category, tags) SELECT ${tx.orgId}, id, code, category, tags FROM given
      ON CONFLICT (org_id, code) DO NOTHING RETURNING id)
    INSERT INTO question_version (org_id, id, question_id, number, status, type, stem, presentation, answer_key, learning_outcomes, created_by, published_at)
    SELECT ${tx.orgId}, g."versionId", g.id, 1, 'PUBLISHED', g.type, g.stem, g.presentation, g."answerKey", g."learningOutcomes", ${tx.db.actorId}::uuid, app_now()
    FROM given g JOIN added ON added.id = g.id`);
}

/** First as drafts, because a published quiz takes no question; then with their questions pinned; then published. */
async function addQuizzes(tx: Transaction, quizzes: readonly NewBankQuiz[]): Promise<void> {
  const given = quizzes.map((quiz) => ({ ...quiz, id: newId(), versionId: newId() }));
  const rows = JSON.stringify(given);
  const added = await tx.query<{ id: string }>(sql`
    WITH given AS (
      SELECT * FROM jsonb_to_recordset(${rows}::jsonb) AS g (id uuid, "versionId" uuid, code text, title text,
        "passMarkPercent" numeric, "timeLimitMinutes" int, "maxAttempts" int)),
    added AS (
      INSERT INTO quiz (org_id, id, code, title) SELECT ${tx.orgId}, id, code, title FROM given
      ON CONFLICT (org_id, code) DO NOTHING RETURNING id)
    INSERT INTO quiz_version (org_id, id, quiz_id, number, pass_mark_percent, time_limit_minutes, max_attempts)
    SELECT ${tx.orgId}, g."versionId", g.id, 1, g."passMarkPercent", g."timeLimitMinutes", g."maxAttempts"
    FROM given g JOIN added ON added.id = g.id RETURNING id`);
  const ids = new Set(added.map(({ id }) => id));
  await addQuizQuestions(
    tx,
    given.filter(({ versionId }) => ids.has(versionId)),
  );
  await tx.query(sql`
    UPDATE quiz_version SET status = 'PUBLISHED', published_at = app_now(), published_by = ${tx.db.actorId}::uuid
    WHERE org_id = ${tx.orgId} AND id = ANY(${[...ids]}::uuid[])`);
}

/** Throws BAD_USER_INPUT for codes of questions that are not in the bank, published. */
async function addQuizQuestions(
  tx: Transaction,
  quizzes: readonly (NewBankQuiz & { versionId: string })[],
): Promise<void> {
  const rows = quizzes.flatMap(({ versionId, questionCodes }) =>
    questionCodes.map((code, index) => ({ versionId, position: index + 1, code })),
  );
  const pinned = await tx.query<{ id: string; position: number }>(sql`
    INSERT INTO quiz_question (org_id, quiz_version_id, position, question_id, question_version_id, points)
    SELECT q.org_id, g."versionId", g.position, q.id, v.id, 1
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS g ("versionId" uuid, position int, code text)
    JOIN question q ON q.org_id = ${tx.orgId} AND q.code = g.code AND q.retired_at IS NULL
    CROSS JOIN LATERAL (SELECT v.id FROM question_version v WHERE v.org_id = q.org_id AND v.question_id = q.id AND v.status = 'PUBLISHED'
      ORDER BY v.number DESC LIMIT 1) v
    RETURNING quiz_version_id AS id, position`);
  const there = new Set(pinned.map(({ id, position }) => `${id} ${position}`));
  const missing = rows.filter(({ versionId, position }) => !there.has(`${versionId} ${position}`));
  if (missing.length) {
    const fields = missing.map(({ code }) => ({
      field: code,
      message: 'is no published question of the bank',
    }));
    throw new Fault('BAD_USER_INPUT', 'Some quizzes name questions that are not in the bank.', fields);
  }
}
