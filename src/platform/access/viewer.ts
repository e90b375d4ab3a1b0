import { Fault, forbidden } from '../faults/fault.js';
import { roleAllows, type Permission, type Role } from './permissions.js';

/** Who asks: one person in one organization, as their access token says and the database confirms. */
export class Viewer {
  constructor(
    readonly orgId: string,
    readonly personId: string,
    readonly accountId: string,
    readonly membershipId: string,
    readonly sessionId: string,
    readonly role: Role,
    /** Who really acts, where somebody of the organization looks at it as this person; null otherwise. */
    readonly impersonatorId: string | null = null,
  ) {}

  can(permission: Permission): boolean {
    return roleAllows(this.role, permission);
  }

  /** Throws FORBIDDEN unless the role has the permission: for what a guard on the field cannot know. */
  mustBeAbleTo(permission: Permission): void {
    if (!this.can(permission)) throw forbidden();
  }

  /** Throws FORBIDDEN while somebody acts as this person: for what a person must do themselves. */
  mustActInPerson(): void {
    if (this.impersonatorId !== null)
      throw new Fault('FORBIDDEN', 'Nobody may do this for another person: end the impersonation first.');
  }
}
