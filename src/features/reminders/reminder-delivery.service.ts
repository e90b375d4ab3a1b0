import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { isTurnedAway, Mailer } from '../../platform/mail/mailer.js';
import { SEND_DIGEST } from './reminder-collection.service.js';
import { ReminderDeliveryRecord } from './reminder.entity.js';
import type { DeliveryOutcome } from './reminder.js';
import { reminderLetter } from './reminder.letter.js';
import { digestToSend, type DigestRow } from './reminder.queries.js';

/**
 * Mails digests, each try written down before and after. Killed after the mail server has taken a mail and before that is
 * written down, the mail goes out once more with the same Message-ID: rather twice than never.
 */
@Injectable()
export class ReminderDelivery {
  constructor(
    jobs: Jobs,
    private readonly mailer: Mailer,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    jobs.handle(SEND_DIGEST, ({ digestId }, { db }) => this.send(db, digestId));
  }

  private async send(db: TenantDb, digestId: string): Promise<void> {
    const [digest] = await db.read<DigestRow>(digestToSend(db.orgId, digestId));
    if (!digest || digest.settled) return;
    if (digest.email === null) return note(db, digestId, digest.tries, 'NO_ADDRESS', null);
    await note(db, digestId, digest.tries, 'ATTEMPTED', null);
    try {
      const letter = reminderLetter(digest, digest.email, this.config.publicUrl);
      const answer = await this.mailer.deliver(letter, digestId);
      await note(db, digestId, digest.tries + 1, 'ACCEPTED', answer);
    } catch (error) {
      const turnedAway = isTurnedAway(error);
      await note(db, digestId, digest.tries + 1, turnedAway ? 'REJECTED' : 'DEFERRED', answerIn(error));
      if (!turnedAway) throw error;
    }
  }
}

const note = (
  db: TenantDb,
  digestId: string,
  before: number,
  outcome: DeliveryOutcome,
  answer: string | null,
): Promise<void> =>
  db.write((tx) => tx.insert(ReminderDeliveryRecord, { digestId, number: before + 1, outcome, answer }));

/** What the server said; never the address, which it may repeat. */
const answerIn = (error: unknown): string =>
  ((error as { response?: string }).response ?? (error as Error).message)
    .replace(/\S+@\S+/g, '…')
    .slice(0, 500);
