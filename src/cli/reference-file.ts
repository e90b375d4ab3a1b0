import { existsSync } from 'node:fs';
import path from 'node:path';

/** Where a file of reference data is: beside the compiled migrations, or in the sources when these run as they are. */
export function referenceFile(name: string): string {
  const program = path.dirname(process.argv[1] ?? '');
  const places = [path.join(program, '..'), path.join(program, '..', '..'), '.'].map((place) =>
    path.resolve(place, 'migrations', 'reference', name),
  );
  const found = places.find(existsSync);
  if (!found) throw new Error(`${name} is at none of ${places.join(', ')}`);
  return found;
}
