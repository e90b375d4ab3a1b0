import type { Provider } from '@nestjs/common';
import { AwardBadgeResolver } from './award-badge.resolver.js';
import { BadgeKeys } from './badge-keys.js';
import { Badges } from './badges.service.js';
import { Issuers } from './issuers.service.js';
import { OwnDocuments } from './own-documents.service.js';
import { StatusLists } from './status-lists.service.js';

export const BADGE_PROVIDERS: Provider[] = [
  BadgeKeys,
  Issuers,
  Badges,
  StatusLists,
  OwnDocuments,
  AwardBadgeResolver,
];
