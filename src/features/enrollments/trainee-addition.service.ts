import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { newSecretToken, secretTokenHash } from '../../platform/access/secret-token.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { newId } from '../../platform/ids/ids.js';
import { InvitationPost } from '../organizations/invitation-post.js';
import { addInvitations, clearExpired } from '../organizations/invitation.queries.js';
import { mustBeGrantor } from '../organizations/membership-authority.js';
import type { IntakeEntry } from './enrollment-intake.rules.js';

interface NewTrainee {
  personId: string;
  membershipId: string;
  givenName: string;
  familyName: string;
  email: string | null;
  externalSource: string | null;
  externalId: string | null;
}

export interface NewPlace {
  entry: IntakeEntry;
  personId: string;
}

/** Makes members of people who are enrolled and not known yet, in a fixed number of statements. */
@Injectable()
export class TraineeAddition {
  constructor(private readonly post: InvitationPost) {}

  /** The caller holds the members' lock. Throws FORBIDDEN for who may not decide about members. */
  async addIn(
    tx: Transaction,
    places: readonly NewPlace[],
    { cohortId, externalSource, invite }: { cohortId: string; externalSource: string; invite: boolean },
  ): Promise<void> {
    if (!places.length) return;
    await mustBeGrantor(tx);
    const added = places.map((place) => newTrainee(place, externalSource));
    await keep(tx, added);
    await this.leadInvitations(tx, added, invite);
    for (const { personId, membershipId, externalSource: source, externalId } of added) {
      const after = { role: 'TRAINEE', externalSource: source, externalId };
      const content = { membershipId, after, enrolledIn: cohortId };
      tx.append({ personId, kind: 'membership.granted', content });
    }
  }

  /** An invitation, sent before or now, leads to the person enrolled now, not to another one. */
  private async leadInvitations(tx: Transaction, added: NewTrainee[], invite: boolean): Promise<void> {
    const addressed = added.flatMap((one) => (one.email === null ? [] : [{ ...one, email: one.email }]));
    if (!addressed.length) return;
    const emails = addressed.map(({ email }) => email);
    await clearExpired(tx, emails);
    const open = await tx.query<{ email: string }>(sql`
      UPDATE invitation i SET membership_id = coalesce(i.membership_id, CASE WHEN i.role = 'TRAINEE' THEN r."membershipId" END)
      FROM jsonb_to_recordset(${JSON.stringify(addressed)}::jsonb) AS r ("membershipId" uuid, email text)
      WHERE i.org_id = ${tx.orgId} AND i.email = r.email AND i.accepted_at IS NULL AND i.revoked_at IS NULL
      RETURNING i.email`);
    const invited = new Set(open.map(({ email }) => email));
    const uninvited = addressed.filter(({ email }) => !invited.has(email));
    if (invite) await this.inviteIn(tx, uninvited);
  }

  private async inviteIn(
    tx: Transaction,
    trainees: readonly (NewTrainee & { email: string })[],
  ): Promise<void> {
    if (!trainees.length) return;
    const links = trainees.map(({ email }) => ({ email, token: newSecretToken() }));
    const offers = trainees.map(({ membershipId, email, givenName, familyName }, index) => ({
      ...KEPT_IN_THE_MEMBERSHIP,
      membershipId,
      email,
      givenName,
      familyName,
      tokenHash: secretTokenHash(links[index]!.token),
    }));
    await addInvitations(tx, offers);
    await this.post.sendMany(tx, links);
  }
}

const KEPT_IN_THE_MEMBERSHIP = {
  role: 'TRAINEE' as const,
  externalSource: null,
  externalId: null,
  lineManagerId: null,
  siteIds: [],
  cohortIds: [],
  membershipExpiresAt: null,
};

function newTrainee({ personId, entry }: NewPlace, externalSource: string): NewTrainee {
  const { givenName, familyName, email, externalId } = entry;
  const source = externalId === null ? null : externalSource;
  return {
    personId,
    membershipId: newId(),
    givenName,
    familyName,
    email,
    externalSource: source,
    externalId,
  };
}

/** Statements of their own: a person is seen by the organization only once the membership is there. */
async function keep(tx: Transaction, added: readonly NewTrainee[]): Promise<void> {
  const rows = JSON.stringify(added);
  await tx.query(sql`INSERT INTO person (id, given_name, family_name)
    SELECT r."personId", r."givenName", r."familyName"
    FROM jsonb_to_recordset(${rows}::jsonb) AS r ("personId" uuid, "givenName" text, "familyName" text)`);
  await tx.query(sql`INSERT INTO membership (org_id, id, person_id, role, external_source, external_id)
    SELECT ${tx.orgId}, r."membershipId", r."personId", 'TRAINEE', r."externalSource", r."externalId"
    FROM jsonb_to_recordset(${rows}::jsonb) AS r ("membershipId" uuid, "personId" uuid, "externalSource" text, "externalId" text)`);
  await tx.query(sql`INSERT INTO trainee_contact (org_id, person_id, email)
    SELECT ${tx.orgId}, r."personId", r.email
    FROM jsonb_to_recordset(${rows}::jsonb) AS r ("personId" uuid, email text) WHERE r.email IS NOT NULL`);
}
