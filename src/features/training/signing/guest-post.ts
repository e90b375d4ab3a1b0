import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/transaction.js';
import { jobKind } from '../../../platform/jobs/job-kind.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { Mail } from '../../../platform/mail/mail.js';
import { GuestLinks } from './guest-link.js';

/** Reminds a guest whose link was not opened by half of its time. */
const REMIND_GUEST = jobKind<{ guestId: string }>('training.remind-guest');

interface OpenGuest {
  readonly email: string;
  readonly organization: string;
  readonly site: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
}

/** Brings a guest's link on its way, and again when it was forgotten. */
@Injectable()
export class GuestPost {
  constructor(
    private readonly jobs: Jobs,
    private readonly mail: Mail,
    private readonly links: GuestLinks,
  ) {
    jobs.handle(REMIND_GUEST, ({ guestId }, { db }) => db.write((tx) => this.remind(tx, guestId)));
  }

  async invite(tx: Transaction, guestId: string): Promise<void> {
    const guest = (await openGuest(tx, guestId))!;
    await this.mailIn(tx, guestId, guest, false);
    const halfway = (guest.createdAt.getTime() + guest.expiresAt.getTime()) / 2;
    await this.jobs.send(tx, REMIND_GUEST, { guestId }, { startAfter: new Date(halfway) });
  }

  /** Once, and only while the link can still be used. Done again, it finds that it was done. */
  private async remind(tx: Transaction, guestId: string): Promise<void> {
    const guest = await openGuest(tx, guestId);
    if (!guest || guest.usedAt) return;
    const reminded = await tx.query(sql`
      UPDATE guest_validator SET reminded_at = app_now()
      WHERE org_id = ${tx.orgId} AND id = ${guestId} AND reminded_at IS NULL RETURNING id`);
    if (reminded.length) await this.mailIn(tx, guestId, guest, true);
  }

  private mailIn(tx: Transaction, guestId: string, guest: OpenGuest, reminds: boolean): Promise<void> {
    return this.mail.send(tx, this.links.letter(guestId, { ...guest, to: guest.email, reminds }));
  }
}

async function openGuest(tx: Transaction, guestId: string): Promise<OpenGuest | undefined> {
  const [guest] = await tx.query<OpenGuest>(sql`
    SELECT g.email, o.name AS organization, s.name AS site, g.created_at AS "createdAt", g.expires_at AS "expiresAt", g.used_at AS "usedAt"
    FROM guest_validator g
    JOIN membership m ON m.org_id = g.org_id AND m.id = g.membership_id
    JOIN membership_site ms ON ms.org_id = m.org_id AND ms.membership_id = m.id
    JOIN site s ON s.org_id = ms.org_id AND s.id = ms.site_id
    JOIN organization o ON o.id = g.org_id
    WHERE g.org_id = ${tx.orgId} AND g.id = ${guestId} AND g.expires_at > app_now() AND m.revoked_at IS NULL`);
  return guest;
}
