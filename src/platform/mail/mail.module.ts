import { Global, Module } from '@nestjs/common';
import { Mail } from './mail.js';
import { Mailer } from './mailer.js';

@Global()
@Module({ providers: [Mail, Mailer], exports: [Mail, Mailer] })
export class MailModule {}
