import { Injectable } from '@nestjs/common';
import type { Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { notFound } from '../../../platform/faults/fault.js';
import { Loader } from '../../../platform/graphql/loader.js';
import { decodeCursor, pageOf, type Page } from '../../../platform/graphql/page.js';
import { laidOut } from './attempt-layout.js';
import { QuizAttempt } from './quiz-attempt.entity.js';
import type { QuizAttemptsArgs } from './quiz-attempt.input.js';
import { isOver } from './quiz-attempt.rules.js';
import type { AttemptQuestion } from './quiz-attempt.type.js';
import {
  attemptInFull,
  attemptQuestions,
  attemptsCount,
  attemptsPage,
  readableAttempt,
  type StoredQuestions,
} from './quiz-review.queries.js';
import { QuizSubmission } from './quiz-submission.service.js';

/** The attempt as it stands now, with the database's clock and where it stands in a list. */
export type ReadAttempt = QuizAttempt & {
  /** Answers that wait for a grader. */
  readonly pending: number;
  readonly serverNow: Date;
  readonly key: string;
  /** Where they were read with the attempt. */
  readonly questions?: AttemptQuestion[];
};

/** An attempt as it is stored, with its questions or without. */
export type AttemptRow = Omit<ReadAttempt, 'questions'> &
  (StoredQuestions | { readonly sections?: undefined });

/** Shows attempts to who may read them. */
@Injectable()
export class QuizReview {
  private readonly questions = new Loader<string, { attemptId: string; questions: AttemptQuestion[] }>(
    async (db, ids) =>
      (await db.read<StoredQuestions>(attemptQuestions(db, ids))).map((stored) => ({
        attemptId: stored.attemptId,
        questions: laidOut(stored),
      })),
    ({ attemptId }) => attemptId,
  );

  constructor(private readonly submission: QuizSubmission) {}

  /** The attempt, submitted first when it is the viewer's own and its time has run out. Throws NOT_FOUND. */
  async attempt(db: TenantDb, id: string): Promise<QuizAttempt> {
    const attempt = await stored(db, id);
    const { personId, acceptUntil, status, serverNow } = attempt;
    if (status !== 'IN_PROGRESS' || personId !== db.viewer.personId || !isOver(acceptUntil, serverNow))
      return attempt;
    await db.write((tx) => this.submission.submitOverdue(tx, id, acceptUntil));
    return stored(db, id);
  }

  /** The attempt with its questions, read together. Throws NOT_FOUND. */
  async attemptInFull(db: TenantDb, id: string): Promise<ReadAttempt> {
    return this.read(await db.read<AttemptRow>(this.reading(db, id, true)));
  }

  /** What {@link read} makes the attempt from, for who reads it within a statement of their own. */
  reading(db: Tenancy, id: string, inFull: boolean): Sql {
    return inFull ? attemptInFull(db, id) : readableAttempt(db, id);
  }

  /** Throws NOT_FOUND without a row. */
  read([row]: readonly AttemptRow[]): ReadAttempt {
    if (!row) throw notFound();
    return Object.assign(
      new QuizAttempt(),
      row,
      row.sections ? { questions: laidOut(row) } : {},
    ) as ReadAttempt;
  }

  /** Newest first: one's own, and with `record:read` those of the cohorts one may see. */
  async page(db: TenantDb, args: QuizAttemptsArgs): Promise<Page<QuizAttempt>> {
    const after = decodeCursor(args.after, 2);
    const rows = await db.read<ReadAttempt>(
      attemptsPage(db, args, after && [String(after[0]), String(after[1])]),
    );
    return pageOf(
      rows.map((row) => Object.assign(new QuizAttempt(), row)),
      args,
      ({ key, id }) => [key, id],
      async () => (await db.read<{ count: number }>(attemptsCount(db, args)))[0]!.count,
    );
  }

  /** In the order of the attempt; keys and marks only where they may be seen. */
  async questionsOf(
    db: TenantDb,
    attempt: Pick<ReadAttempt, 'id' | 'questions'>,
  ): Promise<AttemptQuestion[]> {
    return attempt.questions ?? (await this.questions.load(db, attempt.id))?.questions ?? [];
  }
}

async function stored(db: TenantDb, id: string): Promise<ReadAttempt> {
  const [row] = await db.read<ReadAttempt>(readableAttempt(db, id));
  if (!row) throw notFound();
  return Object.assign(new QuizAttempt(), row);
}
