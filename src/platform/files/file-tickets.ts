import { hkdfSync } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { jwtVerify, SignJWT } from 'jose';
import { Viewer } from '../access/viewer.js';
import { Clock } from '../clock/clock.js';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';

const ALGORITHM = 'HS256';
const MINUTE = 60;
/** Seconds a ticket is good for. */
const LIFE = { upload: 15 * MINUTE, download: 5 * MINUTE, picture: 15 * MINUTE } as const;

export type Purpose = keyof typeof LIFE;

/** What a link to a file carries: one file, one purpose, one person's session, for minutes. */
@Injectable()
export class FileTickets {
  private readonly key: Uint8Array;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {
    this.key = new Uint8Array(hkdfSync('sha256', config.tokenSecret, '', 'preceptor file ticket', 32));
  }

  async link(purpose: Purpose, viewer: Viewer, fileId: string): Promise<{ url: string; expiresAt: Date }> {
    const expires = Math.floor(this.clock.now().getTime() / 1000) + LIFE[purpose];
    const ticket = await new SignJWT({ ...viewer })
      .setProtectedHeader({ alg: ALGORITHM, typ: `${purpose}+jwt` })
      .setSubject(fileId)
      .setExpirationTime(expires)
      .sign(this.key);
    return {
      url: `${this.config.publicUrl}/files/${fileId}?ticket=${ticket}`,
      expiresAt: new Date(expires * 1000),
    };
  }

  /** For whom the ticket was made, or null when it is not for this file and purpose, or over. */
  async holder(purpose: Purpose, fileId: string, ticket: string): Promise<Viewer | null> {
    try {
      const { payload } = await jwtVerify<Viewer>(ticket, this.key, {
        algorithms: [ALGORITHM],
        typ: `${purpose}+jwt`,
        subject: fileId,
        requiredClaims: ['exp'],
        currentDate: this.clock.now(),
      });
      const { orgId, personId, accountId, membershipId, sessionId, role, impersonatorId } = payload;
      return new Viewer(orgId, personId, accountId, membershipId, sessionId, role, impersonatorId);
    } catch {
      return null; // every way to be wrong gives the same answer
    }
  }
}
