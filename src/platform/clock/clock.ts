import { Injectable } from '@nestjs/common';

/**
 * Says how far "now" is from the database's clock. The database clock decides every date and deadline;
 * production never moves it. Tests and the demo's history do, in databases that allow it (`clock_adjustable`).
 */
@Injectable()
export class Clock {
  private offsetMs = 0;

  /** Moves "now" to the given instant; later transactions read it as `app_now()`. */
  setTo(instant: Date): void {
    this.offsetMs = instant.getTime() - Date.now();
  }

  advance(by: { days?: number; hours?: number; minutes?: number; seconds?: number }): void {
    const seconds =
      (((by.days ?? 0) * 24 + (by.hours ?? 0)) * 60 + (by.minutes ?? 0)) * 60 + (by.seconds ?? 0);
    this.offsetMs += seconds * 1000;
  }

  reset(): void {
    this.offsetMs = 0;
  }

  /** An SQL interval, or null when the clock is untouched. */
  get offset(): string | null {
    return this.offsetMs === 0 ? null : `${this.offsetMs} milliseconds`;
  }

  /** For what the database never sees: the life of a token. */
  now(): Date {
    return new Date(Date.now() + this.offsetMs);
  }
}
