import { activeUntil, confirmationOn, statusEntryOn } from '../licenses/license-status.rules.js';
import type {
  CitedSource,
  Eligibility,
  EligibilityQuestion,
  Ineligibility,
  LicenseSnapshot,
} from './eligibility.js';
import {
  acceptedTypes,
  inOneClass,
  partsInForce,
  strictest,
  taskPermission,
  type AsOf,
} from './supervision.rules.js';
import type { RulePart, RuleTerms } from './supervision-rule.js';
import type { AuthorizationRow, LicenseFacts, ValidatorFacts } from './validator-facts.js';

interface No {
  readonly reason: Ineligibility;
  readonly source: CitedSource | null;
  readonly message: string;
}

const no = (reason: Ineligibility, message: string, source: CitedSource | null = null): No => ({
  reason,
  source,
  message,
});

const isNo = (answer: object): answer is No => 'reason' in answer;

/**
 * inv 1–4, 10, 31: whether the person may validate, by what was in force on the day of the question and on record at
 * its moment. Checked in the order in which a "no" helps most: oneself; the task and the law at the place, which hold
 * for everybody; the authorization there; the license.
 */
export function eligibilityOf(question: EligibilityQuestion, facts: ValidatorFacts, now: Date): Eligibility {
  const { key, on, knownAt = now } = question;
  const validator = facts.canonical.get(question.validatorPersonId) ?? question.validatorPersonId;
  const trainee = facts.canonical.get(question.traineePersonId) ?? question.traineePersonId;
  const parts = partsOf(question, facts, { on, knownAt });
  const terms = strictest(parts.map((part) => part.terms));
  const refused =
    (validator === trainee
      ? no('SELF', 'Nobody validates themselves, by whichever account: ask another supervisor.')
      : null) ?? ruleRefusal(question, parts, terms);
  if (refused) return { key, eligible: false, ...refused };
  const authorization = authorizationOf(question, validator, facts, { on, knownAt });
  if (isNo(authorization)) return { key, eligible: false, ...authorization };
  const license = licenseOf(question, validator, facts, inOneClass(parts), { on, knownAt });
  if (isNo(license)) return { key, eligible: false, ...license };
  return {
    key,
    eligible: true,
    license,
    rule: {
      sources: parts.map(({ source }) => source),
      jurisdiction: question.jurisdiction,
      levelRank: terms.level!,
      licenseTypes: acceptedTypes(terms, question.taskCode, question.patientContact) ?? [],
      entrustmentCeilings: terms.entrustmentCeilings,
    },
    printedName: facts.names.get(validator) ?? '',
    mayApprove: authorization.mayApprove,
  };
}

/** All that is to be kept where the question is about. */
export function partsOf(
  place: Pick<
    EligibilityQuestion,
    'siteOrgId' | 'siteId' | 'jurisdiction' | 'setting' | 'agreementId' | 'ownerOrgId'
  >,
  facts: ValidatorFacts,
  asOf: AsOf,
): RulePart[] {
  const { siteOrgId, siteId, jurisdiction, setting, agreementId, ownerOrgId } = place;
  const agreement = facts.agreements.find(({ orgId, id }) => orgId === ownerOrgId && id === agreementId);
  const policies = facts.policies.filter(({ orgId }) => orgId === siteOrgId);
  const { rules } = facts;
  return partsInForce({ rules, policies, agreement: agreement ?? null, jurisdiction, siteId, setting }, asOf);
}

/** Why nobody may validate the task there; null where the rules allow it. */
export function ruleRefusal(
  {
    taskCode,
    patientContact,
    jurisdiction,
    on,
  }: Pick<EligibilityQuestion, 'taskCode' | 'patientContact' | 'jurisdiction' | 'on'>,
  parts: readonly RulePart[],
  terms: RuleTerms,
): No | null {
  if (taskPermission(terms, taskCode, patientContact) === 'PROHIBITED') {
    const by = inOneClass(parts).find(
      (part) => taskPermission(part.terms, taskCode, patientContact) === 'PROHIBITED',
    );
    const asked = by ? cited(by.source) : 'The vocabulary of tasks';
    return no(
      'TASK_PROHIBITED',
      `${asked} leaves ${taskCode} to licensed persons: a trainee does not do it here, and nobody signs it.`,
      by?.source,
    );
  }
  if (!parts.some(({ source }) => source.source === 'JURISDICTION'))
    return no(
      'RULE_MISSING',
      `No supervision rule for ${jurisdiction} is on record for ${on}, so nobody may validate there. Have the rule of that jurisdiction loaded, with its source.`,
    );
  const incomplete = parts.find((part) => part.terms.missing.length > 0);
  if (incomplete)
    return no(
      'RULE_INCOMPLETE',
      `${cited(incomplete.source)} does not say enough to decide: ${incomplete.terms.missing.join('; ')}. Have the rule completed from its source.`,
      incomplete.source,
    );
  return null;
}

/** The authorization in force, or why there is none: of several the one that gets furthest. */
function authorizationOf(
  { siteOrgId, siteId, skillCode, on }: EligibilityQuestion,
  validator: string,
  { authorizations }: ValidatorFacts,
  { knownAt }: AsOf,
): AuthorizationRow | No {
  const known = authorizations.filter((row) => row.siteOrgId === siteOrgId && row.recordedAt <= knownAt);
  const superseded = new Set(known.map(({ supersedesId }) => supersedesId));
  const inForce = known.filter(
    (row) =>
      row.siteId === siteId &&
      row.personId === validator &&
      !superseded.has(row.id) &&
      row.startsOn <= on &&
      (row.endsOn === null || on <= row.endsOn),
  );
  if (!inForce.length)
    return no(
      'NOT_AUTHORIZED_AT_SITE',
      `Not authorized to validate at this site on ${on}: the site's organization authorizes its validators.`,
    );
  const trained = inForce.filter(({ assessorTrainedOn }) => assessorTrainedOn && assessorTrainedOn <= on);
  if (!trained.length)
    return no(
      'ASSESSOR_NOT_TRAINED',
      `Assessor training was not finished on ${on}: who assesses others finishes it first.`,
    );
  const fitting = trained.filter(
    ({ skillCodes }) => skillCode === null || skillCodes === null || skillCodes.includes(skillCode),
  );
  return (
    fitting.find(({ mayApprove }) => mayApprove) ??
    fitting[0] ??
    no(
      'SKILL_NOT_AUTHORIZED',
      `Authorized at this site, but not for the skill ${skillCode}: ask for an authorization that names it.`,
    )
  );
}

/** From furthest to least far. */
const LICENSE_REASONS: Ineligibility[] = [
  'LICENSE_NOT_VERIFIED',
  'LICENSE_NOT_ACTIVE',
  'LICENSE_EXCLUDED',
  'LICENSE_TYPE_NOT_ACCEPTED',
];

/** The license by which the person may validate, or why none does. */
function licenseOf(
  question: EligibilityQuestion,
  validator: string,
  { licenses, canonical }: ValidatorFacts,
  parts: readonly RulePart[],
  asOf: AsOf,
): LicenseSnapshot | No {
  const { jurisdiction } = question;
  const own = licenses.filter((one) => one.personId === validator && one.jurisdiction === jurisdiction);
  const answers = own.map((license) => byLicense(question, license, validator, canonical, parts, asOf));
  const good = answers.filter((answer): answer is LicenseSnapshot => !isNo(answer));
  if (good.length) return good.toSorted(byExpiry)[0]!;
  const refused = answers.filter(isNo);
  return (
    LICENSE_REASONS.map((reason) => refused.find((answer) => answer.reason === reason)).find(Boolean) ??
    no(
      'NO_LICENSE',
      `No license of ${jurisdiction} is on record: what another jurisdiction gave does not count there.`,
    )
  );
}

function byLicense(
  question: EligibilityQuestion,
  license: LicenseFacts,
  validator: string,
  canonical: ReadonlyMap<string, string>,
  parts: readonly RulePart[],
  { on, knownAt }: AsOf,
): LicenseSnapshot | No {
  const { taskCode, patientContact, siteOrgId, ownerOrgId } = question;
  const { id, typeCode, jurisdiction, number } = license;
  const name = `${typeCode} license ${number}`;
  const entry = statusEntryOn(license.entries, on, knownAt);
  const excluding = parts.find(
    ({ terms }) =>
      terms.excluded.includes(typeCode) ||
      (entry !== null && terms.excluded.some((code) => code.toUpperCase() === entry.status)),
  );
  if (excluding)
    return no(
      'LICENSE_EXCLUDED',
      `${cited(excluding.source)} excludes ${terms(excluding)}: the ${name} does not count.`,
      excluding.source,
    );
  const refusing = parts.find(
    (part) => acceptedTypes(part.terms, taskCode, patientContact)?.includes(typeCode) === false,
  );
  if (refusing)
    return no(
      'LICENSE_TYPE_NOT_ACCEPTED',
      `${cited(refusing.source)} accepts ${acceptedTypes(refusing.terms, taskCode, patientContact)!.join(' or ') || 'nobody'}${taskCode === null ? '' : ` for ${taskCode}`}, not a ${typeCode}: ask somebody with such a license.`,
      refusing.source,
    );
  if (entry?.status !== 'ACTIVE')
    return no(
      'LICENSE_NOT_ACTIVE',
      `The ${name} was ${entry ? entry.status.toLowerCase() : 'of unknown status'} on ${on}: only an active license counts.`,
    );
  const orgs = [siteOrgId, ownerOrgId];
  const word = confirmationOn(
    license.verifications.filter(({ orgId }) => orgs.includes(orgId)),
    on,
    knownAt,
  );
  const byHolder =
    entry.recordedBy !== null && (canonical.get(entry.recordedBy) ?? entry.recordedBy) === validator;
  const fromElsewhere = entry.recordedIn !== null && !orgs.includes(entry.recordedIn);
  const isOlder = word !== null && word.recordedAt < entry.recordedAt;
  if (!word || (isOlder && (byHolder || fromElsewhere)))
    return no(
      'LICENSE_NOT_VERIFIED',
      `The ${name} is not verified${word ? ' since its dates were last entered' : ''}: the site's organization looks it up at the issuing board and records what it found.`,
    );
  return {
    id,
    typeCode,
    jurisdiction,
    number,
    status: entry.status,
    expiresOn: activeUntil(license.entries, on, knownAt),
    verifiedOn: word.verifiedOn,
  };
}

const terms = ({ terms: { excluded } }: RulePart): string => excluded.join(', ');

const SOURCE_NAMES = {
  JURISDICTION: 'The law',
  EMPLOYER: "The employer's policy",
  AGREEMENT: 'The agreement',
} as const;

/** The source as a sentence begins with it. */
export const cited = ({ source, citation, verifiedOn }: CitedSource): string =>
  `${SOURCE_NAMES[source]} (${citation}${verifiedOn ? `, checked on ${verifiedOn}` : ''})`;

/** The one that lasts longest first; by id where they last as long. */
const byExpiry = (a: LicenseSnapshot, b: LicenseSnapshot): number =>
  (b.expiresOn ?? '9999').localeCompare(a.expiresOn ?? '9999') || a.id.localeCompare(b.id);
