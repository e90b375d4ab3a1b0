import type { Provider } from '@nestjs/common';
import { AffiliationAgreements } from './affiliation-agreement.service.js';
import { AffiliationCodes } from './affiliation-code.service.js';
import { AffiliationResolver } from './affiliation.resolver.js';
import { AssignmentAccess } from './assignment-access.service.js';
import { AssignmentChanges } from './assignment-change.service.js';
import { AssignmentGates } from './assignment-gates.service.js';
import { AssignmentTriggers } from './assignment-triggers.js';
import { CurrentGates } from './current-gates.js';
import { AssignmentReading } from './assignment-reading.service.js';
import { AssignmentRecords } from './assignment-record.service.js';
import { AssignmentSupervisors } from './assignment-supervisors.service.js';
import {
  AssignmentDecisionResolver,
  AssignmentResolver,
  AssignmentSupervisionResolver,
} from './assignment.resolver.js';
import { ChecklistTransfers } from './checklist-transfer.service.js';
import { DisclosureResolver } from './disclosure.resolver.js';
import { Disclosures } from './disclosures.service.js';
import { OwnerGates } from './owner-gates.js';
import { PlacementService } from './placement.service.js';
import { SiteGates } from './site-gates.js';
import { ValidatorAuthorizationResolver } from './validator-authorization.resolver.js';
import { ValidatorAuthorizations } from './validator-authorization.service.js';

/** Everything about who trains where, and who sees it. */
export const PLACEMENTS_PROVIDERS: Provider[] = [
  AffiliationAgreements,
  AffiliationCodes,
  AffiliationResolver,
  AssignmentAccess,
  AssignmentChanges,
  AssignmentDecisionResolver,
  AssignmentGates,
  AssignmentReading,
  AssignmentRecords,
  AssignmentResolver,
  AssignmentSupervisionResolver,
  AssignmentSupervisors,
  AssignmentTriggers,
  ChecklistTransfers,
  CurrentGates,
  DisclosureResolver,
  Disclosures,
  OwnerGates,
  PlacementService,
  SiteGates,
  ValidatorAuthorizationResolver,
  ValidatorAuthorizations,
];
