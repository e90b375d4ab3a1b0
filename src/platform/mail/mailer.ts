import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { createTransport, type SendMailOptions, type Transporter } from 'nodemailer';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';

/** A mail to one person. */
export interface Letter {
  to: string;
  subject: string;
  text: string;
  html?: string;
}

/** Brings a mail on its way: to the mail server, or into a folder where none is configured. */
@Injectable()
export class Mailer {
  private readonly transport: Transporter;
  private readonly folder: string | undefined;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.folder = config.smtpUrl ? undefined : path.join(config.dataDir, 'mail');
    // A mail holds no files of ours and quotes no addresses: nothing in it may make us read either.
    const safe = { disableFileAccess: true, disableUrlAccess: true };
    this.transport = config.smtpUrl
      ? createTransport({
          url: config.smtpUrl,
          ...safe,
          connectionTimeout: 10_000,
          socketTimeout: 30_000,
        } as never)
      : createTransport({ streamTransport: true, buffer: true, ...safe });
  }

  /**
   * `id` makes the Message-ID, so that a mail sent twice can be recognized as one. Answers what the mail server said when it
   * took the mail over; throws what {@link isTurnedAway} can tell apart.
   */
  async deliver(letter: Letter, id: string): Promise<string> {
    const mail: SendMailOptions = {
      ...letter,
      to: { name: '', address: letter.to }, // never parsed: one address stays one
      from: this.config.mailFrom,
      messageId: `<${id}@${new URL(this.config.publicUrl).hostname}>`,
    };
    const sent = (await this.transport.sendMail(mail)) as { message?: Buffer; response?: string };
    if (this.folder) await this.keep(this.folder, id, sent.message!);
    return sent.response ?? 'kept in the mail folder';
  }

  /** Written aside and renamed: whoever looks into the folder sees whole mails only. */
  private async keep(folder: string, id: string, message: Buffer): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = path.join(folder, `${id}.eml`);
    await writeFile(`${file}.part`, message, { mode: 0o600 });
    await rename(`${file}.part`, file);
  }
}

/** Whether the mail server will not take this mail at any time (RFC 5321, 4.2.1: 5yz). Everything else is worth another try. */
export const isTurnedAway = (error: unknown): boolean => {
  const { responseCode } = error as { responseCode?: unknown };
  return typeof responseCode === 'number' && responseCode >= 500;
};
