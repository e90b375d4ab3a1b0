/**
 * A kind of background work: its name, what it takes, and how long it is tried and kept. Declared once by the
 * feature that does the work, and imported by whoever asks for it.
 */
export interface JobKind<Payload extends object> {
  readonly name: string;
  /** How often a failed job is tried again, with growing pauses. */
  readonly retries: number;
  /** Seconds after which a job that still runs counts as failed. */
  readonly timeoutSeconds: number;
  /** Seconds a finished job is kept before it is deleted, 0 for ever. */
  readonly keptSeconds: number;
  /** Seconds a job may wait to be done before it is dropped. */
  readonly waitsAtMostSeconds: number;
  /** Whether the payload opens something to whoever reads it: then it is not kept when every try has failed. */
  readonly holdsSecrets: boolean;
  /** Never set: ties the payload's type to the kind. */
  readonly payload?: Payload;
}

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** Names are `feature.verb`: letters, digits and dots. */
export function jobKind<Payload extends object>(
  name: string,
  options: Partial<Omit<JobKind<Payload>, 'name' | 'payload'>> = {},
): JobKind<Payload> {
  return {
    name,
    retries: 5,
    timeoutSeconds: 300,
    keptSeconds: HOUR,
    waitsAtMostSeconds: 14 * DAY,
    holdsSecrets: false,
    ...options,
  };
}
