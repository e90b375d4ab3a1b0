import { escapeLiteral } from 'pg';
import type { Viewer } from '../access/viewer.js';
import { unauthenticated } from '../faults/fault.js';
import { isId } from '../ids/ids.js';

/**
 * For whom a transaction runs. The settings made from it are what row-level security goes by:
 * - a viewer: their organization, after the database has confirmed membership, role and session; besides, where
 *   `hostingOrgId` is set, the records of another organization's people who are placed at this one's sites;
 * - members: several of an organization at once, each confirmed in the same way. Their transaction sees rows of the organization
 *   alone, nothing that only one of them may see; what each may do, statements say by the person's id;
 * - the system acting in one organization (jobs, command line, demo);
 * - a visitor who is not signed in: sees only rows named by what they present (an address, a token's hash).
 */
export type Scope =
  | { kind: 'viewer'; viewer: Viewer; hostingOrgId?: string }
  | { kind: 'members'; orgId: string; viewers: readonly Viewer[] }
  | { kind: 'system'; orgId: string }
  | { kind: 'visitor'; email?: string; tokenHash?: string; personId?: string };

/** For whom something runs, as a verb may know it: the handle itself could open a second transaction. */
export interface Tenancy {
  readonly scope: Scope;
  /** Who asks. Throws UNAUTHENTICATED when nobody is signed in. */
  readonly viewer: Viewer;
  /** The organization everything here belongs to: the viewer's own, unless they work on the records of another's people. */
  readonly orgId: string;
  /** Who is acting, or null when it is the system. */
  readonly actorId: string | null;
  /** Who does what is entered about a person: of several members each acts for themselves. */
  actorFor(personId: string): string | null;
}

/** The statement that opens a transaction for this scope; it answers with the database's `now`. */
export function enterStatement(scope: Scope, clockOffset: string | null): string {
  const clock =
    clockOffset === null ? '' : `SELECT set_config('app.clock_offset', ${escapeLiteral(clockOffset)}, true);`;
  return `${clock}${enter(scope)}`;
}

function enter(scope: Scope): string {
  switch (scope.kind) {
    case 'viewer': {
      const v = scope.viewer;
      const ids = [v.orgId, v.membershipId, v.personId, v.sessionId].map(uuidLiteral).join(',');
      const entered = `SELECT enter_as_member(${ids},${escapeLiteral(v.role)}) AS now`;
      if (scope.hostingOrgId === undefined) return entered;
      return `${entered};SELECT enter_hosted(${uuidLiteral(scope.hostingOrgId)}), app_now() AS now`;
    }
    case 'members': {
      const rows = scope.viewers.map(
        (v) =>
          `(${[v.membershipId, v.personId, v.sessionId].map(uuidLiteral).join(',')},${escapeLiteral(v.role)})`,
      );
      const confirm = `enter_as_member(${uuidLiteral(scope.orgId)},m::uuid,p::uuid,s::uuid,r)`;
      return `SELECT count(${confirm}) FROM (VALUES ${rows.join(',')}) AS v (m,p,s,r);
        SELECT set_config('app.person_id', '', true), app_now() AS now`;
    }
    case 'system':
      return `SELECT set_config('app.org_id', ${uuidLiteral(scope.orgId)}, true), app_now() AS now`;
    case 'visitor': {
      const settings = { email: scope.email, token_hash: scope.tokenHash, person_id: scope.personId };
      const set = Object.entries(settings)
        .filter((entry): entry is [string, string] => entry[1] !== undefined)
        .map(([name, value]) => `set_config('app.${name}', ${escapeLiteral(value)}, true), `);
      return `SELECT ${set.join('')}app_now() AS now`;
    }
  }
}

function uuidLiteral(id: string): string {
  if (!isId(id)) throw new Error('Not a UUID where one was promised');
  return `'${id}'`;
}

/** The system acting for somebody in the organization that owns the records. */
export const systemFor = ({ orgId, actorId }: Pick<Tenancy, 'orgId' | 'actorId'>): Tenancy => ({
  scope: { kind: 'system', orgId },
  get viewer(): Viewer {
    throw unauthenticated();
  },
  orgId,
  actorId,
  actorFor: () => actorId,
});

/** Whether the records are another organization's, of people placed at the viewer's own. */
export const isHosted = ({ scope }: Tenancy): boolean =>
  scope.kind === 'viewer' && scope.hostingOrgId !== undefined;
