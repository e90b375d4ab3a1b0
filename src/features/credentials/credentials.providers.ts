import { Standings } from './standings.service.js';

/** Cards, clearances and their types. */
export const HELD_PROVIDERS = [Standings];
