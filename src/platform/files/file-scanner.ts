import { execFile } from 'node:child_process';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { badInput, Fault } from '../faults/fault.js';

/** Milliseconds a scanner may take for one file. */
const PATIENCE = 120_000;

/**
 * Where a scanner for malicious files can stand: a command that gets the path of every file that came as its last
 * argument, before the file is kept. It answers as clamscan does: 0 for a clean file, 1 for one to be refused. Anything
 * else means that it could not look, and then nothing is taken. Without a command nothing is scanned.
 */
@Injectable()
export class FileScanner {
  private readonly logger = new Logger(FileScanner.name);
  private readonly command: readonly string[];

  constructor(@Inject(CONFIG) config: Config) {
    this.command = config.fileScanner ?? [];
  }

  /** Throws BAD_USER_INPUT for a file to be refused, UNAVAILABLE when nobody could look. */
  async mustBeClean(file: string): Promise<void> {
    const [program, ...given] = this.command;
    if (program === undefined) return;
    const verdict = await answerOf(program, [...given, file]);
    if (verdict === 0) return;
    if (verdict === 1) throw badInput('content', 'was refused by the scanner for malicious files');
    this.logger.error(`The scanner for malicious files failed: ${String(verdict)}`);
    throw new Fault('UNAVAILABLE', 'Files cannot be checked at the moment: try again.', [], 60);
  }
}

/** Its exit code, or what kept it from having one. */
function answerOf(program: string, given: string[]): Promise<number | string> {
  return new Promise((resolve) => {
    execFile(program, given, { timeout: PATIENCE }, (error) =>
      resolve(error === null ? 0 : typeof error.code === 'number' ? error.code : String(error)),
    );
  });
}
