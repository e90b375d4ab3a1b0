import type { StatusEntry, Verification } from '../licenses/license.js';
import type { AgreementRow, PolicyRow, RuleRow } from './supervision-rule.js';

/** Who may validate at a site, from when, for which skills: as the site's organization has recorded it. */
export interface AuthorizationRow {
  readonly id: string;
  readonly siteOrgId: string;
  readonly siteId: string;
  readonly personId: string;
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly assessorTrainedOn: string | null;
  /** Null: all. */
  readonly skillCodes: readonly string[] | null;
  readonly mayApprove: boolean;
  readonly supersedesId: string | null;
  readonly recordedAt: Date;
}

export interface LicenseStatusEntryFacts extends StatusEntry {
  readonly recordedBy: string | null;
  readonly recordedIn: string | null;
}

export interface LicenseFacts {
  readonly id: string;
  readonly personId: string;
  readonly typeCode: string;
  readonly jurisdiction: string;
  readonly number: string;
  readonly entries: readonly LicenseStatusEntryFacts[];
  readonly verifications: readonly Verification[];
}

/** Everything that answers about validators are made from; persons stand for themselves, duplicates resolved. */
export interface ValidatorFacts {
  /** For each person asked about the one they are. */
  readonly canonical: ReadonlyMap<string, string>;
  /** Printed names, by the person they are. */
  readonly names: ReadonlyMap<string, string>;
  readonly authorizations: readonly AuthorizationRow[];
  readonly licenses: readonly LicenseFacts[];
  readonly rules: readonly RuleRow[];
  readonly policies: readonly (PolicyRow & { readonly orgId: string })[];
  readonly agreements: readonly (AgreementRow & { readonly orgId: string; readonly id: string })[];
}
