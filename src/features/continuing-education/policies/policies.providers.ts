import { CePolicies } from './ce-policies.service.js';
import { CePolicyResolver } from './ce-policy.resolver.js';

export const POLICIES_PROVIDERS = [CePolicies, CePolicyResolver];
