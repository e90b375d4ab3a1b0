import { Field, ID } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../../platform/graphql/refusal.js';

@RefusalType('The person has this license on record already.')
export class LicenseOnRecord extends Refusal {
  @Field(() => ID, { description: 'The license that is there.' })
  licenseId: string;
}

@RefusalType('Somebody else has this number in this jurisdiction for this type of license.')
export class LicenseNumberTaken extends Refusal {}

@RefusalType('No such type of license is loaded.')
export class LicenseTypeUnknown extends Refusal {
  @Field(() => [String], { description: 'The codes there are.' })
  codes: string[];
}

@RefusalType('Nobody records the status of their own license, nor verifies it: somebody else looks it up.')
export class OwnLicense extends Refusal {}

@RefusalType('The file of licenses cannot be read at all; nothing was done.')
export class LicenseFileNotReadable extends Refusal {}
