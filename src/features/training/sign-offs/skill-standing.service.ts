import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { Loader } from '../../../platform/graphql/loader.js';
import { skillFactsFrom, skillFactsOf, type SkillFactsRow, type SkillKey } from './skill-facts.queries.js';
import { skillStatus, type SkillFacts, type SkillStanding } from './skill-status.rules.js';

interface KeyedFacts {
  readonly key: string;
  readonly facts: SkillFacts;
  readonly now: Date;
}

/** Tells where people stand in skills. What was signed at another clinic counts, and is not itself shown. */
@Injectable()
export class SkillStandings {
  private readonly facts = new Loader<string, KeyedFacts>(
    async (owner, keys) => this.factsOf(owner, keys.map(keyFrom)),
    ({ key }) => key,
  );

  /** On a day and as it was known then; now when left out. By the handle to the records of whoever owns them. */
  async of(owner: TenantDb, key: SkillKey, on: string, knownAt: Date | null): Promise<SkillStanding> {
    const { facts, now } = (await this.facts.load(owner, keyText(key)))!;
    return skillStatus(facts, on, knownAt ?? now);
  }

  private factsOf(owner: TenantDb, keys: readonly SkillKey[]): Promise<KeyedFacts[]> {
    return owner.load((tx) =>
      tx.asSystem(async (system) => {
        const rows = await system.query<SkillFactsRow>(skillFactsOf(tx.orgId, keys));
        return rows.map((row) => ({ key: keyText(row), facts: skillFactsFrom(row.facts), now: tx.now }));
      }),
    );
  }
}

const keyText = ({ personId, skillOrgId, skillId }: SkillKey): string =>
  [personId, skillOrgId, skillId].join(' ');

function keyFrom(text: string): SkillKey {
  const [personId, skillOrgId, skillId] = text.split(' ') as [string, string, string];
  return { personId, skillOrgId, skillId };
}
