import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { In } from 'typeorm';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { Fault } from '../../../platform/faults/fault.js';
import { Loader } from '../../../platform/graphql/loader.js';
import { decodeCursor, pageOf, type Page } from '../../../platform/graphql/page.js';
import { askedNow } from './asked.queries.js';
import type { AnswerKey } from './question-content.js';
import { Question, QuestionVersion } from './question.entity.js';
import type { QuestionsArgs } from './question.input.js';
import { categoryCounts, questionsCount, questionsPage, usesOf } from './question.queries.js';
import type { QuestionCategory, QuestionUse } from './question.type.js';

/** Reads the bank, for authors. */
@Injectable()
export class QuestionBank {
  private readonly byQuestion = new Loader<string, QuestionVersion[]>(
    async (db, questionIds) => {
      const where = { questionId: In([...questionIds]) };
      const found = await db.load((tx) => tx.find(QuestionVersion, { where, order: { number: 'DESC' } }));
      return [...Map.groupBy(found, ({ questionId }) => questionId).values()];
    },
    ([version]) => version!.questionId,
  );

  private readonly keys = new Loader<string, { id: string; answerKey: AnswerKey }>(
    (db, ids) =>
      db.read(sql`SELECT w.id, w.answer_key AS "answerKey" FROM question_version w
        WHERE w.org_id = ${db.orgId} AND w.id = ANY(${ids}::uuid[]) AND NOT ${askedNow(sql`w.org_id`, db.viewer.personId, sql`w.question_id`)}`),
    ({ id }) => id,
  );

  private readonly uses = new Loader<string, { questionId: string; uses: QuestionUse[] }>(
    (db, ids) => db.read(usesOf(db, ids)),
    ({ questionId }) => questionId,
  );

  /** Throws NOT_FOUND. */
  question(db: TenantDb, id: string): Promise<Question> {
    return db.load((tx) => tx.get(Question, { id }));
  }

  /** By code. */
  async page(db: TenantDb, args: QuestionsArgs): Promise<Page<Question>> {
    const [after] = decodeCursor(args.after, 1) ?? [null];
    const rows = await db.entities(Question, questionsPage(db, args, after === null ? null : String(after)));
    return pageOf(
      rows,
      args,
      (question) => [question.code],
      async () => (await db.read<{ count: number }>(questionsCount(db, args)))[0]!.count,
    );
  }

  /** By path. */
  categories(db: TenantDb): Promise<QuestionCategory[]> {
    return db.read(categoryCounts(db));
  }

  /** The versions of quizzes that hold the question, by code, newest first. */
  async usedIn(db: TenantDb, questionId: string): Promise<QuestionUse[]> {
    return (await this.uses.load(db, questionId))?.uses ?? [];
  }

  /** Newest first, without keys. */
  async versions(db: TenantDb, questionId: string): Promise<QuestionVersion[]> {
    return (await this.byQuestion.load(db, questionId)) ?? [];
  }

  /**
   * For authors alone: throws FORBIDDEN for anybody else, wherever the version was found, and for an author who
   * is asked this very question in an attempt of their own that is still open.
   */
  async keyOf(db: TenantDb, questionVersionId: string): Promise<AnswerKey> {
    db.viewer.mustBeAbleTo('quiz:read');
    const found = await this.keys.load(db, questionVersionId);
    if (!found)
      throw new Fault(
        'FORBIDDEN',
        'You are being asked this question: its key opens when you have submitted.',
      );
    return found.answerKey;
  }

  /** Newest first, with keys. */
  versionsWithKey(tx: Transaction, questionId: string): Promise<QuestionVersion[]> {
    return tx.entities(
      QuestionVersion,
      sql`SELECT * FROM question_version WHERE org_id = ${tx.orgId} AND question_id = ${questionId} ORDER BY number DESC`,
    );
  }
}
