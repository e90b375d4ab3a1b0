import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { IdArg } from '../../../platform/graphql/input.js';
import { AuditCeCycleInput, CeAuditsArgs } from './ce-audit.input.js';
import { AuditCeCycleResult, CeAudit, CeAuditConnection } from './ce-audit.type.js';
import { CeAudits } from './ce-audits.service.js';

@Resolver()
export class CeAuditResolver {
  constructor(private readonly audits: CeAudits) {}

  @Query(() => CeAudit, { description: 'What an auditor was given about a cycle.' })
  @Allow('ce:read')
  ceAudit(@Db() db: TenantDb, @IdArg('id', 'The audit.') id: string) {
    return this.audits.byId(db, id);
  }

  @Query(() => CeAuditConnection, { description: 'What auditors were given, the latest first.' })
  @Allow('ce:read')
  ceAudits(@Db() db: TenantDb, @Args() args: CeAuditsArgs) {
    return this.audits.page(db, args);
  }

  @Mutation(() => AuditCeCycleResult, {
    description: 'Freezes everything about a cycle as it is on record now, for an auditor.',
  })
  @Allow('ce:write')
  auditCeCycle(@Db() db: TenantDb, @Args('input', { description: 'Which cycle.' }) input: AuditCeCycleInput) {
    return this.audits.audit(db, input);
  }
}
