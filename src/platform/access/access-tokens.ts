import { hkdfSync } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { jwtVerify, SignJWT } from 'jose';
import { Clock } from '../clock/clock.js';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { isId } from '../ids/ids.js';
import { ROLES, type Role } from './permissions.js';
import { Viewer } from './viewer.js';

const ISSUER = 'preceptor';
const AUDIENCE = 'preceptor-api';
const ALGORITHM = 'HS256';
const REMEMBERED = 10_000;

/**
 * Short-lived access tokens: one account, one organization, one session. The database confirms at each
 * transaction that membership and session still stand, so a token alone opens nothing.
 */
@Injectable()
export class AccessTokens {
  private readonly key: Uint8Array;
  private readonly keyId: string;
  /** Tokens already verified, with the time they end: checking a signature again would cost more than Q1. */
  private readonly verified = new Map<string, { viewer: Viewer; expires: number }>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {
    this.key = new Uint8Array(hkdfSync('sha256', config.tokenSecret, '', 'preceptor access token', 32));
    this.keyId = Buffer.from(hkdfSync('sha256', config.tokenSecret, '', 'preceptor key id', 6)).toString(
      'base64url',
    );
  }

  /** Answers the token and when it ends: after its usual life, or at the moment given. */
  async sign(viewer: Viewer, until?: Date): Promise<{ token: string; expiresAt: Date }> {
    const issued = Math.floor(this.clock.now().getTime() / 1000);
    const expires = until ? Math.floor(until.getTime() / 1000) : issued + this.config.accessTokenMinutes * 60;
    const { orgId, personId, membershipId, sessionId, role, impersonatorId } = viewer;
    const claims = { org: orgId, per: personId, mem: membershipId, sid: sessionId, role };
    const token = await new SignJWT(impersonatorId === null ? claims : { ...claims, imp: impersonatorId })
      .setProtectedHeader({ alg: ALGORITHM, kid: this.keyId, typ: 'at+jwt' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(viewer.accountId)
      .setIssuedAt(issued)
      .setExpirationTime(expires)
      .sign(this.key);
    return { token, expiresAt: new Date(expires * 1000) };
  }

  /** The viewer, or null for any token that is not ours, not for us, altered or over. */
  async verify(token: string): Promise<Viewer | null> {
    const known = this.verified.get(token);
    if (known) {
      if (known.expires > this.clock.now().getTime()) return known.viewer;
      this.verified.delete(token);
    }
    try {
      const { payload, protectedHeader } = await jwtVerify(token, this.key, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: AUDIENCE,
        typ: 'at+jwt',
        requiredClaims: ['exp', 'iat', 'sub'],
        currentDate: this.clock.now(),
      });
      if (protectedHeader.kid !== this.keyId) return null;
      const viewer = viewerOf(payload);
      if (viewer) this.remember(token, viewer, payload.exp! * 1000);
      return viewer;
    } catch {
      return null; // every way to be wrong gives the same answer
    }
  }

  private remember(token: string, viewer: Viewer, expires: number): void {
    if (this.verified.size >= REMEMBERED) this.verified.delete(this.verified.keys().next().value!);
    this.verified.set(token, { viewer, expires });
  }
}

function viewerOf(claims: Record<string, unknown>): Viewer | null {
  const { org, per, sub, mem, sid, role, imp = null } = claims;
  if (![org, per, sub, mem, sid, imp ?? org].every(isId) || !ROLES.includes(role as Role)) return null;
  const [orgId, personId, accountId, membershipId, sessionId] = [org, per, sub, mem, sid] as string[];
  return new Viewer(
    orgId!,
    personId!,
    accountId!,
    membershipId!,
    sessionId!,
    role as Role,
    imp as string | null,
  );
}
