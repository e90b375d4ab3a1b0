import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Secret, TOTP } from 'otpauth';
import type { Config } from '../../../platform/config/config.js';
import { CONFIG } from '../../../platform/config/config.module.js';

/** What every authenticator application takes: RFC 6238 with SHA-1, six digits, thirty seconds. */
const SHAPE = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** A code of the step before or after is taken, too: clocks of telephones go wrong by seconds. */
const WINDOW = 1;
const ISSUER = 'Preceptor';

/** Seeds of one-time codes: made, kept encrypted by a key outside the database, and checked. */
@Injectable()
export class OneTimeCodes {
  private readonly key: Uint8Array;

  constructor(@Inject(CONFIG) config: Config) {
    this.key = new Uint8Array(hkdfSync('sha256', config.tokenSecret, '', 'preceptor signing secret', 32));
  }

  /** A new seed: as it is stored, and as the address an authenticator application reads. */
  begin(label: string): { sealed: string; uri: string } {
    const secret = new Secret({ size: 20 });
    return {
      sealed: this.seal(secret.base32),
      uri: new TOTP({ ...SHAPE, issuer: ISSUER, label, secret }).toString(),
    };
  }

  /** The time step whose code this is; null when it is of none around that moment. */
  stepOf(code: string, sealed: string, at: Date): number | null {
    const timestamp = at.getTime();
    const secret = Secret.fromBase32(this.open(sealed));
    const delta = new TOTP({ ...SHAPE, secret }).validate({ token: code, timestamp, window: WINDOW });
    return delta === null ? null : Math.floor(timestamp / 1000 / SHAPE.period) + delta;
  }

  private seal(plain: string): string {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.key, iv);
    const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  private open(sealed: string): string {
    const bytes = Buffer.from(sealed, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', this.key, bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
  }
}
