import { Field, ID, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { connectionOf } from '../../../platform/graphql/page.js';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';
import { CeCycleUndecided, CeCycleUnknown } from '../cycles/ce-cycle.refusals.js';

@ObjectType({ description: 'What an auditor was given about a cycle; it never changes.' })
export class CeAudit {
  @Field(() => ID, { description: 'Identifies the audit within the organization.' })
  id: string;

  @Field(() => ID, { description: 'The obligation.' })
  obligationId: string;

  @Field(() => PlainDate, { description: 'The first day of the cycle.' })
  cycleStartsOn: string;

  @Field(() => String, {
    description:
      'JSON with sorted keys: the policy, the cycle, what counted where, every completion with all its entries, and the SHA-256 of each evidence file.',
  })
  packet: string;

  @Field(() => String, { description: 'SHA-256 of the packet’s bytes, as the ledger has it.' })
  contentHash: string;

  @Field(() => DateTime, { description: 'When it was made.' })
  recordedAt: Date;
}

export const CeAuditConnection = connectionOf('CeAudit', () => CeAudit);

export const AuditCeCycleResult = outcome('AuditCeCycleResult', () => [
  CeAudit,
  CeCycleUnknown,
  CeCycleUndecided,
]);
