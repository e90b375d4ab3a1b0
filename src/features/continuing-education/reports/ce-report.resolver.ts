import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { IdArg } from '../../../platform/graphql/input.js';
import { OncePerRequest } from '../../../platform/graphql/once-per-request.rule.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import { CreateCeReportInput } from './ce-report.input.js';
import { CeReport, CeReportConnection, CeReportPreview, CreateCeReportResult } from './ce-report.type.js';
import { CeReports } from './ce-reports.service.js';

@Resolver()
export class CeReportResolver {
  constructor(private readonly reports: CeReports) {}

  @Query(() => CeReportPreview, {
    description: 'What would be reported now by a policy, and what cannot be reported, with the reason.',
  })
  @OncePerRequest()
  @Allow('ce:write')
  ceReportPreview(
    @Db() db: TenantDb,
    @Args('policyCode', { description: 'Code of the policy.' }) policyCode: string,
  ) {
    return this.reports.preview(db, policyCode);
  }

  @Query(() => CeReport, { description: 'A report as it was made, with the table to send.' })
  @Allow('ce:write')
  ceReport(@Db() db: TenantDb, @IdArg('id', 'The report.') id: string) {
    return this.reports.byId(db, id);
  }

  @Query(() => CeReportConnection, { description: 'Reports, the latest first.' })
  @Allow('ce:write')
  ceReports(@Db() db: TenantDb, @Args() page: PageArgs) {
    return this.reports.page(db, page);
  }

  @Mutation(() => CreateCeReportResult, {
    description:
      'Makes a report of what is new: its rows count as reported from then on, and are corrected by further rows only.',
  })
  @Allow('ce:write')
  createCeReport(
    @Db() db: TenantDb,
    @Args('input', { description: 'By which policy.' }) input: CreateCeReportInput,
  ) {
    return this.reports.create(db, input);
  }
}
