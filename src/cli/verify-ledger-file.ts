import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
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
  let code: 0 | 1 = 0;
  for (const lines of await exportsIn(file)) {
    const began = performance.now();
    const anchors = values.anchors === undefined ? undefined : anchorLines(values.anchors);
    const found = await verifyExport(lines, { keyIds: values.key, anchors });
    const seconds = (performance.now() - began) / 1000;
    report(found, seconds, values.key !== undefined).forEach(print);
    if (found.broken || found.problem) code = 1;
  }
  return code;
}

/** An export of the ledger is one; an evidence packet holds one for each id of its person. */
async function exportsIn(file: string): Promise<AsyncIterable<string>[]> {
  const [first] = await firstLine(file);
  if (first?.trim() !== '{') return [openLines(file)];
  const packet = packetIn(await readFile(file, 'utf8'));
  if (!packet.length)
    throw new Error(`${file} is no export of a ledger, and no evidence packet that holds one`);
  return packet.map(({ lines: entries }) => Readable.from(entries.map((line) => JSON.stringify(line))));
}

/** None for an empty file. */
async function firstLine(file: string): Promise<string[]> {
  for await (const line of openLines(file)) return [line];
  return [];
}

const openLines = (file: string): AsyncIterable<string> =>
  createInterface({ input: createReadStream(file), crlfDelay: Infinity });

function packetIn(text: string): { lines: object[] }[] {
  try {
    const { ledger } = JSON.parse(text) as { ledger?: { lines: object[] }[] };
    return Array.isArray(ledger) ? ledger : [];
  } catch {
    return [];
  }
}

async function mustBeFile(file: string): Promise<void> {
  if (!(await stat(file).catch(() => null))?.isFile()) throw new Error(`There is no file ${file}`);
}

function report(found: ExportFindings, seconds: number, hasKeys: boolean): string[] {
  const { entries, chains, signed, erased, pending, anchor, keys, broken, problem } = found;
  return [
    `${entries} entries of ${chains} chains, ${signed} signed, ${pending} waiting for their signature; ${seconds.toFixed(1)} s`,
    ...(erased
      ? [`${erased} of the entries are erased: what they said is gone, that they were made still holds.`]
      : []),
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
