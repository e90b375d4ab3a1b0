import type { Transaction } from '../../../platform/database/transaction.js';
import { newId } from '../../../platform/ids/ids.js';
import type { QuizItems } from './quiz-items.rules.js';
import { QuizDraw, QuizQuestion, QuizSection, QuizVersion } from './quiz.entity.js';
import { copyItems } from './quiz.queries.js';

/** The newest version; nobody else edits the quiz until the end. Throws NOT_FOUND. */
export async function lockedNewest(tx: Transaction, quizId: string): Promise<QuizVersion> {
  await tx.lock(`quiz ${quizId}`);
  return tx.get(QuizVersion, { quizId }, { order: { number: 'DESC' } });
}

/** The next version with the settings and items of this one, not yet pinned. */
export async function copyToDraft(tx: Transaction, from: QuizVersion): Promise<QuizVersion> {
  const { createdAt: _, publishedAt: __, publishedBy: ___, ...settings } = from;
  const draft = { ...settings, id: newId(), number: from.number + 1, status: 'DRAFT' as const };
  await tx.insert(QuizVersion, draft);
  for (const copy of copyItems(tx.db, from.id, draft.id)) await tx.query(copy);
  return Object.assign(new QuizVersion(), draft);
}

/** Puts the items in the place of those a draft has. Throws NOT_FOUND when a question is not the organization's. */
export async function replaceItems(
  tx: Transaction,
  quizVersionId: string,
  { sections, questions, draws }: QuizItems,
): Promise<void> {
  for (const entity of [QuizQuestion, QuizDraw, QuizSection]) await tx.remove(entity, { quizVersionId });
  await tx.insert(
    QuizSection,
    sections.map((section) => ({ quizVersionId, ...section })),
  );
  await tx.insert(
    QuizQuestion,
    questions.map((question) => ({ quizVersionId, ...question })),
  );
  await tx.insert(
    QuizDraw,
    draws.map((draw) => ({ quizVersionId, ...draw })),
  );
}
