import { Module } from '@nestjs/common';

/** Cards and clearances that persons hold, mandatory training, and what is current on a day. */
@Module({ providers: [] })
export class CredentialsModule {}
