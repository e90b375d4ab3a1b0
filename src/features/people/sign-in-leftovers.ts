import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { Housekeeping } from '../../platform/housekeeping/housekeeping.js';

/** Failures that no longer count, and links that have long been useless. */
@Injectable()
export class SignInLeftovers {
  constructor(housekeeping: Housekeeping) {
    housekeeping.forgets('lockout', sql`SELECT forget_lockout() AS gone`);
    housekeeping.forgets('password_reset', sql`SELECT forget_password_reset() AS gone`);
  }
}
