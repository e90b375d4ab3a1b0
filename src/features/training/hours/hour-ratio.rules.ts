import { sharedPart } from '../../records/interval.rules.js';
import { ratioViolations, type SupervisedInterval } from '../supervision/ratio.rules.js';
import type { RuleTerms } from '../supervision/supervision-rule.js';
import type { ExcludedTime } from './counted-hours.rules.js';
import type { DayPart } from './local-days.rules.js';

/**
 * Time of the claim `key` on one day in which its supervisor had more people than the rule of that day allows (inv 32).
 * `others` are those whose time was verified before: they were there first. A rule that cannot decide lets no
 * patient-related time count (inv 31).
 * @param by who decided the ratios, as a sentence begins with it.
 */
export function overRatio(
  day: DayPart,
  claim: SupervisedInterval,
  others: readonly SupervisedInterval[],
  terms: Pick<RuleTerms, 'ratios' | 'missingForRatios'>,
  by: string,
): ExcludedTime[] {
  const answer = ratioViolations(terms, [...others, claim]);
  if (!answer.decided) {
    const message = `The rule of the site does not say how many may be supervised at a time: ${answer.missing.join('; ')}.`;
    return claim.patientRelated ? [{ ...excluded(day), code: 'SUPERVISION_RULE_INCOMPLETE', message }] : [];
  }
  return answer.violations.flatMap(({ keys, count, ratio, ...stretch }) => {
    const shared = keys.includes(claim.key) ? sharedPart(day, stretch) : null;
    if (!shared) return [];
    const allowed = ratio.max === null ? 'another composition' : `at most ${ratio.max}`;
    const message = `${by}: ${allowed} at a time; the supervisor had ${count}.`;
    return [{ ...excluded(shared), code: 'SUPERVISION_RATIO_EXCEEDED' as const, message }];
  });
}

const excluded = ({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }) => ({ startsAt, endsAt });
