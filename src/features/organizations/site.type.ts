import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { outcome } from '../../platform/graphql/outcome.js';
import { connectionOf } from '../../platform/graphql/page.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { SITE_SETTINGS, type SiteSetting } from './site.entity.js';
import { SiteIsClosed, SiteIsOpen, SiteNameTaken } from './site.refusals.js';

export const SiteSettingEnum = Object.fromEntries(SITE_SETTINGS.map((s) => [s, s]));
registerEnumType(SiteSettingEnum, {
  name: 'SiteSetting',
  description: 'Kind of place: supervision rules may differ by it.',
  valuesMap: {
    CLASSROOM: { description: 'A classroom or skills lab of a school.' },
    OUTPATIENT: { description: 'An outpatient clinic.' },
    HOSPITAL: { description: 'A hospital.' },
    LONG_TERM_CARE: { description: 'A nursing home or other long-term care.' },
    SPORTS: { description: 'A sports or athletic training facility.' },
    HOME_HEALTH: { description: 'Patients at home.' },
    OTHER: { description: 'None of the others.' },
  },
});

@ObjectType('Site', {
  description: 'A place where people learn or work: its law and its time zone apply there.',
})
export class SiteType {
  @Field(() => ID, { description: 'Identifies the site within the organization.' })
  id: string;

  @Field(() => String, { description: 'Unique in the organization.' })
  name: string;

  @Field(() => SiteSettingEnum, { description: 'Kind of place.' })
  setting: SiteSetting;

  @Field(() => String, {
    description: 'ISO 3166-2 code of the state or country whose law applies, e.g. `XX-ST`.',
  })
  jurisdiction: string;

  @Field(() => String, {
    description: 'IANA time zone in which dates at this site are read, e.g. `America/Chicago`.',
  })
  timeZone: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the site was closed; null while it is in use.',
  })
  closedAt: Date | null;
}

export const SiteConnection = connectionOf('Site', () => SiteType);

export const CreateSiteResult = outcome('CreateSiteResult', () => [SiteType, SiteNameTaken]);

export const UpdateSiteResult = outcome('UpdateSiteResult', () => [SiteType, SiteNameTaken]);

export const CloseSiteResult = outcome('CloseSiteResult', () => [SiteType, SiteIsClosed]);

export const ReopenSiteResult = outcome('ReopenSiteResult', () => [SiteType, SiteIsOpen]);
