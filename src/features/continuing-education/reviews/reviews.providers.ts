import { CeReviewResolver } from './ce-review.resolver.js';
import { CeReviews } from './ce-reviews.service.js';

export const REVIEWS_PROVIDERS = [CeReviews, CeReviewResolver];
