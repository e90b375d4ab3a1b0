import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, watch } from 'node:fs';
import { once } from 'node:events';
import path from 'node:path';
import type { TestApp } from './test-app.js';

export interface ReceivedMail {
  subject: string;
  text: string;
  /** Every address in the text, in order. */
  links: string[];
}

/** The mail to this address, waiting until it is there: the first one, or the `nth`. */
export async function mailTo(app: TestApp, address: string, nth = 1): Promise<ReceivedMail> {
  const folder = path.join(app.dataDir, 'mail');
  mkdirSync(folder, { recursive: true });
  const watcher = watch(folder);
  const signal = AbortSignal.timeout(10_000);
  try {
    for (;;) {
      const mail = mailsIn(folder, address)[nth - 1];
      if (mail) return mail;
      await once(watcher, 'change', { signal });
    }
  } catch (error) {
    throw new Error(`Mail number ${nth} to ${address} has not arrived`, { cause: error });
  } finally {
    watcher.close();
  }
}

/** The mails to this address so far, oldest first. */
export function mailsTo(app: TestApp, address: string): ReceivedMail[] {
  return mailsIn(path.join(app.dataDir, 'mail'), address);
}

/** Of a server that has sent nothing yet there is no folder. */
function mailsIn(folder: string, address: string): ReceivedMail[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.eml'))
    .map((name) => path.join(folder, name))
    .map((file) => ({ content: readFileSync(file, 'utf8'), at: statSync(file).mtimeMs }))
    .filter(({ content }) => /^To: (.*)\r?$/im.exec(content)?.[1]?.replace(/[<>]/g, '') === address)
    .sort((a, b) => a.at - b.at)
    .map(({ content }) => read(content));
}

function read(eml: string): ReceivedMail {
  const subject = /^Subject: (.*(?:\r?\n[ \t].*)*)/im.exec(eml)?.[1]?.replace(/\r?\n[ \t]/g, ' ') ?? '';
  const body = eml.slice(eml.search(/\r?\n\r?\n/)).trim();
  const text = /^Content-Transfer-Encoding: quoted-printable/im.test(eml) ? unquoted(body) : body;
  return { subject, text, links: text.match(/https?:\/\/[^\s<>"]+/g) ?? [] };
}

const unquoted = (text: string): string =>
  Buffer.from(
    text
      .replace(/=\r?\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');
