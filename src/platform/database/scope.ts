import { escapeLiteral } from 'pg';
import type { Viewer } from '../access/viewer.js';
import { isId } from '../ids/ids.js';

/**
 * For whom a transaction runs. The settings made from it are what row-level security goes by:
 * - a viewer: their organization, after the database has confirmed membership, role and session;
 * - the system acting in one organization (jobs, command line, demo);
 * - a visitor who is not signed in: sees only rows named by what they present (an address, a token's hash).
 */
export type Scope =
  | { kind: 'viewer'; viewer: Viewer }
  | { kind: 'system'; orgId: string }
  | { kind: 'visitor'; email?: string; tokenHash?: string; personId?: string };

/** For whom something runs, as a verb may know it: the handle itself could open a second transaction. */
export interface Tenancy {
  readonly scope: Scope;
  /** Who asks. Throws UNAUTHENTICATED when nobody is signed in. */
  readonly viewer: Viewer;
  /** The organization everything here belongs to. */
  readonly orgId: string;
  /** Who is acting, or null when it is the system. */
  readonly actorId: string | null;
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
      return `SELECT enter_as_member(${ids},${escapeLiteral(v.role)}) AS now`;
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
