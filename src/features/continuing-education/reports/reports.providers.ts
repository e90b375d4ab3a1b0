import { CeReportResolver } from './ce-report.resolver.js';
import { CeReports } from './ce-reports.service.js';

export const REPORTS_PROVIDERS = [CeReports, CeReportResolver];
