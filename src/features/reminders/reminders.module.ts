import { Module } from '@nestjs/common';
import { ContinuingEducationModule } from '../continuing-education/continuing-education.module.js';
import { CredentialsModule } from '../credentials/credentials.module.js';
import { LapseSources } from './lapse-sources.js';
import { ReminderCollection } from './reminder-collection.service.js';
import { ReminderDelivery } from './reminder-delivery.service.js';
import { ReminderResolver } from './reminder.resolver.js';
import { Reminders } from './reminders.service.js';

/** Reminders of what lapses: once each, in a digest, at a decent hour. */
@Module({
  imports: [ContinuingEducationModule, CredentialsModule],
  providers: [LapseSources, ReminderCollection, ReminderDelivery, ReminderResolver, Reminders],
})
export class RemindersModule {}
