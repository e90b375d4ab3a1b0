import { Field, InputType } from '@nestjs/graphql';
import { IsIn, IsTimeZone, Length, Matches } from 'class-validator';
import { OperationInput } from '../../platform/graphql/input.js';
import { SITE_SETTINGS, type SiteSetting } from './site.entity.js';
import { SiteSettingEnum } from './site.type.js';

@InputType({ description: 'A new site.' })
export class CreateSiteInput extends OperationInput {
  @Field(() => String, { description: '1 to 200 characters, unique in the organization.' })
  @Length(1, 200)
  name: string;

  @Field(() => SiteSettingEnum, { description: 'Kind of place.' })
  @IsIn(SITE_SETTINGS)
  setting: SiteSetting;

  @Field(() => String, { description: 'ISO 3166-2 code, e.g. `US-TX`.' })
  @Matches(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, {
    message: 'jurisdiction must be an ISO 3166 code like US-TX or PL',
  })
  jurisdiction: string;

  @Field(() => String, { description: 'IANA time zone, e.g. `America/Chicago`.' })
  @IsTimeZone()
  timeZone: string;
}
