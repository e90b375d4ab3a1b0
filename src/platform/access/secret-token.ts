import { createHash, randomBytes } from 'node:crypto';

/** A secret to be handed out once, 43 URL-safe characters: 256 random bits, not to be guessed. */
export const newSecretToken = (): string => randomBytes(32).toString('base64url');

/** What is stored of it. A fast hash is enough: there is nothing to guess in 256 random bits. */
export const secretTokenHash = (token: string): string =>
  createHash('sha256').update(token).digest('base64url');
