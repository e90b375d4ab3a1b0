import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { Housekeeping } from '../../../platform/housekeeping/housekeeping.js';

/** Tickets that were asked for and never used. */
@Injectable()
export class SigningLeftovers {
  constructor(housekeeping: Housekeeping) {
    housekeeping.forgets('signing_ticket', sql`SELECT forget_signing_ticket() AS gone`);
  }
}
