import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** The keys that this server knows. */
export const S3_KEYS = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' } as const;
export const BUCKET = 'evidence';

/** Another server that speaks the protocol of S3 and checks signatures, in a process of its own. */
export class S3Server {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    readonly port: number,
  ) {}

  static async start(
    port = 0,
    folder = mkdtempSync(path.join(os.tmpdir(), 'preceptor-test-s3-')),
  ): Promise<S3Server> {
    const program = path.resolve('node_modules/s3rver/bin/s3rver.js');
    const given = ['-d', folder, '-a', '127.0.0.1', '-p', String(port), '--configure-bucket', BUCKET];
    const child = spawn(process.execPath, [program, ...given], { stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const line of createInterface(child.stdout!)) {
      const found = /listening on \S*?:(\d+)/i.exec(line);
      if (found) return new S3Server(child, folder, Number(found[1]));
    }
    throw new Error('The S3 server did not start');
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  holds(key: string): boolean {
    return existsSync(path.join(this.folder, BUCKET, `${key}._S3rver_object`));
  }

  /** Like a service that is out of reach for a while; {@link resume} brings it back with what it held. */
  async pause(): Promise<void> {
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }

  resume(): Promise<S3Server> {
    return S3Server.start(this.port, this.folder);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) await this.pause();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
