/** A line of the log of who of another organization looked at a person's records. */
export class Disclosure {
  readonly personId: string;
  /** The operation of the API, or what of it was read. */
  readonly operation: string;
  /** The day in UTC. */
  readonly disclosedOn: string;
  readonly firstAt: Date;
  /** As their organization knows them. */
  readonly viewerName: string;
  readonly viewerPersonId: string;
  readonly viewerOrgId: string;
  readonly viewerOrganizationName: string;
  /** Its place in the list. */
  readonly key: string;
}
