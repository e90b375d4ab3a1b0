import { Module } from '@nestjs/common';
import { LegalHoldResolver } from './legal-hold.resolver.js';
import { LegalHoldService } from './legal-hold.service.js';
import { RetentionResolver } from './retention.resolver.js';
import { RetentionService } from './retention.service.js';

/** How long records are kept, what holds them, and what is erased after. */
@Module({ providers: [LegalHoldService, LegalHoldResolver, RetentionService, RetentionResolver] })
export class RetentionModule {}
