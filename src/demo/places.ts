import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { referenceFile } from '../cli/reference-file.js';

interface Place {
  readonly jurisdiction: string;
  readonly timeZone: string;
}

/** Where the sites of the demo are. Codes of jurisdictions stand in data alone, not in the program. */
export interface Places {
  readonly school: Place;
  readonly clinic: readonly (Place & { readonly name: string })[];
}

export const readPlaces = (): Places =>
  parse(readFileSync(referenceFile('demo-places.yaml'), 'utf8')) as Places;
