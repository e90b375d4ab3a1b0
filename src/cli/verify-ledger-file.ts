import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { anchorLines } from '../platform/ledger/anchor-file.js';
import { verifyExport, type ExportFindings } from '../platform/ledger/export-verification.js';
import { BROKEN_REASONS } from '../platform/ledger/verification.rules.js';

const USAGE = 'npm run ledger:verify -- FILE [--key ID]… [--anchors FILE]';

/**
 * Verifies an export of a ledger without the database, by what the verifier has from elsewhere: ids of keys as they were
 * published, and the file of anchors. Prints what was found; answers the exit code: 0 when it is what was once written.
 * Throws with a message for the operator when arguments or files are wrong.
 */
export async function verifyLedgerFile(args: string[], print: (line: string) => void): Promise<0 | 1> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { key: { type: 'string', multiple: true }, anchors: { type: 'string' } },
  });
  const [file, ...others] = positionals;
  if (!file || others.length) throw new Error(`Name one file: ${USAGE}`);
  for (const each of [file, values.anchors ?? file]) await mustBeFile(each);
  const began = performance.now();
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  const found = await verifyExport(lines, {
    keyIds: values.key,
    anchors: values.anchors === undefined ? undefined : anchorLines(values.anchors),
  });
  const seconds = (performance.now() - began) / 1000;
  report(found, seconds, values.key !== undefined).forEach(print);
  return found.broken || found.problem ? 1 : 0;
}

async function mustBeFile(file: string): Promise<void> {
  if (!(await stat(file).catch(() => null))?.isFile()) throw new Error(`There is no file ${file}`);
}

function report(found: ExportFindings, seconds: number, hasKeys: boolean): string[] {
  const { entries, chains, signed, pending, anchor, keys, broken, problem } = found;
  return [
    `${entries} entries of ${chains} chains, ${signed} signed, ${pending} waiting for their signature; ${seconds.toFixed(1)} s`,
    anchor
      ? `Anchor ${anchor.number} of ${anchor.at} covers what was recorded until then.`
      : 'No anchor: an end that was cut off would not be noticed.',
    ...(hasKeys ? [] : [`Keys, to be compared with those that were published: ${keys.join(', ')}`]),
    ...(broken
      ? [
          `BROKEN at entry ${broken.seq} of person ${broken.personId}: ${BROKEN_REASONS[broken.reason]} (${broken.reason})`,
        ]
      : []),
    ...(problem ? [`BROKEN: ${problem}`] : []),
    ...(broken || problem ? [] : ['Intact: it is what was once written.']),
  ];
}
