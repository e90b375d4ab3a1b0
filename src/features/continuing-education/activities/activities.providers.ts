import { CeActivityResolver } from './ce-activity.resolver.js';
import { CeActivities } from './ce-activity.service.js';

export const ACTIVITIES_PROVIDERS = [CeActivities, CeActivityResolver];
