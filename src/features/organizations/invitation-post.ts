import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { jobKind } from '../../platform/jobs/job-kind.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { Mail } from '../../platform/mail/mail.js';
import { invitationLetter } from './invitation.letter.js';
import { Organization } from './organization.entity.js';

/** Where a link goes. The token is in no table: only in the mail, and in the job until that is sent. */
export interface MailedLink {
  email: string;
  token: string;
}

/** Mails handed over at once: a file of thousands takes some jobs, not thousands of statements. */
const BATCH = 100;

const SEND_INVITATIONS = jobKind<{ organization: string; links: MailedLink[] }>(
  'organizations.send-invitations',
  {
    keptSeconds: 60,
    waitsAtMostSeconds: 24 * 3_600,
    holdsSecrets: true,
  },
);

/** Brings invitations on their way, when the transaction that made them commits. */
@Injectable()
export class InvitationPost {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly mail: Mail,
    private readonly jobs: Jobs,
  ) {
    jobs.handle(SEND_INVITATIONS, ({ organization, links }, { db }) =>
      db.write(async (tx) => {
        for (const link of links) await this.mailIn(tx, organization, link);
      }),
    );
  }

  async send(tx: Transaction, link: MailedLink): Promise<void> {
    await this.mailIn(tx, await organizationName(tx), link);
  }

  async sendMany(tx: Transaction, links: readonly MailedLink[]): Promise<void> {
    const organization = await organizationName(tx);
    for (let i = 0; i < links.length; i += BATCH)
      await this.jobs.send(tx, SEND_INVITATIONS, { organization, links: links.slice(i, i + BATCH) });
  }

  private mailIn(tx: Transaction, organization: string, { email, token }: MailedLink): Promise<void> {
    const { publicUrl } = this.config;
    return this.mail.send(tx, invitationLetter(email, { organization, publicUrl, token }));
  }
}

const organizationName = async (tx: Transaction): Promise<string> =>
  (await tx.get(Organization, { id: tx.orgId })).name;
