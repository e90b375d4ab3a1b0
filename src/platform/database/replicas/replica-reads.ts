import { channel } from 'node:diagnostics_channel';
import type { PoolClient } from 'pg';
import type { ReadsElsewhere } from '../replication.js';
import type { Replica } from './replica.js';

/** Where the reads of each query went is announced here as `{ place }`: metrics listen. */
export const placesOfReads = channel('preceptor:place-of-reads');

/**
 * The reads of one query: all of them by one replica, so that none goes back in time against another. The primary has the last
 * word: what fails on the replica, for whatever reason, is asked there, and so is everything that follows. So a
 * session that is too new for the replica, or that a statement is cancelled for what is being replayed, costs no error.
 */
export class ReplicaReads implements ReadsElsewhere {
  private chosen?: Promise<Replica | null>;

  constructor(private readonly choose: () => Promise<Replica | null>) {}

  async attempt<A extends object>(work: (client: PoolClient) => Promise<A>): Promise<A | undefined> {
    const replica = await (this.chosen ??= this.choose());
    if (!replica) return this.toPrimary('primary');
    try {
      const answer = await replica.lend(work);
      placesOfReads.publish({ place: 'replica' });
      return answer;
    } catch {
      return this.toPrimary('primary-after-replica');
    }
  }

  end(): void {
    this.chosen = Promise.resolve(null);
  }

  private toPrimary(place: string): undefined {
    placesOfReads.publish({ place });
    this.end();
    return undefined;
  }
}
