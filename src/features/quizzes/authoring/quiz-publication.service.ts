import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { FieldProblem } from '../../../platform/faults/fault.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { Loader } from '../../../platform/graphql/loader.js';
import { lockedNewest } from './quiz-versions.js';
import { type BankedQuiz, publicationProblems } from './quiz-publication.rules.js';
import { Quiz, QuizVersion } from './quiz.entity.js';
import type { PublishQuizInput } from './quiz.input.js';
import { bankedQuizzes, pinFixed, pinPools } from './quiz.queries.js';
import { NoQuizDraft, QuizNotReady } from './quiz.refusals.js';

type BankedDraft = BankedQuiz & { readonly quizVersionId: string; readonly quizId: string };

/** Publishes drafts of quizzes: what the bank has for them then is pinned. */
@Injectable()
export class QuizPublication {
  private readonly drafts = new Loader<string, BankedDraft>(
    (db, quizIds) => db.read(bankedQuizzes(db, sql`v.quiz_id = ANY(${quizIds}::uuid[])`)),
    ({ quizId }) => quizId,
  );

  /** Throws NOT_FOUND. */
  async publish(db: TenantDb, input: PublishQuizInput): Promise<Quiz | NoQuizDraft | QuizNotReady> {
    const receipt = await db.once(input, (tx) => this.publishIn(tx, input));
    return isRefusal(receipt) ? receipt : db.load((tx) => tx.get(Quiz, { id: receipt.quizId }));
  }

  /** What publishing the draft would complain about now; null where there is no draft. */
  async problems(db: TenantDb, quizId: string): Promise<FieldProblem[] | null> {
    const draft = await this.drafts.load(db, quizId);
    return draft && publicationProblems(draft);
  }

  private async publishIn(
    tx: Transaction,
    { quizId }: PublishQuizInput,
  ): Promise<{ quizId: string } | NoQuizDraft | QuizNotReady> {
    const { id, status } = await lockedNewest(tx, quizId);
    if (status !== 'DRAFT')
      return refuse(NoQuizDraft, 'The newest version is published already. Edit the quiz to draft the next.');
    const [draft] = await tx.query<BankedDraft>(bankedQuizzes(tx.db, sql`v.id = ${id}`));
    const problems = publicationProblems(draft!);
    if (problems.length)
      return refuse(QuizNotReady, 'Put right what is listed, then publish again.', { problems });
    await pin(tx, draft!);
    const publishedBy = tx.db.actorId;
    await tx.update(QuizVersion, { id }, { status: 'PUBLISHED', publishedAt: tx.now, publishedBy });
    return { quizId };
  }
}

/** Exactly what was checked. */
async function pin(tx: Transaction, { quizVersionId, fixed, draws }: BankedDraft): Promise<void> {
  const positions = fixed.map(({ position }) => position);
  const versionIds = fixed.map(({ publishedVersionId }) => publishedVersionId);
  const pools = draws.flatMap(({ position, pool }) => pool.map((question) => ({ position, ...question })));
  await tx.query(pinFixed(tx.db, quizVersionId, positions, versionIds));
  if (pools.length) await tx.query(pinPools(tx.db, quizVersionId, pools));
}
