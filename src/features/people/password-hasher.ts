import { channel } from 'node:diagnostics_channel';
import { randomBytes } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { normalPassword } from './password.rules.js';

/** Argon2id as the OWASP Password Storage Cheat Sheet recommends: 19 MiB, 2 passes, 1 lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Every verification is announced here, so that tests see that unknown addresses cost one as well. */
export const passwordVerifications = channel('preceptor:password-verification');

/** Turns passwords into what is stored, and compares. Costs tens of milliseconds: never inside a transaction. */
@Injectable()
export class PasswordHasher implements OnModuleInit {
  private ofNobody: string;

  async onModuleInit(): Promise<void> {
    this.ofNobody = await this.hash(randomBytes(32).toString('base64url'));
  }

  hash(password: string): Promise<string> {
    return hash(normalPassword(password), PARAMETERS);
  }

  /** Without a stored hash the same work is done for nothing, so that time does not tell who has an account. */
  async matches(password: string, stored: string | null): Promise<boolean> {
    const matches = await verify(stored ?? this.ofNobody, normalPassword(password));
    passwordVerifications.publish(stored !== null);
    return matches && stored !== null;
  }
}
