import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { badInput } from '../../../platform/faults/fault.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import { EditedMeanwhile } from '../bank/question.refusals.js';
import { QuizCatalog } from './quiz-catalog.service.js';
import { type BankedQuestion, publicationProblems } from './quiz-publication.rules.js';
import { Quiz, QuizQuestion, QuizVersion } from './quiz.entity.js';
import type { CreateQuizInput, EditQuizInput, PublishQuizInput, QuizQuestionInput } from './quiz.input.js';
import { NoQuizDraft, QuizCodeTaken, QuizNotReady } from './quiz.refusals.js';

interface QuizReceipt {
  quizId: string;
}

/** Writes quizzes: a draft is edited, a published version stays and the edit makes the next one. */
@Injectable()
export class QuizService {
  constructor(private readonly catalog: QuizCatalog) {}

  create(db: TenantDb, input: CreateQuizInput): Promise<Quiz | QuizCodeTaken> {
    return this.once(db, input, async (tx) => {
      const { code, title, questions } = input;
      const taken = await tx.findOne(Quiz, { code });
      if (taken) return refuse(QuizCodeTaken, `The quiz code "${code}" is taken.`, { quizId: taken.id });
      const [quizId, id] = [newId(), newId()];
      await tx.insert(Quiz, { id: quizId, code, title });
      await tx.insert(QuizVersion, { id, quizId, number: 1, ...settingsOf(input) });
      await replaceQuestions(tx, id, questions);
      return { quizId };
    });
  }

  edit(db: TenantDb, input: EditQuizInput): Promise<Quiz | EditedMeanwhile> {
    return this.once(db, input, async (tx) => {
      const { quizId, title, questions } = input;
      const newest = await this.lockedNewest(tx, quizId);
      if (newest.revision !== input.revision)
        return refuse(
          EditedMeanwhile,
          'Somebody edited the quiz in the meantime. Read it, then edit again.',
          {
            currentRevision: newest.revision,
          },
        );
      const revision = newest.revision + 1;
      const draft = newest.status === 'DRAFT' ? newest : await copyToDraft(tx, newest);
      await tx.update(QuizVersion, { id: draft.id }, { ...settingsOf(input), revision });
      if (title !== undefined) await tx.update(Quiz, { id: quizId }, { title });
      if (questions) await replaceQuestions(tx, draft.id, questions);
      return { quizId };
    });
  }

  publish(db: TenantDb, input: PublishQuizInput): Promise<Quiz | NoQuizDraft | QuizNotReady> {
    return this.once(db, input, async (tx) => {
      const { quizId } = input;
      const { id, status } = await this.lockedNewest(tx, quizId);
      if (status !== 'DRAFT')
        return refuse(
          NoQuizDraft,
          'The newest version is published already. Edit the quiz to draft the next.',
        );
      const questions = await bankedQuestions(tx, id);
      const problems = publicationProblems(questions);
      if (problems.length)
        return refuse(QuizNotReady, 'Put right what is listed, then publish again.', { problems });
      await pin(tx, id, questions);
      const publishedBy = tx.db.actorId;
      await tx.update(QuizVersion, { id }, { status: 'PUBLISHED', publishedAt: tx.now, publishedBy });
      return { quizId };
    });
  }

  private async once<R extends object>(
    db: TenantDb,
    input: { operationId: string },
    verb: (tx: Transaction) => Promise<QuizReceipt | R>,
  ): Promise<Quiz | R> {
    const receipt = await db.once<QuizReceipt | R>(input, verb);
    return isRefusal(receipt)
      ? (receipt as unknown as R)
      : this.catalog.quiz(db, (receipt as QuizReceipt).quizId);
  }

  /** Nobody else edits the quiz until the end. Throws NOT_FOUND. */
  private async lockedNewest(tx: Transaction, quizId: string): Promise<QuizVersion> {
    await tx.lock(`quiz ${quizId}`);
    return tx.get(QuizVersion, { quizId }, { order: { number: 'DESC' } });
  }
}

/** What is given; what is left out stays as it is, or takes its default. */
function settingsOf(input: CreateQuizInput | EditQuizInput): Partial<QuizVersion> {
  const { instructions, passMarkPercent, maxAttempts, timeLimitMinutes, shuffleQuestions, shuffleChoices } =
    input;
  const settings = {
    instructions,
    passMarkPercent,
    maxAttempts,
    timeLimitMinutes,
    shuffleQuestions,
    shuffleChoices,
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

/** Throws BAD_USER_INPUT when a question is named twice, NOT_FOUND when one is not the organization's. */
async function replaceQuestions(
  tx: Transaction,
  quizVersionId: string,
  questions: QuizQuestionInput[],
): Promise<void> {
  if (new Set(questions.map(({ questionId }) => questionId)).size < questions.length)
    throw badInput('input.questions', 'must name each question once');
  await tx.remove(QuizQuestion, { quizVersionId });
  await tx.insert(
    QuizQuestion,
    questions.map(({ questionId, points }, index) => ({
      quizVersionId,
      position: index + 1,
      questionId,
      points,
    })),
  );
}

/** The next version with the settings and questions of this one, not yet pinned. */
async function copyToDraft(tx: Transaction, from: QuizVersion): Promise<QuizVersion> {
  const { createdAt: _, publishedAt: __, publishedBy: ___, ...settings } = from;
  const draft = { ...settings, id: newId(), number: from.number + 1, status: 'DRAFT' as const };
  await tx.insert(QuizVersion, draft);
  await tx.query(sql`
    INSERT INTO quiz_question (org_id, quiz_version_id, position, question_id, points)
    SELECT org_id, ${draft.id}, position, question_id, points FROM quiz_question
    WHERE org_id = ${tx.orgId} AND quiz_version_id = ${from.id}`);
  return Object.assign(new QuizVersion(), draft);
}

function bankedQuestions(tx: Transaction, quizVersionId: string): Promise<BankedQuestion[]> {
  return tx.query<BankedQuestion>(sql`
    SELECT qq.position, q.code, q.retired_at IS NOT NULL AS retired,
      (SELECT v.id FROM question_version v WHERE v.org_id = q.org_id AND v.question_id = q.id AND v.status = 'PUBLISHED'
       ORDER BY v.number DESC LIMIT 1) AS "publishedVersionId"
    FROM quiz_question qq JOIN question q ON q.org_id = qq.org_id AND q.id = qq.question_id
    WHERE qq.org_id = ${tx.orgId} AND qq.quiz_version_id = ${quizVersionId} ORDER BY qq.position`);
}

async function pin(
  tx: Transaction,
  quizVersionId: string,
  questions: readonly BankedQuestion[],
): Promise<void> {
  const positions = questions.map(({ position }) => position);
  const versionIds = questions.map(({ publishedVersionId }) => publishedVersionId);
  await tx.query(sql`
    UPDATE quiz_question qq SET question_version_id = pinned.id
    FROM unnest(${positions}::int[], ${versionIds}::uuid[]) AS pinned (position, id)
    WHERE qq.org_id = ${tx.orgId} AND qq.quiz_version_id = ${quizVersionId} AND qq.position = pinned.position`);
}
