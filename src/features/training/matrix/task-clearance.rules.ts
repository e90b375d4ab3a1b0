import type { TaskPermission } from '../supervision/supervision.rules.js';
import type { MatrixRow } from './matrix.rules.js';

/** How the rules in force at the site take the task, and which of them says so. */
export interface TaskRule {
  /** Null: the rules do not say enough, so nobody does it. */
  readonly permission: TaskPermission | null;
  /** In a sentence. */
  readonly because: string;
}

/** Whether somebody may do a task. */
export interface TaskClearance {
  readonly mayDo: boolean;
  /** The skill that clears for the task, or would; null: none is asked for. */
  readonly skillId: string | null;
  readonly because: readonly string[];
}

/** A skill in these may be used. */
const CLEARED = ['CURRENT', 'EXPIRING'];

/**
 * Whether somebody at the site may do the task: the rules there allow it, and a skill for it that is asked of them is
 * current (inv 28, 31). Without such a skill only what the rules allow without a supervisor.
 */
export function taskClearance({ cells }: MatrixRow, taskCode: string, rule: TaskRule): TaskClearance {
  const skills = cells.filter((cell) => cell.taskCode === taskCode);
  const cleared = skills.find(({ status }) => CLEARED.includes(status));
  const decisive = cleared ?? skills[0];
  const skillId = decisive?.skillId ?? null;
  const ruled = rule.permission !== null && rule.permission !== 'PROHIBITED';
  const free = rule.permission === 'UNSUPERVISED' && !skills.length;
  return {
    mayDo: ruled && (cleared !== undefined || free),
    skillId,
    because: [rule.because, ...(decisive ? [sentence(decisive)] : [unasked(taskCode, free)])],
  };
}

const sentence = ({ code, title, because }: MatrixRow['cells'][number]): string =>
  `${code} ${title}: ${because.join(' ')}`;

const unasked = (taskCode: string, free: boolean): string =>
  free
    ? `No skill is asked for before ${taskCode}.`
    : `No skill of the checklist clears for ${taskCode}: add one and have it signed.`;
