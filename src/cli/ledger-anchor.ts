import 'reflect-metadata';
import { anchorLedger } from './ledger-commands.js';

anchorLedger(process.env, console.log).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
