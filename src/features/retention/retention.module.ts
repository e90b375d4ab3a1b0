import { Module } from '@nestjs/common';

/** How long records are kept, what holds them, and what is erased after. */
@Module({ providers: [] })
export class RetentionModule {}
