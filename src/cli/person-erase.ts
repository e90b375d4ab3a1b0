import 'reflect-metadata';
import { erasePerson } from './removal-commands.js';

erasePerson(process.argv.slice(2), process.env, console.log).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
