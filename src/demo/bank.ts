import sql from 'sql-template-tag';
import type { BankImport } from '../features/quizzes/bank/bank-import.service.js';
import type { QuizAttachment } from '../features/quizzes/authoring/quiz-attachment.service.js';
import type { Transaction } from '../platform/database/transaction.js';
import type { Content } from './content.js';

/**
 * Takes in the questions and quizzes, published, and puts each quiz behind the requirement of the version that
 * goes by its code.
 * @throws Error naming every requirement left without a quiz.
 */
export async function enterBank(
  tx: Transaction,
  versionId: string,
  { questions, quizzes }: Content,
  services: { bank: BankImport; attachment: QuizAttachment },
): Promise<void> {
  const banked = await services.bank.importBank(tx, questions, quizzes);
  const versions = new Map(banked.map(({ code, quizVersionId }) => [code, quizVersionId]));
  const requirements = await tx.query<{ id: string; code: string }>(sql`
    SELECT id, code FROM course_requirement
    WHERE org_id = ${tx.orgId} AND program_version_id = ${versionId} AND kind = 'QUIZ'`);
  const open = requirements.filter(({ code }) => !versions.has(code));
  if (open.length) throw new Error(`No quiz stands behind ${open.map(({ code }) => code).join(', ')}`);
  await services.attachment.attachAll(
    tx,
    requirements.map(({ id, code }) => ({ requirementId: id, quizVersionId: versions.get(code)! })),
  );
}
