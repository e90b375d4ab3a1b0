import { Refusal, RefusalType } from '../../../platform/graphql/refusal.js';

@RefusalType('Only clinics make codes: they have the sites that trainees are sent to.')
export class OrganizationIsNoClinic extends Refusal {}

@RefusalType('The code opens nothing: it is wrong, used, expired, taken back, or your own.')
export class AffiliationCodeNotValid extends Refusal {}

@RefusalType('The code was redeemed, expired or taken back before.')
export class AffiliationCodeNotOpen extends Refusal {}

@RefusalType('The agreement has ended, or ends by then anyway.')
export class AgreementEnded extends Refusal {}

@RefusalType('An agreement does not end on a day that is long over.')
export class AgreementEndInPast extends Refusal {}
