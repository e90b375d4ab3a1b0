import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/transaction.js';
import { type DecidedRequirement, RequirementResults } from '../../records/requirement-results.js';
import { skillFactsFrom } from '../sign-offs/skill-facts.queries.js';
import { EVERYTHING_ON_RECORD, skillStatus } from '../sign-offs/skill-status.rules.js';
import { enrollmentsOf, openChecklists, type OpenChecklist } from './checklist-completion.queries.js';
import { checklistStanding } from './checklist-completion.rules.js';

/**
 * Tells the course record of the school whether the checklist of a placement's course is complete today. Skills signed
 * in one placement count in the next. A course that is passed stays passed, whatever expires later (inv 47).
 */
@Injectable()
export class ChecklistCompletion {
  constructor(private readonly results: RequirementResults) {}

  /**
   * After anything that may change it: at most three statements, however many assignments. Within the transaction that
   * changed it, also a clinic's; assignments of employees and those that serve no such course are passed over.
   */
  decide(tx: Transaction, assignmentIds: readonly string[]): Promise<void> {
    return tx.asSystem(async (system) => {
      const held = await this.results.holdThose(system, enrollmentsOf(system.orgId, assignmentIds));
      if (held.length === 0) return;
      const open = await system.query<OpenChecklist>(
        openChecklists(system.orgId, assignmentIds, (enrollmentId, courseId) =>
          this.results.factsWithin(system, enrollmentId, courseId),
        ),
      );
      const decided = open.flatMap((checklist) => decisionOf(checklist));
      const changed = new Set(decided.map(({ enrollmentId, courseId }) => `${enrollmentId} ${courseId}`));
      const facts = open.filter(({ enrollmentId, courseId }) =>
        changed.delete(`${enrollmentId} ${courseId}`),
      );
      if (decided.length > 0)
        await this.results.enter(
          system,
          facts.map((each) => each.facts),
          decided,
        );
    });
  }
}

/** What to record; nothing when the record says so already, or when it would take back what is passed. */
function decisionOf({ demand, skills, facts, on, ...about }: OpenChecklist): DecidedRequirement[] {
  const standings = skills.map((each) => skillStatus(skillFactsFrom(each), on, EVERYTHING_ON_RECORD));
  const { complete, begun, because } = checklistStanding(demand, standings, facts.placementMinutes);
  const standing = facts.results.find(({ requirementId }) => requirementId === about.requirementId);
  if (standing?.met === complete && (complete || standing.reason === because)) return [];
  if (!standing && !begun && !complete) return [];
  if (!complete && facts.attempt?.outcome === 'PASSED') return [];
  const { enrollmentId, courseId, requirementId, assignmentId: sourceId } = about;
  const decided = { enrollmentId, courseId, requirementId, sourceId, met: complete };
  return [complete ? decided : { ...decided, because }];
}
