import { Organization } from './organizations/organization.entity.js';
import { Site } from './organizations/site.entity.js';
import { Person } from './people/person.entity.js';

/** Every table that has an entity; the schema guards compare them with the database. */
export const ENTITIES: (new () => object)[] = [Person, Organization, Site];
