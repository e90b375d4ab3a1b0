import { Injectable } from '@nestjs/common';
import type { Transaction } from '../database/transaction.js';
import { jobKind } from '../jobs/job-kind.js';
import { Jobs } from '../jobs/jobs.js';
import { Mailer, type Letter } from './mailer.js';

const MINUTE = 60;

/** Mails speak of persons and may hold links that open something: what was sent is deleted at once. */
const SEND_MAIL = jobKind<Letter>('mail.send', {
  keptSeconds: MINUTE,
  waitsAtMostSeconds: 24 * 60 * MINUTE,
  holdsSecrets: true,
});

/** Mails to people, sent when the transaction that speaks of them has committed. */
@Injectable()
export class Mail {
  constructor(
    private readonly jobs: Jobs,
    mailer: Mailer,
  ) {
    jobs.handle(SEND_MAIL, async (letter, { id }) => void (await mailer.deliver(letter, id)));
  }

  async send(tx: Transaction, letter: Letter): Promise<void> {
    await this.jobs.send(tx, SEND_MAIL, letter);
  }
}
