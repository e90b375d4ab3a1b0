import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Logger } from '@nestjs/common';
import type * as AwsS3 from '@aws-sdk/client-s3';
import type { S3Config } from '../config/config.js';
import { Fault } from '../faults/fault.js';
import { ContentStore, placeOf } from './content-store.js';

/** The SDK and who speaks by it. */
interface Service {
  readonly s3: typeof AwsS3;
  readonly client: AwsS3.S3Client;
}

/**
 * Contents in a bucket of an S3-compatible service. Who we are there comes from the environment, as the SDK of AWS
 * reads it (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, or the role of the machine).
 */
export class S3Contents extends ContentStore {
  private readonly logger = new Logger(S3Contents.name);
  private opened: Promise<Service> | undefined;

  constructor(
    private readonly config: S3Config,
    /** Where a content lies while somebody goes to and fro in it. */
    private readonly folder: string,
  ) {
    super();
  }

  /** The service checks that what arrives is what the name says. */
  async keep(file: string, sha256: string): Promise<void> {
    const { size } = await stat(file);
    await this.ask(({ s3, client }) =>
      client.send(
        new s3.PutObjectCommand({
          ...this.objectOf(sha256),
          Body: createReadStream(file),
          ContentLength: size,
          ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64'),
        }),
      ),
    );
  }

  async read(sha256: string, bytes = Infinity): Promise<Readable> {
    const part = bytes === Infinity ? {} : { Range: `bytes=0-${bytes - 1}` };
    const { Body } = await this.ask(({ s3, client }) =>
      client.send(new s3.GetObjectCommand({ ...this.objectOf(sha256), ...part })),
    );
    return Body as Readable;
  }

  has(sha256: string): Promise<boolean> {
    return this.ask(({ s3, client }) =>
      client.send(new s3.HeadObjectCommand(this.objectOf(sha256))).then(
        () => true,
        (error: unknown) => {
          if ((error as Error).name === 'NotFound') return false;
          throw error;
        },
      ),
    );
  }

  async remove(sha256: string): Promise<void> {
    await this.ask(({ s3, client }) => client.send(new s3.DeleteObjectCommand(this.objectOf(sha256))));
  }

  async withFile<Answer>(sha256: string, work: (file: string) => Promise<Answer>): Promise<Answer> {
    const folder = await mkdtemp(path.join(this.folder, 'fetched-'));
    try {
      const file = path.join(folder, sha256);
      await pipeline(await this.read(sha256), createWriteStream(file, { mode: 0o600 }));
      return await work(file);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  private objectOf(sha256: string): { Bucket: string; Key: string } {
    return { Bucket: this.config.bucket, Key: placeOf(sha256) };
  }

  /** An object that is missing is a loss, to be seen as one; everything else may be better in a moment. */
  private async ask<Answer>(question: (opened: Service) => Promise<Answer>): Promise<Answer> {
    this.opened ??= this.open();
    try {
      return await question(await this.opened);
    } catch (error) {
      if ((error as Error).name === 'NoSuchKey') throw error;
      throw new Fault('UNAVAILABLE', 'Files cannot be reached at the moment: try again.', [], 10, {
        cause: error,
      });
    }
  }

  /** The SDK is large: a process without a bucket never loads it. */
  private async open(): Promise<Service> {
    const s3 = await import('@aws-sdk/client-s3');
    const { endpoint, region } = this.config;
    // Services other than AWS know neither names of buckets in hosts nor its newer checksums by default.
    const elsewhere = endpoint
      ? ({ endpoint, forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED' } as const)
      : {};
    const told = (message: string): void => this.logger.warn(message);
    const logger = { debug: () => undefined, info: () => undefined, warn: told, error: told };
    return { s3, client: new s3.S3Client({ region, maxAttempts: 3, logger, ...elsewhere }) };
  }
}
