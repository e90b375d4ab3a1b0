import type { AllocationLine, CycleAllocation } from '../allocation/allocation.js';
import { judge, lastDayOf } from './ce-cycle.rules.js';
import type { ObligationRow } from './ce-obligation.js';
import { CeObligation } from './ce-obligation.type.js';
import { type ClosedCycle, isJudged, type KnownCompletion, type ObligationFacts } from './judged-cycle.js';
import { daysBetween, nextStepOf, percentOf, standingOf, toEarn } from './ce-status.rules.js';
import {
  CeCycleClosing,
  CeStatus,
  CeStatusCycle,
  CeStatusLine,
  CeStatusMaximum,
  CeStatusRequirement,
} from './ce-status.type.js';

/** What people are shown of how somebody stands. */
export function statusOf(
  facts: ObligationFacts,
  { on, knownAt, today }: { on: string; knownAt: Date | null; today: string },
): CeStatus {
  const answer = judge(facts, on, today);
  const { obligation, waivers, completions } = facts;
  const { policy } = answer;
  const judged = isJudged(answer) && answer.current.judged ? answer : null;
  const cycle = isJudged(answer) ? cycleView(answer.current, waivers) : null;
  return Object.assign(new CeStatus(), {
    ...{ on, knownAt, cycle },
    obligation: obligationOf(obligation),
    standing: standingOf(answer, waivers, on),
    nextStep: nextStepOf(answer, facts, on),
    policyTitle: policy?.title ?? null,
    policyVersionId: policy?.id ?? null,
    policyVerifiedOn: policy?.verifiedOn ?? null,
    missingInPolicy: isJudged(answer) ? [...answer.current.undecided] : [...answer.missing],
    percent: judged ? percentOf(judged.current) : null,
    daysLeft: judged ? Math.max(0, daysBetween(on, cycle!.lastDay)) : null,
    separateCycles: isJudged(answer) ? answer.separate.map((each) => cycleView(each.cycle, waivers)) : [],
    previousCycle: judged?.previous ? cycleView(judged.previous.cycle, waivers) : null,
    lines: isJudged(answer) ? linesOf(answer.lines, answer.closed?.decided.completions ?? completions) : [],
    closing: isJudged(answer) && answer.closed ? closingOf(answer.closed) : null,
  });
}

export const obligationOf = ({ canonicalId: _, number: __, ...row }: ObligationRow): CeObligation =>
  Object.assign(new CeObligation(), row);

/** All of it in a sentence; of nothing, what that means. */
export function summaryOf(statuses: readonly CeStatus[]): string {
  const under = statuses.filter(({ standing }) => standing !== 'NOT_UNDER_POLICY');
  if (under.length === 0)
    return 'No policy of continuing education holds on this day: nothing is to be earned. What is done can be claimed all the same.';
  const open = under.filter(({ standing }) => standing !== 'MET' && standing !== 'CLOSED');
  if (open.length === 0) return 'Everything is done.';
  const [first] = open;
  return `${open.length} of ${under.length} ${under.length === 1 ? 'policy' : 'policies'} not done yet. Next: ${first!.nextStep}`;
}

function cycleView(allocation: CycleAllocation, waivers: ObligationFacts['waivers']): CeStatusCycle {
  const { cycle, met, carriedInMinutes, carriedOutMinutes } = allocation;
  return Object.assign(new CeStatusCycle(), {
    ...{ category: cycle.category, startsOn: cycle.startsOn, endsOn: cycle.endsOn, because: cycle.because },
    ...{
      met,
      missingMinutes: toEarn(allocation),
      carriedInMinutes,
      carriedOutMinutes,
      lastDay: lastDayOf(cycle, waivers),
    },
    requirements: allocation.requirements.map(({ code: _, ...each }) =>
      Object.assign(new CeStatusRequirement(), each),
    ),
    maximums: allocation.maximums.map((each) => Object.assign(new CeStatusMaximum(), each)),
  });
}

function linesOf(lines: readonly AllocationLine[], completions: readonly KnownCompletion[]): CeStatusLine[] {
  const by = new Map(completions.map((completion) => [completion.id, completion]));
  return lines.map(({ completionId, minutes, reason, category, towards, because }) => {
    const { title, completedOn } = by.get(completionId)!;
    const line = {
      completionId,
      minutes,
      reason,
      category,
      because,
      title,
      completedOn,
      towards: [...towards],
    };
    return Object.assign(new CeStatusLine(), line);
  });
}

const closingOf = ({ id, number, reason, contentHash, closedAt: recordedAt }: ClosedCycle): CeCycleClosing =>
  Object.assign(new CeCycleClosing(), { id, number, reason, contentHash, recordedAt });
