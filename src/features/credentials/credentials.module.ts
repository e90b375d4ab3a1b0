import { Module } from '@nestjs/common';
import { HELD_PROVIDERS } from './credentials.providers.js';
import { Standings } from './standings.service.js';

/** Cards and clearances that persons hold, mandatory training, and what is current on a day. */
@Module({
  providers: [
    ...HELD_PROVIDERS, //
  ],
  exports: [
    Standings, //
  ],
})
export class CredentialsModule {}
