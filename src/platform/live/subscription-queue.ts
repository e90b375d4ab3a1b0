import { canonicalJson } from '../ids/canonical-json.js';

/**
 * What one subscriber has not taken yet. The same news twice is one entry, and a subscriber who falls
 * `limit` different entries behind is given up rather than remembered without end.
 */
export class SubscriptionQueue<Entry extends object> {
  private readonly waiting = new Map<string, Entry>();
  private wake?: () => void;
  private end?: { error?: Error };

  constructor(private readonly limit: number) {}

  /** False when the subscriber is too far behind. */
  add(entry: Entry): boolean {
    this.waiting.set(canonicalJson(entry), entry);
    this.wake?.();
    return this.waiting.size <= this.limit;
  }

  /** Nothing more comes: waiting entries are dropped, and whoever waits learns of the error, if any. */
  close(error?: Error): void {
    this.end ??= { error };
    this.waiting.clear();
    this.wake?.();
  }

  /** The oldest entry, as soon as there is one; undefined after {@link close}. */
  async take(): Promise<Entry | undefined> {
    while (!this.end && this.waiting.size === 0) await new Promise<void>((resolve) => (this.wake = resolve));
    this.wake = undefined;
    if (this.end?.error) throw this.end.error;
    const [first] = this.waiting;
    if (!first) return undefined;
    this.waiting.delete(first[0]);
    return first[1];
  }
}
