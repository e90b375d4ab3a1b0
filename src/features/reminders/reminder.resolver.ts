import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../platform/access/allow.js';
import { Db } from '../../platform/access/request-context.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { IdArg } from '../../platform/graphql/input.js';
import { PageArgs } from '../../platform/graphql/page.js';
import { UpdateReminderSettingsInput } from './reminder.input.js';
import { ReminderDigestConnection, ReminderSettings, UpdateReminderSettingsResult } from './reminder.type.js';
import { Reminders } from './reminders.service.js';

@Resolver()
export class ReminderResolver {
  constructor(private readonly reminders: Reminders) {}

  @Query(() => ReminderDigestConnection, {
    description:
      'What you were reminded of, with what became of each mail, the newest first. Empty: nothing of yours has come near its last day.',
  })
  @Allow('self')
  myReminders(@Db() db: TenantDb, @Args() page: PageArgs) {
    return this.reminders.page(db, db.viewer.personId, page);
  }

  @Query(() => ReminderDigestConnection, {
    description: 'What a member was reminded of, and whether it reached them, the newest first.',
  })
  @Allow('credential:read')
  personReminders(
    @Db() db: TenantDb,
    @IdArg('personId', 'Who was reminded.') personId: string,
    @Args() page: PageArgs,
  ) {
    return this.reminders.page(db, personId, page);
  }

  @Query(() => ReminderSettings, { description: 'When you are reminded.' })
  @Allow('self')
  myReminderSettings(@Db() db: TenantDb) {
    return this.reminders.settings(db);
  }

  @Mutation(() => UpdateReminderSettingsResult, { description: 'Says when you want to be left in peace.' })
  @Allow('self')
  updateReminderSettings(
    @Db() db: TenantDb,
    @Args('input', { description: 'Your quiet hours.' }) input: UpdateReminderSettingsInput,
  ) {
    return this.reminders.update(db, input);
  }
}
