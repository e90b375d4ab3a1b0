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
  /** The skill that stands in the way, or else one that clears; null: none is asked for. */
  readonly skillId: string | null;
  readonly because: readonly string[];
}

type Cell = MatrixRow['cells'][number];

/** A skill in these may be used. */
const CLEARED: readonly Cell['status'][] = ['CURRENT', 'EXPIRING'];
/** A skill in these was signed, and may not be used. */
const LOST: readonly Cell['status'][] = ['EXPIRED', 'SUSPENDED', 'REVOKED', 'IN_REVIEW'];

/**
 * Whether somebody at the site may do the task: the rules there allow it, and of the skills for it that are asked of them
 * every required one is current, and none, required or not, was lost (inv 28, 31). Where no skill is asked for, only what
 * the rules allow without a supervisor.
 */
export function taskClearance({ cells }: MatrixRow, taskCode: string, rule: TaskRule): TaskClearance {
  const skills = cells.filter((cell) => cell.taskCode === taskCode);
  const cleared = skills.filter(({ status }) => CLEARED.includes(status));
  const missing = skills.filter(standsInTheWay);
  const decisive = [missing, cleared, skills].find(({ length }) => length > 0) ?? [];
  const ruled = rule.permission !== null && rule.permission !== 'PROHIBITED';
  const free = rule.permission === 'UNSUPERVISED' && !skills.length;
  return {
    mayDo: ruled && missing.length === 0 && (cleared.length > 0 || free),
    skillId: decisive[0]?.skillId ?? null,
    because: [rule.because, ...(skills.length ? decisive.map(sentence) : [unasked(taskCode, free)])],
  };
}

const standsInTheWay = ({ required, status }: Cell): boolean =>
  LOST.includes(status) || (required && !CLEARED.includes(status));

const sentence = ({ code, title, because }: Cell): string => `${code} ${title}: ${because.join(' ')}`;

const unasked = (taskCode: string, free: boolean): string =>
  free
    ? `No skill is asked for before ${taskCode}.`
    : `No skill of the checklist clears for ${taskCode}: add one and have it signed.`;
