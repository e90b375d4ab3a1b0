import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { Database } from '../../platform/database/database.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { newId } from '../../platform/ids/ids.js';
import { jobKind } from '../../platform/jobs/job-kind.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { LapseSources } from './lapse-sources.js';
import { ReminderDigestRecord, ReminderRecord } from './reminder.entity.js';
import type { Reader, Reminder } from './reminder.js';
import { notTold, readers } from './reminder.queries.js';
import { afterQuietHours, remindersDue } from './reminder.rules.js';

/** Has what lapses looked for in every organization. */
const REMIND = jobKind<Record<string, never>>('reminders.collect');
/** The same for one organization. */
export const REMIND_HERE = jobKind<Record<string, never>>('reminders.collect-here', {
  timeoutSeconds: 3_600,
});
/** Mails one digest. A mail server may be away for a night. */
export const SEND_DIGEST = jobKind<{ digestId: string }>('reminders.send', { retries: 12 });

/** Days begin at different times, so it is looked for every hour. */
const HOURLY = '40 * * * *';

/** Finds what people are to be reminded of, and puts it into one mail for each of them. */
@Injectable()
export class ReminderCollection {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly sources: LapseSources,
  ) {
    jobs.handle(REMIND, (_, { db }) => this.everywhere(db));
    jobs.handle(REMIND_HERE, async (_, { db }) => void (await this.here(db)));
    jobs.every(REMIND, HOURLY);
  }

  /** Answers how many mails it has asked for. Safe to repeat: what was told is not told again. */
  here(db: TenantDb): Promise<number> {
    return db.write(async (tx) => {
      await tx.lock('reminders');
      const people = await tx.query<Reader>(readers(tx.orgId));
      const due = remindersDue(await this.sources.all(tx), people);
      const turns = due.length ? await tx.query<{ turn: number }>(notTold(tx.orgId, due)) : [];
      return this.digestsIn(tx, people, turns.map(({ turn }) => due[turn]!));
    }); // prettier-ignore
  }

  /** What somebody is told of themselves and of those they manage are two mails. */
  private async digestsIn(
    tx: Transaction,
    people: readonly Reader[],
    due: readonly Reminder[],
  ): Promise<number> {
    const known = new Map(people.map((person) => [person.personId, person]));
    const mails = Map.groupBy(
      due,
      ({ recipientId, holderId }) => `${recipientId} ${recipientId === holderId}`,
    );
    const digests = [...mails.values()].map((reminders) => ({
      id: newId(),
      reminders,
      ...aboutWhom(reminders[0]!),
    }));
    if (!digests.length) return 0;
    const sendAfter = (recipientId: string): Date => afterQuietHours(tx.now, known.get(recipientId)!);
    await tx.insert(
      ReminderDigestRecord,
      digests.map(({ id, recipientId, audience }) => ({
        id,
        recipientId,
        audience,
        sendAfter: sendAfter(recipientId),
      })),
    );
    await tx.insert(
      ReminderRecord,
      digests.flatMap(({ id, reminders }) => reminders.map((reminder) => ({ ...reminder, digestId: id }))),
    );
    const jobs = digests.map(({ id, recipientId }) => {
      const startAfter = sendAfter(recipientId);
      return { payload: { digestId: id }, ...(startAfter > tx.now ? { startAfter } : {}) };
    });
    await this.jobs.sendAll(tx, SEND_DIGEST, jobs);
    return digests.length;
  }

  private async everywhere(db: TenantDb): Promise<void> {
    const organizations = await db.read<{ orgId: string }>(sql`SELECT organizations_to_remind() AS "orgId"`);
    for (const { orgId } of organizations)
      await this.database.forOrganization(orgId).write((tx) => this.jobs.send(tx, REMIND_HERE, {}));
  }
}

const aboutWhom = ({ recipientId, holderId }: Reminder) =>
  ({ recipientId, audience: recipientId === holderId ? 'HOLDER' : 'LINE_MANAGER' }) as const;
