import 'reflect-metadata';
import { verifyLedgerFile } from './verify-ledger-file.js';

verifyLedgerFile(process.argv.slice(2), console.log).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
