import { Injectable } from '@nestjs/common';
import sql, { empty } from 'sql-template-tag';
import { In } from 'typeorm';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { Loader } from '../../../platform/graphql/loader.js';
import { decodeCursor, pageOf, type Page } from '../../../platform/graphql/page.js';
import { CourseRequirement } from '../../programs/module.entity.js';
import { Question, QuestionVersion } from '../bank/question.entity.js';
import { type PointedSlots, possibleOf } from './quiz-points.rules.js';
import { Quiz, QuizDraw, QuizQuestion, QuizSection, QuizVersion } from './quiz.entity.js';
import type { QuizzesArgs } from './quiz.input.js';
import { poolSizes } from './quiz.queries.js';

const byId = <E extends { id: string }>(entity: new () => E): Loader<string, E> =>
  new Loader(
    (db, ids) =>
      db.load((tx) => tx.find<{ id: string }>(entity, { where: { id: In([...ids]) } }) as Promise<E[]>),
    ({ id }) => id,
  );

export type QuizItem = QuizQuestion | QuizDraw;

interface QuizVersionItems {
  readonly quizVersionId: string;
  readonly sections: QuizSection[];
  readonly items: QuizItem[];
}

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
  private readonly itemsByVersion = new Loader<string, QuizVersionItems>(
    async (db, versionIds) => {
      const by = { where: { quizVersionId: In([...versionIds]) }, order: { position: 'ASC' } } as const;
      const [sections, questions, draws] = await db.load(async (tx) => [
        await tx.find(QuizSection, by),
        await tx.find(QuizQuestion, by),
        await tx.find(QuizDraw, by),
      ]);
      return versionIds.map((id) => versionItems(id, sections, [...questions, ...draws]));
    },
    ({ quizVersionId }) => quizVersionId,
  );
  private readonly poolSizes = new Loader<string, { quizVersionId: string; position: number; size: number }>(
    (db, keys) => db.read(poolSizes(db, [...new Set(keys.map((key) => key.split(' ')[0]!))])),
    poolKey,
  );
  private readonly accessCodes = new Loader<string, { id: string; accessCode: string | null }>(
    (db, ids) =>
      db.read(sql`SELECT q.id, q.access_code AS "accessCode" FROM quiz q
        WHERE q.org_id = ${db.orgId} AND q.id = ANY(${ids}::uuid[])`),
    ({ id }) => id,
  );

  /** Throws NOT_FOUND. */
  quiz(db: TenantDb, id: string): Promise<Quiz> {
    return db.load((tx) => tx.get(Quiz, { id }));
  }

  /** Throws NOT_FOUND. */
  version(db: TenantDb, id: string): Promise<QuizVersion> {
    return db.load((tx) => tx.get(QuizVersion, { id }));
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

  /** In the order of the quiz. */
  async itemsOf(db: TenantDb, quizVersionId: string): Promise<QuizItem[]> {
    return (await this.itemsByVersion.load(db, quizVersionId))?.items ?? [];
  }

  async sectionsOf(db: TenantDb, quizVersionId: string): Promise<QuizSection[]> {
    return (await this.itemsByVersion.load(db, quizVersionId))?.sections ?? [];
  }

  async itemsOfSection(db: TenantDb, { quizVersionId, position }: QuizSection): Promise<QuizItem[]> {
    return (await this.itemsOf(db, quizVersionId)).filter(({ section }) => section === position);
  }

  /** Of the whole version, drawn questions included. */
  async questionCount(db: TenantDb, quizVersionId: string): Promise<number> {
    return (await this.itemsOf(db, quizVersionId)).map(countOf).reduce((sum, count) => sum + count, 0);
  }

  async possible(db: TenantDb, quizVersionId: string): Promise<string> {
    return possibleOf(
      (await this.itemsOf(db, quizVersionId)).map(pointed),
      await this.sectionsOf(db, quizVersionId),
    );
  }

  async possibleOfSection(db: TenantDb, section: QuizSection): Promise<string> {
    return possibleOf((await this.itemsOfSection(db, section)).map(pointed), [section]);
  }

  /** From how many questions a draw draws: those pinned, of a draft those that fit now. */
  async poolSize(db: TenantDb, draw: QuizDraw): Promise<number> {
    return (await this.poolSizes.load(db, poolKey(draw)))?.size ?? 0;
  }

  /** For who may write quizzes; null for anybody else and where there is none. */
  async accessCode(db: TenantDb, quizId: string): Promise<string | null> {
    return db.viewer.can('quiz:write')
      ? ((await this.accessCodes.load(db, quizId))?.accessCode ?? null)
      : null;
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

function versionItems(
  quizVersionId: string,
  sections: readonly QuizSection[],
  items: readonly QuizItem[],
): QuizVersionItems {
  const own = (each: QuizSection | QuizItem): boolean => each.quizVersionId === quizVersionId;
  return {
    quizVersionId,
    sections: sections.filter(own),
    items: items.filter(own).sort((a, b) => a.position - b.position),
  };
}

const countOf = (item: QuizItem): number => (item instanceof QuizDraw ? item.count : 1);

const pointed = (item: QuizItem): PointedSlots => ({
  position: item.position,
  section: item.section,
  points: item.points,
  count: countOf(item),
});

const poolKey = ({ quizVersionId, position }: { quizVersionId: string; position: number }): string =>
  `${quizVersionId} ${position}`;
