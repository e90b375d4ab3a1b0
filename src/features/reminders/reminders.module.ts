import { Module } from '@nestjs/common';

/** Reminders of what lapses: once each, in a digest, at a decent hour. */
@Module({ providers: [] })
export class RemindersModule {}
