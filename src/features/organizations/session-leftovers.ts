import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { Housekeeping } from '../../platform/housekeeping/housekeeping.js';

/** Refresh tokens that have long expired, then the sessions nothing refers to any more. */
@Injectable()
export class SessionLeftovers {
  constructor(housekeeping: Housekeeping) {
    housekeeping.forgets('refresh_token', sql`SELECT forget_refresh_token() AS gone`);
    housekeeping.forgets('session', sql`SELECT forget_session() AS gone`);
  }
}
