import { Module } from '@nestjs/common';

/** Continuing education: policies, activities, completions, and where every minute of them counts. */
@Module({ providers: [] })
export class ContinuingEducationModule {}
