import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What no log line may hold. Names and passwords are those that the tests give to people. */
const SECRETS = [
  ['an e-mail address', /[\w.+-]+@[\w-]+\.[a-z]{2,}/i],
  ['a token', /eyJ[\w-]{10,}/],
  ['a bearer token', /bearer\s+[\w-]{10,}/i],
  ['a signed link', /ticket=/],
  ['a password', /violet.harbour|violet-tramway|copper.meadow|not the password/i],
  ['a password hash', /\$argon2/],
  ['a name', /\b(Ada Test|Łukasz|Nowak|Seacole|Curie)\b/],
];

/** The lines of all logs in the folder that hold personal data or secrets. */
export function secretsIn(folder) {
  const logs = readdirSync(folder).filter((name) => name.endsWith('.log'));
  return logs.flatMap((log) =>
    readFileSync(path.join(folder, log), 'utf8')
      .split('\n')
      .flatMap((line) =>
        SECRETS.filter(([, pattern]) => pattern.test(line)).map(
          ([what]) => `${what} in ${log}: ${line.slice(0, 300)}`,
        ),
      ),
  );
}
