import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { decodeCursor, pageOf, type Page, type PageArgs } from '../../../platform/graphql/page.js';
import type { License } from './license.entity.js';
import { licenseOf, licensesOfMembers, type LicenseRow } from './license.queries.js';
import { activeThrough, dayOf, licenseStanding, type Standing } from './license-standing.rules.js';
import { statusPeriods } from './license-status.rules.js';
import type { LicenseStatusCode } from './license.js';

const DAY = 86_400_000;

/** What licenses are worth on a day, and lists of them by the day on which they lapse. */
@Injectable()
export class LicenseList {
  /** On a day, today unless one is given, as it was on record at a moment, now unless one is given. */
  standing(license: License, on: string | null, knownAt: Date | null): Standing {
    const moment = knownAt ?? license.readAt;
    return licenseStanding(license.entries, license.verifications, on ?? dayOf(license.readAt), moment);
  }

  /** The whole history as it was on record at a moment, in order. */
  periods(
    license: License,
    knownAt: Date | null,
  ): { startsOn: string; endsOn: string | null; status: LicenseStatusCode }[] {
    return statusPeriods(license.entries, knownAt ?? license.readAt).map(({ startsOn, endsOn, entry }) => ({
      startsOn,
      endsOn,
      status: entry.status,
    }));
  }

  /** Licenses of members, or of those who may validate at a site: not active ones first, then by the day they lapse. */
  async ofMembers(db: TenantDb, args: PageArgs, siteId: string | null): Promise<Page<License>> {
    const rows = await db.read<LicenseRow>(licensesOfMembers(db, siteId));
    return page(rows.map(licenseOf), args);
  }

  /** Those that are active today and lapse within so many days. */
  async expiring(db: TenantDb, args: PageArgs, withinDays: number): Promise<Page<License>> {
    const rows = await db.read<LicenseRow>(licensesOfMembers(db, null));
    const lapsing = rows.map(licenseOf).filter((license) => {
      const through = lapse(license);
      const limit = dayOf(new Date(license.readAt.getTime() + withinDays * DAY));
      return through !== '' && through <= limit;
    });
    return page(lapsing, args);
  }
}

/** The last day of the active time that covers today; empty where there is none. */
const lapse = ({ entries, readAt }: License): string => activeThrough(entries, dayOf(readAt), readAt) ?? '';

const isAfter = (a: readonly [string, string], b: readonly (string | number | null)[]): boolean =>
  a[0] === b[0] ? a[1] > String(b[1]) : a[0] > String(b[0]);

/** An organization has some hundred licenses at most: what orders them follows from their entries. */
function page(licenses: readonly License[], args: PageArgs): Page<License> {
  const keyOf = (license: License): [string, string] => [lapse(license), license.id];
  const ordered = licenses.toSorted((a, b) => (isAfter(keyOf(a), keyOf(b)) ? 1 : -1));
  const after = decodeCursor(args.after, 2);
  const rest = after ? ordered.filter((license) => isAfter(keyOf(license), after)) : ordered;
  return pageOf(rest.slice(0, args.first + 1), args, keyOf, () => Promise.resolve(licenses.length));
}
