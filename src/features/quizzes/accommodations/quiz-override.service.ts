import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { badInput, notFound } from '../../../platform/faults/fault.js';
import { pageOf, type Page } from '../../../platform/graphql/page.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import { checkedCursor, isUuid } from '../../enrollments/cohort.queries.js';
import { Quiz } from '../authoring/quiz.entity.js';
import { QuizOverride } from './quiz-override.entity.js';
import type {
  QuizOverridesArgs,
  SetQuizOverrideInput,
  WithdrawQuizOverrideInput,
} from './quiz-override.input.js';
import {
  overrideById,
  overrideScene,
  type OverrideScene,
  overridesCount,
  overridesPage,
  overrideToChange,
} from './quiz-override.queries.js';
import { OwnQuizOverride, QuizNeverOpen, QuizOverrideNotStanding } from './quiz-override.refusals.js';
import { RunningAttempts } from './running-attempts.service.js';

type Rules = Pick<QuizOverride, 'opensAt' | 'closesAt' | 'timeLimitMinutes' | 'maxAttempts'>;
type Entry = Omit<QuizOverride, 'orgId' | 'id' | 'recordedBy' | 'recordedAt'>;
type ReadOverride = QuizOverride & { readonly supersededById: string | null };

/** Other rules of a quiz for one person or one cohort: entries that are added, and never changed. */
@Injectable()
export class QuizOverrideService {
  constructor(private readonly running: RunningAttempts) {}

  /** Those that stand, of whom the viewer may see. Throws NOT_FOUND for a quiz that is not there. */
  async page(db: TenantDb, { quizId, first, after }: QuizOverridesArgs): Promise<Page<QuizOverride>> {
    const [afterId] = checkedCursor(after, [isUuid]) ?? [null];
    await db.load((tx) => tx.get(Quiz, { id: quizId }));
    const rows = await db.read<ReadOverride>(overridesPage(db, quizId, first, afterId as string | null));
    return pageOf(
      rows.map(asOverride),
      { first, after },
      ({ id }) => [id],
      async () => (await db.read<{ count: number }>(overridesCount(db, quizId)))[0]!.count,
    );
  }

  /** Throws NOT_FOUND for a quiz, person or cohort that is not there or not seen, BAD_USER_INPUT for rules that make no sense. */
  async set(
    db: TenantDb,
    input: SetQuizOverrideInput,
  ): Promise<QuizOverride | OwnQuizOverride | QuizNeverOpen> {
    const receipt = await db.once(input, (tx) => this.setIn(tx, input));
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  /** Attempts that run keep what they were promised. Throws NOT_FOUND. */
  async withdraw(
    db: TenantDb,
    input: WithdrawQuizOverrideInput,
  ): Promise<QuizOverride | OwnQuizOverride | QuizOverrideNotStanding> {
    const receipt = await db.once(input, (tx) => this.withdrawIn(tx, input));
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  private async byId(db: TenantDb, id: string): Promise<QuizOverride> {
    const [row] = await db.read<ReadOverride>(overrideById(db, id));
    if (!row) throw notFound();
    return asOverride(row);
  }

  private async setIn(tx: Transaction, input: SetQuizOverrideInput) {
    const { quizId, personId = null, cohortId = null, reason } = input;
    await lockOverrides(tx, quizId);
    const [scene] = await tx.query<OverrideScene>(overrideScene(tx.db, quizId, { personId, cohortId }));
    if (!scene) throw notFound();
    if ((personId === null) === (cohortId === null))
      throw badInput('input', 'must name either a person or a cohort');
    if (scene.own) return ownOverride();
    const rules = rulesOf(input);
    const closed = neverOpen(scene, rules);
    if (closed) return closed;
    const supersedesId = scene.standingId;
    const entry = { quizId, personId, cohortId, ...rules, reason, supersedesId, withdrawn: false };
    return this.enter(tx, 'quiz.override-set', entry);
  }

  private async withdrawIn(tx: Transaction, { overrideId, reason }: WithdrawQuizOverrideInput) {
    const found = await tx.findOne(QuizOverride, { id: overrideId });
    if (!found) throw notFound();
    await lockOverrides(tx, found.quizId);
    const [before] = await tx.query<ReadOverride & { own: boolean }>(overrideToChange(tx.db, overrideId));
    if (!before) throw notFound();
    const { own, withdrawn, supersededById, id: supersedesId, quizId, personId, cohortId } = before;
    if (own) return ownOverride();
    if (withdrawn || supersededById)
      return refuse(QuizOverrideNotStanding, 'It ended before: look at what stands now.', { supersededById });
    const { opensAt, closesAt, timeLimitMinutes, maxAttempts } = before;
    const rules = { opensAt, closesAt, timeLimitMinutes, maxAttempts };
    const entry = { quizId, personId, cohortId, ...rules, reason, supersedesId, withdrawn: true };
    return this.enter(tx, 'quiz.override-withdrawn', entry);
  }

  /** To the ledger go the overrides of persons; one of a cohort is evidence about nobody by name. */
  private async enter(tx: Transaction, kind: string, entry: Entry): Promise<{ id: string }> {
    const id = newId();
    await tx.insert(QuizOverride, { id, ...entry, recordedBy: tx.db.viewer.personId });
    const { personId, cohortId: _, reason: __, ...told } = entry;
    if (personId) tx.append({ personId, kind, content: { overrideId: id, ...told } });
    await this.running.extendAt(tx, entry.quizId, entry);
    return { id };
  }
}

/** One after the other at one quiz: two at once would both take the place of the same one. */
const lockOverrides = (tx: Transaction, quizId: string): Promise<void> => tx.lock(`quiz overrides ${quizId}`);

/** Throws BAD_USER_INPUT. */
function rulesOf(input: SetQuizOverrideInput): Rules {
  const { opensAt = null, closesAt = null, timeLimitMinutes = null, maxAttempts = null } = input;
  const rules = { opensAt, closesAt, timeLimitMinutes, maxAttempts };
  if (Object.values(rules).every((rule) => rule === null))
    throw badInput('input', 'must set at least one rule');
  return rules;
}

function neverOpen(version: OverrideScene, rules: Rules): QuizNeverOpen | null {
  const [opensAt, closesAt] = [rules.opensAt ?? version.opensAt, rules.closesAt ?? version.closesAt];
  if (!opensAt || !closesAt || closesAt > opensAt) return null;
  const facts = { wouldOpenAt: opensAt, wouldCloseAt: closesAt };
  return refuse(QuizNeverOpen, 'The quiz would close before it opens: give both times.', facts);
}

const asOverride = (row: ReadOverride): QuizOverride => Object.assign(new QuizOverride(), row);

const ownOverride = (): OwnQuizOverride =>
  refuse(OwnQuizOverride, 'This would be for yourself: somebody else has to do it.');
