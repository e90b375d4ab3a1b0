import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { notFound } from '../../platform/faults/fault.js';
import { decodeCursor, pageOf, type Page, type PageArgs } from '../../platform/graphql/page.js';
import { refuse } from '../../platform/graphql/refusal.js';
import { MOST_QUIET_HOURS } from './reminder.js';
import type { UpdateReminderSettingsInput } from './reminder.input.js';
import { digestCount, digestsOf, settingOf } from './reminder.queries.js';
import { QuietHoursTooLong } from './reminder.refusals.js';
import { quietMinutes } from './reminder.rules.js';
import { ReminderDigest, ReminderSettings } from './reminder.type.js';

/** What somebody was reminded of, and when they want to be. */
@Injectable()
export class Reminders {
  /** The newest first. Of somebody else: for staff who see them; empty for whom they do not. */
  async page(db: TenantDb, personId: string, args: PageArgs): Promise<Page<ReminderDigest>> {
    const [after] = decodeCursor(args.after, 1) ?? [null];
    const rows = await db.read(digestsOf(db, personId, after as string | null, args.first + 1));
    const digests = rows.map((row) => Object.assign(new ReminderDigest(), row));
    return pageOf(
      digests,
      args,
      ({ id }) => [id],
      async () => (await db.read<{ count: number }>(digestCount(db, personId)))[0]!.count,
    );
  }

  /** One's own. */
  async settings(db: TenantDb): Promise<ReminderSettings> {
    const [setting] = await db.read(settingOf(db.orgId, db.viewer.personId));
    if (!setting) throw notFound();
    return Object.assign(new ReminderSettings(), setting);
  }

  async update(
    db: TenantDb,
    input: UpdateReminderSettingsInput,
  ): Promise<ReminderSettings | QuietHoursTooLong> {
    const { timeZone = null, quietFrom, quietUntil } = input;
    if (quietMinutes(quietFrom, quietUntil) > MOST_QUIET_HOURS * 60)
      return refuse(
        QuietHoursTooLong,
        `Leave some hours in which we may write: at most ${MOST_QUIET_HOURS} are quiet.`,
        {
          mostHours: MOST_QUIET_HOURS,
        },
      );
    await db.once(input, async (tx) => {
      await tx.query(sql`
        INSERT INTO reminder_setting (org_id, person_id, time_zone, quiet_from, quiet_until)
        VALUES (${tx.orgId}, ${tx.db.viewer.personId}, ${timeZone}, ${quietFrom}, ${quietUntil})
        ON CONFLICT (org_id, person_id) DO UPDATE SET time_zone = excluded.time_zone, quiet_from = excluded.quiet_from,
          quiet_until = excluded.quiet_until, updated_at = app_now()`);
      return {};
    });
    return this.settings(db);
  }
}
