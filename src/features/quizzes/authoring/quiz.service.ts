import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { Fault, type FieldProblem } from '../../../platform/faults/fault.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import { EditedMeanwhile } from '../bank/question.refusals.js';
import { QuizCatalog } from './quiz-catalog.service.js';
import { itemsOf, itemsProblems } from './quiz-items.rules.js';
import { settingsProblems } from './quiz-settings.rules.js';
import { copyToDraft, lockedNewest, replaceItems } from './quiz-versions.js';
import { Quiz, QuizVersion } from './quiz.entity.js';
import type { CreateQuizInput, EditQuizInput, SetQuizAccessCodeInput } from './quiz.input.js';
import { QuizCodeTaken } from './quiz.refusals.js';

interface QuizReceipt {
  quizId: string;
}

/** Writes quizzes: a draft is edited, a published version stays and the edit makes the next one. */
@Injectable()
export class QuizService {
  constructor(private readonly catalog: QuizCatalog) {}

  /** Throws BAD_USER_INPUT for settings or items that do not fit together, NOT_FOUND for a question not there. */
  create(db: TenantDb, input: CreateQuizInput): Promise<Quiz | QuizCodeTaken> {
    return this.once(db, input, async (tx) => {
      const { code, title } = input;
      const settings = settingsOf(input);
      refuseProblems([...settingsProblems(settings), ...itemsProblems(input)]);
      const taken = await tx.findOne(Quiz, { code });
      if (taken) return refuse(QuizCodeTaken, `The quiz code "${code}" is taken.`, { quizId: taken.id });
      const [quizId, id] = [newId(), newId()];
      await tx.insert(Quiz, { id: quizId, code, title });
      await tx.insert(QuizVersion, { id, quizId, number: 1, ...settings });
      await replaceItems(tx, id, itemsOf(input));
      return { quizId };
    });
  }

  /** Throws as {@link create}, and NOT_FOUND for a quiz that is not there. */
  edit(db: TenantDb, input: EditQuizInput): Promise<Quiz | EditedMeanwhile> {
    return this.once(db, input, async (tx) => {
      const { quizId, title } = input;
      const newest = await lockedNewest(tx, quizId);
      const { revision: currentRevision } = newest;
      if (currentRevision !== input.revision)
        return refuse(
          EditedMeanwhile,
          'Somebody edited the quiz in the meantime. Read it, then edit again.',
          { currentRevision },
        );
      const settings = settingsOf(input);
      refuseProblems([...settingsProblems({ ...newest, ...settings }), ...itemsProblems(input)]);
      const draft = newest.status === 'DRAFT' ? newest : await copyToDraft(tx, newest);
      await tx.update(QuizVersion, { id: draft.id }, { ...settings, revision: currentRevision + 1 });
      if (title !== undefined) await tx.update(Quiz, { id: quizId }, { title });
      if (input.items || input.sections) await replaceItems(tx, draft.id, itemsOf(input));
      return { quizId };
    });
  }

  /** Of all versions at once: what is asked for at the next start. Throws NOT_FOUND. */
  async setAccessCode(db: TenantDb, input: SetQuizAccessCodeInput): Promise<Quiz> {
    const { quizId } = await db.once<QuizReceipt>(input, async (tx) => {
      const { id } = await tx.get(Quiz, { id: input.quizId });
      await tx.update(Quiz, { id }, { accessCode: input.accessCode ?? null });
      return { quizId: id };
    });
    return this.catalog.quiz(db, quizId);
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
}

/** What is given; what is left out stays as it is, or takes its default. */
function settingsOf(input: CreateQuizInput | EditQuizInput): Partial<QuizVersion> {
  const settings = {
    instructions: input.instructions,
    passMarkPercent: input.passMarkPercent,
    maxAttempts: input.maxAttempts,
    timeLimitMinutes: input.timeLimitMinutes,
    shuffleQuestions: input.shuffleQuestions,
    shuffleChoices: input.shuffleChoices,
    opensAt: input.opensAt,
    closesAt: input.closesAt,
    graceSeconds: input.graceSeconds,
    retryDelayMinutes: input.retryDelayMinutes,
    navigation: input.navigation,
    attemptGrading: input.attemptGrading,
    capRepeats: input.capRepeats,
    shownDuring: input.shownDuring,
    shownAfter: input.shownAfter,
    shownAfterClosing: input.shownAfterClosing,
    anonymousGrading: input.anonymousGrading,
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

function refuseProblems(problems: FieldProblem[]): void {
  if (problems.length)
    throw new Fault(
      'BAD_USER_INPUT',
      problems.map(({ field, message }) => `${field}: ${message}`).join('; '),
      problems,
    );
}
