import { CeAuditResolver } from './ce-audit.resolver.js';
import { CeAudits } from './ce-audits.service.js';
import { CeReviewResolver } from './ce-review.resolver.js';
import { CeReviews } from './ce-reviews.service.js';
import { SelfAccepted } from './self-accepted.service.js';

export const REVIEWS_PROVIDERS = [CeAuditResolver, CeAudits, CeReviewResolver, CeReviews, SelfAccepted];
