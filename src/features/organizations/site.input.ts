import { Field, InputType } from '@nestjs/graphql';
import { IsIn, IsOptional, IsTimeZone, Matches } from 'class-validator';
import { IdField, OperationInput } from '../../platform/graphql/input.js';
import { SingleLine } from '../../platform/graphql/text.js';
import { SITE_SETTINGS, type SiteSetting } from './site.entity.js';
import { SiteSettingEnum } from './site.type.js';

const JURISDICTION = /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/;
const jurisdictionRule = {
  message:
    'jurisdiction must be an ISO 3166-2 code of a state or an ISO 3166-1 code of a country, like XX-ST or XX',
};

@InputType({ description: 'A new site.' })
export class CreateSiteInput extends OperationInput {
  @Field(() => String, { description: '1 to 200 characters, unique in the organization.' })
  @SingleLine(1, 200)
  name: string;

  @Field(() => SiteSettingEnum, { description: 'Kind of place.' })
  @IsIn(SITE_SETTINGS)
  setting: SiteSetting;

  @Field(() => String, {
    description: 'ISO 3166-2 code of the state or ISO 3166-1 code of the country, e.g. `XX-ST`.',
  })
  @Matches(JURISDICTION, jurisdictionRule)
  jurisdiction: string;

  @Field(() => String, { description: 'IANA time zone, e.g. `America/Chicago`.' })
  @IsTimeZone()
  timeZone: string;
}

@InputType({ description: 'What changes about a site; what is left out stays.' })
export class UpdateSiteInput extends OperationInput {
  @IdField('The site.')
  siteId: string;

  @Field(() => String, { nullable: true, description: '1 to 200 characters, unique in the organization.' })
  @IsOptional()
  @SingleLine(1, 200)
  name?: string | null;

  @Field(() => SiteSettingEnum, { nullable: true, description: 'Kind of place.' })
  @IsOptional()
  @IsIn(SITE_SETTINGS)
  setting?: SiteSetting | null;

  @Field(() => String, {
    nullable: true,
    description: 'ISO 3166-2 code of the state or ISO 3166-1 code of the country, e.g. `XX-ST`.',
  })
  @IsOptional()
  @Matches(JURISDICTION, jurisdictionRule)
  jurisdiction?: string | null;

  @Field(() => String, { nullable: true, description: 'IANA time zone, e.g. `America/Chicago`.' })
  @IsOptional()
  @IsTimeZone()
  timeZone?: string | null;
}

@InputType({ description: 'The site to close: it stays on record and takes nothing new.' })
export class CloseSiteInput extends OperationInput {
  @IdField('The site.')
  siteId: string;
}

@InputType({ description: 'The site to open again.' })
export class ReopenSiteInput extends OperationInput {
  @IdField('The site.')
  siteId: string;
}
