import { Refusal, RefusalType } from '../../platform/graphql/refusal.js';

@RefusalType('The organization would be neither a school nor a clinic.')
export class NeitherSchoolNorClinic extends Refusal {}
