import { canonicalJson } from '../../../platform/ids/canonical-json.js';
import type { ClearanceTypeVersion, CredentialTypeVersion } from './type-version.entity.js';
import type { TypeVersion } from './validity.js';
import { versionOn } from './validity.rules.js';

type Row = 'orgId' | 'id' | 'code' | 'effectiveFrom' | 'recordedBy' | 'recordedAt';

/** What a version says, whenever it begins. */
export type CredentialTerms = Omit<CredentialTypeVersion, Row>;
export type ClearanceTerms = Omit<ClearanceTypeVersion, Row>;

/** A type as somebody wants it to be. */
export interface DefinedType<Terms> {
  readonly code: string;
  /** Null: ever since, or of a type that is there already from today on. */
  readonly effectiveFrom: string | null;
  readonly terms: Terms;
}

/**
 * From which day on a further version is needed so that a type is as wanted; null: ever since. Undefined: it is so
 * already. Without a day, a version of a type that is there holds from today: what was issued before keeps its terms.
 */
export function versionNeeded<Terms extends object>(
  versions: readonly (Terms & TypeVersion)[],
  { effectiveFrom, terms }: DefinedType<Terms>,
  today: string,
  now: Date,
): string | null | undefined {
  const there =
    effectiveFrom === null
      ? versionOn(versions, today, now)
      : versionOn(
          versions.filter((version) => version.effectiveFrom === effectiveFrom),
          effectiveFrom,
          now,
        );
  if (there && saysSame(there, terms)) return undefined;
  return effectiveFrom ?? (versions.length ? today : null);
}

/** Lists of warnings go from the longest to the shortest; those of issuers have no order. */
function saysSame<Terms extends object>(version: Terms, terms: Terms): boolean {
  const form = (of: Terms): string =>
    canonicalJson(
      Object.keys(terms).map((name) => {
        const value: unknown = Reflect.get(of, name);
        return Array.isArray(value) ? value.map(String).sort() : value;
      }),
    );
  return form(version) === form(terms);
}
