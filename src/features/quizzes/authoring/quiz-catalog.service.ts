import { Injectable } from '@nestjs/common';
import sql, { empty } from 'sql-template-tag';
import { In } from 'typeorm';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { Loader } from '../../../platform/graphql/loader.js';
import { decodeCursor, pageOf, type Page } from '../../../platform/graphql/page.js';
import { CourseRequirement } from '../../programs/module.entity.js';
import { add, decimal, roundHalfUp, ZERO } from '../../records/rational.js';
import { Question, QuestionVersion } from '../bank/question.entity.js';
import { Quiz, QuizQuestion, QuizVersion } from './quiz.entity.js';
import type { QuizzesArgs } from './quiz.input.js';

const byId = <E extends { id: string }>(entity: new () => E): Loader<string, E> =>
  new Loader(
    (db, ids) =>
      db.load((tx) => tx.find<{ id: string }>(entity, { where: { id: In([...ids]) } }) as Promise<E[]>),
    ({ id }) => id,
  );

/** Reads quizzes, for authors. */
@Injectable()
export class QuizCatalog {
  private readonly quizzes = byId(Quiz);
  private readonly quizVersions = byId(QuizVersion);
  private readonly questions = byId(Question);
  private readonly questionVersions = byId(QuestionVersion);
  private readonly versionsByQuiz = new Loader<string, QuizVersion[]>(
    async (db, quizIds) => {
      const where = { quizId: In([...quizIds]) };
      const found = await db.load((tx) => tx.find(QuizVersion, { where, order: { number: 'DESC' } }));
      return [...Map.groupBy(found, ({ quizId }) => quizId).values()];
    },
    ([version]) => version!.quizId,
  );
  private readonly questionsByVersion = new Loader<string, QuizQuestion[]>(
    async (db, versionIds) => {
      const where = { quizVersionId: In([...versionIds]) };
      const found = await db.load((tx) => tx.find(QuizQuestion, { where, order: { position: 'ASC' } }));
      return [...Map.groupBy(found, ({ quizVersionId }) => quizVersionId).values()];
    },
    ([question]) => question!.quizVersionId,
  );

  /** Throws NOT_FOUND. */
  quiz(db: TenantDb, id: string): Promise<Quiz> {
    return db.load((tx) => tx.get(Quiz, { id }));
  }

  quizOf(db: TenantDb, id: string): Promise<Quiz | null> {
    return this.quizzes.load(db, id);
  }

  /** By code. */
  async page(db: TenantDb, args: QuizzesArgs): Promise<Page<Quiz>> {
    const [code] = decodeCursor(args.after, 1) ?? [null];
    const after = code === null ? null : String(code);
    const part = args.search ? `%${args.search.replace(/[\\%_]/g, '\\$&')}%` : null;
    const found = sql`FROM quiz q WHERE q.org_id = ${db.orgId}
      ${part ? sql`AND (q.code ILIKE ${part} OR q.title ILIKE ${part})` : empty}`;
    const rows = await db.entities(
      Quiz,
      sql`SELECT q.* ${found} AND (${after}::text IS NULL OR q.code > ${after}::text) ORDER BY q.code LIMIT ${args.first + 1}`,
    );
    return pageOf(
      rows,
      args,
      (quiz) => [quiz.code],
      async () => (await db.read<{ count: number }>(sql`SELECT count(*)::int AS count ${found}`))[0]!.count,
    );
  }

  /** Newest first. */
  async versions(db: TenantDb, quizId: string): Promise<QuizVersion[]> {
    return (await this.versionsByQuiz.load(db, quizId)) ?? [];
  }

  /** In their order. */
  async questionsOf(db: TenantDb, quizVersionId: string): Promise<QuizQuestion[]> {
    return (await this.questionsByVersion.load(db, quizVersionId)) ?? [];
  }

  async possible(db: TenantDb, quizVersionId: string): Promise<string> {
    const questions = await this.questionsOf(db, quizVersionId);
    return roundHalfUp(questions.map(({ points }) => decimal(points)).reduce(add, ZERO));
  }

  question(db: TenantDb, id: string): Promise<Question | null> {
    return this.questions.load(db, id);
  }

  questionVersion(db: TenantDb, id: string): Promise<QuestionVersion | null> {
    return this.questionVersions.load(db, id);
  }

  /** The version a requirement is resolved with: for authors, null for anybody else and while there is none. */
  async attachedTo(db: TenantDb, { kind, resolvedId }: CourseRequirement): Promise<QuizVersion | null> {
    if (kind !== 'QUIZ' || resolvedId === null || !db.viewer.can('quiz:read')) return null;
    return this.quizVersions.load(db, resolvedId);
  }
}
