import type { AssignmentGate } from '../placements/gate.js';
import { taskClearance, type TaskRule } from '../matrix/task-clearance.rules.js';
import type { MatrixRow } from '../matrix/matrix.rules.js';
import { itemSentence, type WorkItem } from '../work-requirements/work-requirement.rules.js';
import { GATE_OF } from '../work-requirements/work-requirement.js';

export const READINESS_CHECKS = [
  'ASSIGNMENT',
  'GATE',
  'CREDENTIAL',
  'CLEARANCE',
  'TRAINING',
  'SUPERVISION_RULE',
  'SKILL',
] as const;
export type ReadinessCheckKind = (typeof READINESS_CHECKS)[number];

/** One thing that was looked at. */
export interface Check {
  readonly kind: ReadinessCheckKind;
  /** Of the gate, the type or the skill; of an assignment and a rule the same in every answer. */
  readonly code: string;
  readonly holds: boolean;
  /** Whether it holds only because somebody has overridden it, on record. */
  readonly overridden: boolean;
  /** Why, and what would help where it does not hold. */
  readonly because: string;
  /** The last day on which it holds, where one is known. */
  readonly currentUntil: string | null;
}

/** Everything about one assignment at the site. */
export interface ReadinessFacts {
  readonly on: string;
  readonly taskCode: string;
  /** Where it stands on the day; null: it is not in force. */
  readonly row: MatrixRow | null;
  readonly gates: readonly Pick<AssignmentGate, 'code' | 'title' | 'holds' | 'because' | 'overridden'>[];
  readonly items: readonly WorkItem[];
  /** Null where the assignment is not in force. */
  readonly rule: TaskRule | null;
}

/**
 * Everything that is to hold before somebody does a task at a site on a day. They may start where all of it does. What is
 * current is told item by item, so the gates that look at the same are left out.
 */
export function checksOf(facts: ReadinessFacts): Check[] {
  const { row, gates, items, rule, taskCode } = facts;
  const summed = Object.values(GATE_OF) as string[];
  return [
    assignmentCheck(facts),
    ...gates.filter(({ code }) => !summed.includes(code)).map(gateCheck),
    ...merged(items).map(itemCheck),
    ...(row && rule ? [ruleCheck(rule), skillCheck(row, taskCode, rule)] : []),
  ];
}

const NO_ASSIGNMENT = 'no assignment is in force at this site. Assign them, or have the school place them.';

function assignmentCheck({ row, on }: Pick<ReadinessFacts, 'row' | 'on'>): Check {
  const because = row
    ? `Assigned from ${row.startsOn}${row.endsOn === null ? '' : ` to ${row.endsOn}`}.`
    : `On ${on} ${NO_ASSIGNMENT}`;
  return check('ASSIGNMENT', 'ASSIGNMENT_IN_FORCE', row !== null, because, {
    currentUntil: row?.endsOn ?? null,
  });
}

/** For somebody who has never been assigned there. */
export const unassigned = (on: string): Check[] => [assignmentCheck({ row: null, on })];

const gateCheck = ({ code, title, holds, because, overridden }: ReadinessFacts['gates'][number]): Check =>
  check('GATE', code, holds || overridden, because ?? title, { overridden });

const itemCheck = (item: WorkItem): Check =>
  check(item.kind, item.code, item.holds, item.holds ? item.standing.because : itemSentence(item), {
    overridden: item.overridden,
    currentUntil: item.standing.currentUntil,
  });

/** What is asked for more than once is told once: where it does not hold, that. */
function merged(items: readonly WorkItem[]): WorkItem[] {
  const byKey = Map.groupBy(items, ({ kind, code, by }) => `${kind} ${code} ${by === 'SITE'}`);
  return [...byKey.values()].map((same) => same.find(({ holds }) => !holds) ?? same[0]!);
}

const allows = ({ permission }: TaskRule): boolean => permission !== null && permission !== 'PROHIBITED';

const ruleCheck = (rule: TaskRule): Check =>
  check('SUPERVISION_RULE', 'TASK_ALLOWED', allows(rule), rule.because);

/** Of the skills alone: whether the rule allows the task is told by itself. */
function skillCheck(row: MatrixRow, taskCode: string, rule: TaskRule): Check {
  const asked: TaskRule = allows(rule) ? rule : { ...rule, permission: 'SUPERVISED' };
  const { mayDo, skillId, because } = taskClearance(row, taskCode, asked);
  const cell = row.cells.find((each) => each.skillId === skillId);
  return check('SKILL', cell?.code ?? taskCode, mayDo, because.slice(1).join(' '), {
    currentUntil: cell?.expiresOn ?? null,
  });
}

const check = (
  kind: ReadinessCheckKind,
  code: string,
  holds: boolean,
  because: string,
  more: Partial<Pick<Check, 'overridden' | 'currentUntil'>> = {},
): Check => ({ kind, code, holds, overridden: false, because, currentUntil: null, ...more });
