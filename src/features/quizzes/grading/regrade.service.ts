import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { badInput, notFound } from '../../../platform/faults/fault.js';
import { Loader } from '../../../platform/graphql/loader.js';
import { decodeCursor, pageOf, type Page, type PageArgs } from '../../../platform/graphql/page.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import { OwnRecord } from '../../records/record.refusals.js';
import { lockDecisions } from './decision-lock.js';
import { QuizRegrade } from './quiz-regrade.entity.js';
import type { QuizRegradesArgs, RegradeDecisionInput, RegradeQuestionInput } from './regrade.input.js';
import {
  regradeById,
  regradesCount,
  regradeScene,
  type RegradeScene,
  regradesPage,
  scoreHistory,
} from './regrade.queries.js';
import {
  adjustmentWith,
  changedBy,
  changesOf,
  checkDecision,
  fingerprintOf,
  whyNotDecide,
} from './regrade-decision.js';
import { type AttemptsUnseen, type NoNewerKey, RegradePreviewOutdated } from './regrade.refusals.js';
import { QuizScoreType, type RegradeChange, RegradePreview } from './regrade.type.js';
import type { MarkedAttempt } from './score-entries.queries.js';
import { type ChangedAttempt, ScoreEntries } from './score-entries.service.js';

/** A decision with everything it changes. */
interface Regrading {
  readonly scene: RegradeScene;
  readonly changed: readonly ChangedAttempt[];
  readonly changes: readonly RegradeChange[];
  readonly fingerprint: string;
}

export type PreviewWithChanges = RegradePreview & { readonly changes: readonly RegradeChange[] };
type Refused = AttemptsUnseen | NoNewerKey | OwnRecord;

/** Decides about questions after answers to them were marked: seen first, then applied, never silently. */
@Injectable()
export class Regrades {
  private readonly histories = new Loader<string, { attemptId: string; entries: QuizScoreType[] }>(
    async (db, ids) =>
      [
        ...Map.groupBy(await db.read<StoredScoreEntry>(scoreHistory(db, ids)), ({ attemptId }) => attemptId),
      ].map(([attemptId, entries]) => ({
        attemptId,
        entries: entries.map((entry) => Object.assign(new QuizScoreType(), entry)),
      })),
    ({ attemptId }) => attemptId,
  );

  constructor(private readonly entries: ScoreEntries) {}

  /** Throws NOT_FOUND for a question the quiz does not ask, BAD_USER_INPUT for a decision that makes no sense for it. */
  preview(db: TenantDb, decision: RegradeDecisionInput): Promise<PreviewWithChanges | Refused> {
    return db.load(async (tx) => {
      const regrading = await regradingOf(tx, decision, (...which) => this.entries.seen(tx, ...which));
      return isRefusal(regrading) ? regrading : previewOf(regrading);
    });
  }

  /** Applies what was previewed. Throws as `preview`. */
  async apply(
    db: TenantDb,
    input: RegradeQuestionInput,
  ): Promise<QuizRegrade | RegradePreviewOutdated | Refused> {
    const receipt = await db.once(input, (tx) => this.applyIn(tx, input));
    return isRefusal(receipt) ? receipt : byId(db, receipt.regradeId);
  }

  /** Newest first. */
  async page(db: TenantDb, args: QuizRegradesArgs): Promise<Page<QuizRegrade>> {
    const [after] = decodeCursor(args.after, 1) ?? [null];
    const rows = await db.read<QuizRegrade>(regradesPage(db, args, after === null ? null : String(after)));
    return pageOf(
      rows.map((row) => Object.assign(new QuizRegrade(), row)),
      args,
      ({ id }) => [id],
      async () => (await db.read<{ count: number }>(regradesCount(db, args.quizId)))[0]!.count,
    );
  }

  /** What an attempt was worth from its submission on, oldest first. */
  async history(db: TenantDb, attemptId: string): Promise<QuizScoreType[]> {
    return (await this.histories.load(db, attemptId))?.entries ?? [];
  }

  private async applyIn(tx: Transaction, { decision, reason, fingerprint }: RegradeQuestionInput) {
    await lockDecisions(tx, decision.quizId);
    const regrading = await regradingOf(tx, decision, (...which) => this.entries.held(tx, ...which));
    if (isRefusal(regrading)) return regrading;
    if (regrading.fingerprint !== fingerprint)
      return refuse(RegradePreviewOutdated, 'Results have changed since the preview. Look at it again.', {
        currentFingerprint: regrading.fingerprint,
      });
    const regradeId = newId();
    const { scene, changed } = regrading;
    const { quizId, questionVersionId, action, accepted = null } = decision;
    await tx.insert(QuizRegrade, {
      id: regradeId,
      quizId,
      questionId: scene.questionId,
      questionVersionId,
      action,
      accepted: accepted && { ...accepted },
      newerVersionId: action === 'CURRENT_KEY' ? scene.newer!.id : null,
      reason,
      changedAttempts: changed.length,
      madeBy: tx.db.viewer.personId,
    });
    await this.entries.enter(tx, changed, {
      kind: 'REGRADE',
      ledgerKind: 'quiz.regraded',
      reason,
      regradeId,
    });
    return { regradeId };
  }
}

type StoredScoreEntry = QuizScoreType & { readonly attemptId: string };

/** What the decision changes. */
async function regradingOf(
  tx: Transaction,
  decision: RegradeDecisionInput,
  read: (attemptIds: readonly string[], keysOf: readonly string[]) => Promise<MarkedAttempt[]>,
): Promise<Regrading | Refused> {
  const { quizId, questionVersionId } = decision;
  const [scene] = await tx.query<RegradeScene>(regradeScene(tx.db, quizId, questionVersionId));
  if (!scene) throw notFound();
  if (scene.own)
    return refuse(
      OwnRecord,
      'The decision would count for an attempt of your own: somebody else must make it.',
    );
  checkDecision(scene, decision);
  const no = whyNotDecide(scene, decision);
  if (no) return no;
  const attempts = await read(
    scene.attempts.map(({ id }) => id),
    [questionVersionId],
  );
  if (attempts.some(({ own }) => own))
    return refuse(OwnRecord, 'The decision would change a score of your own: somebody else must make it.');
  const changed = changedBy(attempts, questionVersionId, adjustmentWith(scene, decision));
  const changes = changesOf(scene, changed);
  if (changes.some(({ after }) => Number(after.possible) === 0))
    throw badInput(
      'decision.action',
      'would leave attempts without any question that counts: take FULL_CREDIT',
    );
  return { scene, changed, changes, fingerprint: fingerprintOf(scene, decision, changes) };
}

async function byId(db: TenantDb, id: string): Promise<QuizRegrade> {
  const [row] = await db.read<QuizRegrade>(regradeById(db, id));
  if (!row) throw notFound();
  return Object.assign(new QuizRegrade(), row);
}

function previewOf({ scene, changes, fingerprint }: Regrading): PreviewWithChanges {
  return Object.assign(new RegradePreview(), {
    fingerprint,
    asked: scene.attempts.length,
    changed: changes.length,
    crossingUp: changes.filter(({ crossing }) => crossing === 'UP').length,
    crossingDown: changes.filter(({ crossing }) => crossing === 'DOWN').length,
    changes,
  });
}

/** A page of what a preview found. */
export function changesPage(changes: readonly RegradeChange[], args: PageArgs): Page<RegradeChange> {
  const [after] = decodeCursor(args.after, 1) ?? [null];
  const from = after === null ? 0 : changes.findIndex(({ attemptId }) => attemptId === after) + 1;
  const rows = changes.slice(from, from + args.first + 1);
  return pageOf(
    rows,
    args,
    ({ attemptId }) => [attemptId],
    () => Promise.resolve(changes.length),
  );
}
