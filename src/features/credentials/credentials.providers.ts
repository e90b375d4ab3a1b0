import { Standings } from './standings.service.js';

/** Cards, clearances and their types, and the one question to be asked of all that persons hold. */
export const HELD_PROVIDERS = [Standings];
