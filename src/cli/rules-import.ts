import 'reflect-metadata';
import { importRuleFile } from './import-rule-file.js';

importRuleFile(process.argv.slice(2), process.env, console.log).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
