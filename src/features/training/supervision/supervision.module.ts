import { Module } from '@nestjs/common';
import { PeopleModule } from '../../people/people.module.js';
import { LicenseImport } from '../licenses/license-import.service.js';
import { LicenseList } from '../licenses/license-list.service.js';
import { LicenseStatus } from '../licenses/license-status.service.js';
import {
  LicenseResolver,
  LicenseStatusEntryResolver,
  LicenseVerificationResolver,
} from '../licenses/license.resolver.js';
import { LicenseService } from '../licenses/license.service.js';
import { SupervisionRuleResolver } from './supervision-rule.resolver.js';
import { SupervisionRules } from './supervision-rules.service.js';
import { ValidatorEligibility } from './validator-eligibility.service.js';

/** Licenses, the rules of supervision, and who may validate by them. */
@Module({
  imports: [PeopleModule],
  providers: [
    LicenseImport,
    LicenseList,
    LicenseResolver,
    LicenseService,
    LicenseStatus,
    LicenseStatusEntryResolver,
    LicenseVerificationResolver,
    SupervisionRuleResolver,
    SupervisionRules,
    ValidatorEligibility,
  ],
  exports: [LicenseService, LicenseStatus, ValidatorEligibility],
})
export class SupervisionModule {}
