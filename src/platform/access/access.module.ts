import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { AccessTokens } from './access-tokens.js';
import { RequestContexts } from './request-contexts.js';

@Global()
@Module({
  providers: [AccessTokens, RequestContexts, { provide: APP_GUARD, useClass: AccessGuard }],
  exports: [AccessTokens, RequestContexts],
})
export class AccessModule {}
