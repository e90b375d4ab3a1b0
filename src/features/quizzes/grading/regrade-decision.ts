import { createHash } from 'node:crypto';
import { badInput } from '../../../platform/faults/fault.js';
import { refuse } from '../../../platform/graphql/refusal.js';
import { canonicalJson } from '../../../platform/ids/canonical-json.js';
import type { QuizResponse } from '../bank/question-content.js';
import { misfit } from '../bank/question.rules.js';
import { acceptsFurther, type Adjustment, standingAdjustment } from './adjustment.rules.js';
import type { RegradeDecisionInput } from './regrade.input.js';
import type { RegradeScene } from './regrade.queries.js';
import { AttemptsUnseen, NoNewerKey } from './regrade.refusals.js';
import { markAfter, sameAnswers } from './regrade.rules.js';
import type { RegradeChange } from './regrade.type.js';
import { type MarkedAttempt, withKey } from './score-entries.queries.js';
import { type ChangedAttempt, tallyAfter } from './score-entries.service.js';

/** More attempts than one transaction should hold at once. */
const MOST_ATTEMPTS = 5_000;

/** Throws BAD_USER_INPUT for a decision that makes no sense for the question. */
export function checkDecision(
  { type, presentation, attempts }: RegradeScene,
  { action, accepted }: RegradeDecisionInput,
): void {
  if ((action === 'ACCEPT') !== Boolean(accepted))
    throw badInput('decision.accepted', 'must be given with ACCEPT, and with nothing else');
  if (accepted) {
    if (!acceptsFurther(type))
      throw badInput(
        'decision.action',
        `can not be ACCEPT for a ${type} question: edit the question and take CURRENT_KEY`,
      );
    const wrong = misfit(type, presentation, accepted as QuizResponse);
    if (wrong) throw badInput('decision.accepted', wrong);
  }
  if (attempts.length > MOST_ATTEMPTS)
    throw badInput(
      'decision.quizId',
      `has more than ${MOST_ATTEMPTS} attempts with this question: more than one decision can change`,
    );
}

export function whyNotDecide(
  scene: RegradeScene,
  { action }: RegradeDecisionInput,
): AttemptsUnseen | NoNewerKey | null {
  const unseen = scene.attempts.filter(({ seen }) => !seen).length;
  if (unseen) return refuse(AttemptsUnseen, `${unseen} attempts are of cohorts you may not see.`, { unseen });
  if (action !== 'CURRENT_KEY' || (scene.newer && sameAnswers(scene, scene.newer))) return null;
  return refuse(
    NoNewerKey,
    scene.newer
      ? 'The newest version asks something else: answers to the one that was asked do not fit its key.'
      : 'The version that was asked is the newest. Edit the question and publish it first.',
  );
}

/** What stands about the question with this decision. */
export function adjustmentWith(scene: RegradeScene, { action, accepted }: RegradeDecisionInput): Adjustment {
  const decision = {
    action,
    accepted: (accepted as QuizResponse | null | undefined) ?? null,
    newer: scene.newer,
  };
  return standingAdjustment([...scene.decisions, decision]);
}

export function changedBy(
  attempts: readonly MarkedAttempt[],
  questionVersionId: string,
  adjustment: Adjustment,
): ChangedAttempt[] {
  return attempts.flatMap((attempt) => {
    const mark = attempt.marks.find((each) => each.questionVersionId === questionVersionId);
    const after = mark && markAfter(withKey(mark), adjustment);
    return after ? [{ attempt, marks: [after] }] : [];
  });
}

export function changesOf(scene: RegradeScene, changed: readonly ChangedAttempt[]): RegradeChange[] {
  const names = new Map(scene.attempts.map(({ id, traineeName }) => [id, traineeName]));
  return changed.map((each) => {
    const { id: attemptId, personId, score } = each.attempt;
    const { earned, possible, percent, passed } = tallyAfter(each);
    const crossing = score.passed === passed ? null : passed ? 'UP' : score.passed ? 'DOWN' : null;
    return {
      attemptId,
      personId,
      traineeName: names.get(attemptId) ?? '',
      before: score,
      after: { earned, possible, percent, passed },
      crossing,
    };
  });
}

/** Of the decision too: it counts for attempts to come, whatever it changes now. */
export function fingerprintOf(
  { newer }: RegradeScene,
  { quizId, questionVersionId, action, accepted }: RegradeDecisionInput,
  changes: readonly RegradeChange[],
): string {
  const decided = [quizId, questionVersionId, action, accepted ? { ...accepted } : null, newer?.id ?? null];
  const changed = changes.map(({ attemptId, before, after }) => [
    attemptId,
    before.earned,
    before.possible,
    after.earned,
    after.possible,
  ]);
  return createHash('sha256')
    .update(canonicalJson(JSON.parse(JSON.stringify([decided, changed]))))
    .digest('base64url');
}
