import type { CePolicy, CeTerms } from './policy.js';

/** inv 53: minutes in units of the policy, rounded down once, for display alone: CEU to tenths as they are stored, others to hundredths. */
export function unitsOf(
  { unit, minutesPerUnit }: Pick<CeTerms, 'unit' | 'minutesPerUnit'>,
  minutes: number,
): string {
  const places = unit === 'CEU' ? 10 : 100;
  return String(Math.floor((minutes * places) / minutesPerUnit) / places);
}

/** What a policy means to who reads it, and what is next where it does not judge. */
export function because({ code, source, incomplete, terms, verifiedOn, authority }: CePolicy): string {
  if (!terms)
    return `${code} does not say enough to judge anybody: ${incomplete.join('; ')}. Have it completed from its source.`;
  const amount = `${unitsOf(terms, terms.requiredMinutes)} ${terms.unit.toLowerCase().replace('_', ' ')}s of ${terms.minutesPerUnit} minutes in ${terms.months} months.`;
  if (source === 'EMPLOYER') return `${amount} As your organization asks: ${authority.join('; ')}.`;
  return verifiedOn === null
    ? `${amount} An example that nobody has verified, not legal advice: compare it with its source before relying on it.`
    : `${amount} Compared with its source on ${verifiedOn}: ${authority.join('; ')}.`;
}
