import { createHmac, hkdfSync } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../../platform/config/config.js';
import { CONFIG } from '../../../platform/config/config.module.js';
import type { Letter } from '../../../platform/mail/mailer.js';

export interface GuestLetter {
  readonly to: string;
  readonly organization: string;
  readonly site: string;
  readonly expiresAt: Date;
  readonly reminds: boolean;
}

/** Links of guests: made from a key outside the database, so that a reminder can give the same one again. */
@Injectable()
export class GuestLinks {
  private readonly key: Uint8Array;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.key = new Uint8Array(hkdfSync('sha256', config.tokenSecret, '', 'preceptor guest link', 32));
  }

  /** 43 URL-safe characters. */
  tokenOf(guestId: string): string {
    return createHmac('sha256', this.key).update(guestId).digest('base64url');
  }

  /** Names no trainee: mail is read by others, too. The token stands in the fragment, which browsers send to nobody. */
  letter(guestId: string, { to, organization, site, expiresAt, reminds }: GuestLetter): Letter {
    const until = `${expiresAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    return {
      to,
      subject: `${reminds ? 'Reminder: ' : ''}A trainee at ${site} asks for your signature`,
      text: `${organization} asks you to look at what a trainee at ${site} has shown you, and to sign it if it is right.

Until ${until}:
${this.config.publicUrl}/guest#token=${this.tokenOf(guestId)}

Your license is checked before anything can be signed. If you did not expect this, do nothing: nobody is told.
`,
    };
  }
}
