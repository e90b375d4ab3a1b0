import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { notFound } from '../../../platform/faults/fault.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import { authored } from './authored-question.js';
import { QuestionBank } from './question-bank.service.js';
import { QuestionPictures } from './question-picture.service.js';
import { Question, QuestionVersion } from './question.entity.js';
import type { CreateQuestionInput, EditQuestionInput, QuestionInput } from './question.input.js';
import {
  EditedMeanwhile,
  NoQuestionDraft,
  QuestionCodeTaken,
  QuestionNotReady,
  QuestionRetired,
} from './question.refusals.js';
import { contentOf, contentProblems, idsOf } from './question.rules.js';

/** Random, so that it tells neither the right choice nor the order of writing. */
export const newChoiceId = (): string => randomBytes(6).toString('base64url');

interface QuestionReceipt {
  questionId: string;
}

/** Writes the bank: a draft is edited, a published version stays and the edit makes the next one. */
@Injectable()
export class QuestionService {
  constructor(
    private readonly bank: QuestionBank,
    private readonly pictures: QuestionPictures,
  ) {}

  create(db: TenantDb, input: CreateQuestionInput): Promise<Question | QuestionCodeTaken> {
    return this.once(db, input, async (tx) => {
      const { code, category = null, tags, difficulty = null } = input;
      const taken = await tx.findOne(Question, { code });
      if (taken)
        return refuse(QuestionCodeTaken, `The question code "${code}" is taken.`, { questionId: taken.id });
      const questionId = newId();
      await tx.insert(Question, { id: questionId, code, category, tags, difficulty });
      await this.insertVersion(tx, questionId, 1, 1, input);
      return { questionId };
    });
  }

  edit(db: TenantDb, input: EditQuestionInput): Promise<Question | EditedMeanwhile | QuestionRetired> {
    return this.once(db, input, async (tx) => {
      const { questionId, revision, category = null, tags, difficulty = null } = input;
      const { question, version } = await this.locked(tx, questionId);
      if (question.retiredAt)
        return refuse(QuestionRetired, 'The question was retired: it is edited no more.');
      if (version.revision !== revision)
        return refuse(
          EditedMeanwhile,
          'Somebody edited the question in the meantime. Read it, then edit again.',
          {
            currentRevision: version.revision,
          },
        );
      await tx.update(Question, { id: questionId }, { category, tags, difficulty });
      if (version.status === 'DRAFT') await this.replaceDraft(tx, version, input);
      else await this.insertVersion(tx, questionId, version.number + 1, revision + 1, input, version);
      return { questionId };
    });
  }

  publish(
    db: TenantDb,
    input: { operationId: string; questionId: string },
  ): Promise<Question | NoQuestionDraft | QuestionNotReady | QuestionRetired> {
    return this.once(db, input, async (tx) => {
      const { questionId } = input;
      const { question, version } = await this.locked(tx, questionId);
      if (question.retiredAt)
        return refuse(QuestionRetired, 'The question was retired: it is published no more.');
      if (version.status !== 'DRAFT')
        return refuse(
          NoQuestionDraft,
          'The latest version is published already. Edit the question to draft the next.',
        );
      const problems = contentProblems(version);
      if (problems.length)
        return refuse(QuestionNotReady, 'Put right what is listed, then publish again.', { problems });
      await tx.update(QuestionVersion, { id: version.id }, { status: 'PUBLISHED', publishedAt: tx.now });
      return { questionId };
    });
  }

  retire(
    db: TenantDb,
    input: { operationId: string; questionId: string },
  ): Promise<Question | QuestionRetired> {
    return this.once(db, input, async (tx) => {
      const { questionId } = input;
      const { question } = await this.locked(tx, questionId);
      if (question.retiredAt) return refuse(QuestionRetired, 'The question was retired before.');
      await tx.update(Question, { id: questionId }, { retiredAt: tx.now });
      return { questionId };
    });
  }

  /** Runs the verb once and reads the question anew. */
  private async once<R extends object>(
    db: TenantDb,
    input: { operationId: string },
    verb: (tx: Transaction) => Promise<QuestionReceipt | R>,
  ): Promise<Question | R> {
    const receipt = await db.once<QuestionReceipt | R>(input, verb);
    return isRefusal(receipt)
      ? (receipt as unknown as R)
      : this.bank.question(db, (receipt as QuestionReceipt).questionId);
  }

  /** The question and its latest version with its key; nobody else edits it until the end. Throws NOT_FOUND. */
  private async locked(
    tx: Transaction,
    questionId: string,
  ): Promise<{ question: Question; version: QuestionVersion }> {
    await tx.lock(`question ${questionId}`);
    const question = await tx.get(Question, { id: questionId });
    const [version] = await this.bank.versionsWithKey(tx, questionId);
    if (!version) throw notFound();
    return { question, version };
  }

  private async replaceDraft(tx: Transaction, draft: QuestionVersion, input: QuestionInput): Promise<void> {
    const written = contentOf(authored(input), newChoiceId, idsOf(draft.presentation));
    const [content] = await this.pictures.checked(tx, [written]);
    const { learningOutcomes } = input;
    const revision = draft.revision + 1;
    await tx.update(QuestionVersion, { id: draft.id }, { ...content!, learningOutcomes, revision });
    await this.pictures.keepAnew(tx, { id: draft.id, ...content! });
  }

  private async insertVersion(
    tx: Transaction,
    questionId: string,
    number: number,
    revision: number,
    input: QuestionInput,
    before?: QuestionVersion,
  ): Promise<void> {
    const written = contentOf(authored(input), newChoiceId, before && idsOf(before.presentation));
    const [content] = await this.pictures.checked(tx, [written]);
    const { learningOutcomes } = input;
    const version = { id: newId(), questionId, number, revision, learningOutcomes, createdBy: tx.db.actorId };
    await tx.insert(QuestionVersion, { ...version, ...content! });
    await this.pictures.keep(tx, [{ ...version, ...content! }]);
  }
}
