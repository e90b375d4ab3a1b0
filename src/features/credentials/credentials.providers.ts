import { CardRecording } from './cards/card-recording.service.js';
import { CardVerification } from './cards/card-verification.service.js';
import {
  ExternalCredentialEntryResolver,
  ExternalCredentialResolver,
} from './cards/external-credential.resolver.js';
import { ExternalCredentials } from './cards/external-credentials.service.js';
import { ClearanceRecording } from './clearances/clearance-recording.service.js';
import { ClearanceVerification } from './clearances/clearance-verification.service.js';
import { ClearanceEntryResolver, ClearanceResolver } from './clearances/clearance.resolver.js';
import { Clearances } from './clearances/clearances.service.js';
import { HeldOverview } from './held-overview.service.js';
import { HeldRecordResolver, LapsingCredentialResolver } from './held-record.resolver.js';
import { HeldRecords } from './held-records.service.js';
import { SelfVerifiedHeld } from './self-verified-held.service.js';
import { Standings } from './standings.service.js';
import { HeldTypeImport } from './types/held-type-import.service.js';
import { HeldTypeResolver } from './types/held-type.resolver.js';
import { HeldTypes } from './types/held-types.service.js';

/** Cards, clearances and their types, and the one question to be asked of all that persons hold. */
export const HELD_PROVIDERS = [
  Standings,
  HeldRecords,
  HeldOverview,
  HeldRecordResolver,
  LapsingCredentialResolver,
  HeldTypes,
  HeldTypeImport,
  HeldTypeResolver,
  CardRecording,
  CardVerification,
  ExternalCredentials,
  ExternalCredentialResolver,
  ExternalCredentialEntryResolver,
  ClearanceRecording,
  ClearanceVerification,
  Clearances,
  ClearanceResolver,
  ClearanceEntryResolver,
  SelfVerifiedHeld,
];
