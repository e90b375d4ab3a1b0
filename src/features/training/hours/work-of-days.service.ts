import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { AssignmentFacts } from '../placements/assignment-facts.js';
import { WorkChecks, type WorkQuestion } from '../work-requirements/work-checks.service.js';
import type { RequiredFor, WorkAsked } from '../work-requirements/work-requirement.js';
import { itemSentence, type WorkItem } from '../work-requirements/work-requirement.rules.js';
import type { DayCondition, HoursNotCountedCode, WhyNotCounted } from './counted-hours.rules.js';

const CODE_OF = {
  CREDENTIAL: 'CREDENTIALS_NOT_CURRENT',
  CLEARANCE: 'CLEARANCES_NOT_CURRENT',
  TRAINING: 'TRAININGS_NOT_CURRENT',
} as const satisfies Record<WorkItem['kind'], HoursNotCountedCode>;

/** Whether what hours ask for was current, day by day (inv 33). */
@Injectable()
export class WorkOfDays {
  constructor(private readonly work: WorkChecks) {}

  /** A condition for these days of one assignment: that it could start by then, and that everything was current that day. */
  async on(
    tx: Transaction,
    { personId, orgId, siteOrgId, siteId }: AssignmentFacts,
    asked: WorkAsked,
    days: readonly string[],
  ): Promise<DayCondition> {
    const question = (on: string, use: RequiredFor): WorkQuestion => ({
      ...{ personId, orgId, siteOrgId, siteId },
      ...{ asked, on, use, taskCode: null },
    });
    const questions = days.flatMap((on) => [question(on, 'ASSIGNMENT_START'), question(on, 'HOURS')]);
    const answers = await this.work.of(tx, questions);
    const reasons = new Map(
      days.map((on, turn) => [on, whyNot(on, answers[2 * turn]!, answers[2 * turn + 1]!)]),
    );
    return (on) => reasons.get(on) ?? null;
  }
}

function whyNot(on: string, start: readonly WorkItem[], hours: readonly WorkItem[]): WhyNotCounted | null {
  const closed = start.find(({ holds }) => !holds);
  if (closed)
    return {
      code: 'NOT_CLEARED',
      message: `The assignment was not cleared to start on ${on}. ${itemSentence(closed)}`,
    };
  const lacking = hours.find(({ holds }) => !holds);
  return lacking ? { code: CODE_OF[lacking.kind], message: itemSentence(lacking) } : null;
}
