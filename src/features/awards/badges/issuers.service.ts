import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../../platform/config/config.js';
import { CONFIG } from '../../../platform/config/config.module.js';
import type { LedgerKey } from '../../../platform/ledger/keys.js';
import { BadgeKeys } from './badge-keys.js';
import { didDocument, issuerDid, keyOf, verificationMethod, type IssuerKey } from './issuer.rules.js';
import { signed } from './proofs.js';

/** The organizations as issuers: who they are to verifiers, and their signature. */
@Injectable()
export class Issuers {
  constructor(
    private readonly keys: BadgeKeys,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  did(orgId: string): string {
    return issuerDid(this.config.publicUrl, orgId);
  }

  /** The document that the organization's DID stands for. */
  async document(orgId: string): Promise<object> {
    return didDocument(this.did(orgId), await this.published());
  }

  /** One of the organization's keys by its name in proofs, or null. */
  async key(orgId: string, name: string): Promise<object | null> {
    const did = this.did(orgId);
    const found = (await this.published()).find((key) => keyOf(did, key) === name);
    return found ? verificationMethod(did, found) : null;
  }

  /** The credential with the organization's proof, made at that moment with the key that signs. */
  async sign(orgId: string, credential: object, at: Date): Promise<object> {
    const { signing } = this.keys;
    const name = keyOf(this.did(orgId), await asPublished(signing));
    return signed(credential, { verificationMethod: name, key: signing.signs!, at });
  }

  private published(): Promise<IssuerKey[]> {
    return Promise.all(this.keys.all.map(asPublished));
  }
}

async function asPublished({ verifies }: LedgerKey): Promise<IssuerKey> {
  const { fromJwk } = await import('@digitalbazaar/ed25519-multikey');
  const { publicKeyMultibase } = await fromJwk({ jwk: verifies.export({ format: 'jwk' }) });
  return { multibase: publicKeyMultibase };
}
