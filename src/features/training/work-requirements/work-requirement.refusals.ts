import { Refusal, RefusalType } from '../../../platform/graphql/refusal.js';

@RefusalType('The requirement was replaced or withdrawn before.')
export class WorkRequirementSuperseded extends Refusal {}
