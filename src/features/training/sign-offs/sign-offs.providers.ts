import type { Provider } from '@nestjs/common';
import { LicenseSuspensions } from './license-suspension.service.js';
import { SelfSigned } from './self-signed.service.js';
import { SignOffApprovals } from './sign-off-approval.service.js';
import { SignOffConditions } from './sign-off-conditions.js';
import { SignOffDrafts } from './sign-off-drafts.service.js';
import { SignOffEntryService } from './sign-off-entry.service.js';
import { SignOffQueues } from './sign-off-queue.service.js';
import { SignOffReading } from './sign-off-reading.service.js';
import { SignOffReviews } from './sign-off-reviews.service.js';
import { SignOffWriting } from './sign-off-writing.service.js';
import { SignOffService } from './sign-off.service.js';
import { SkillStandings } from './skill-standing.service.js';
import { WorkConditions } from './work-conditions.js';

export const SIGN_OFFS_PROVIDERS: Provider[] = [
  LicenseSuspensions,
  SelfSigned,
  SignOffApprovals,
  SignOffConditions,
  SignOffDrafts,
  SignOffEntryService,
  SignOffQueues,
  SignOffReading,
  SignOffReviews,
  SignOffService,
  SignOffWriting,
  SkillStandings,
  WorkConditions,
];
