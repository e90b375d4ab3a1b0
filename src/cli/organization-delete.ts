import 'reflect-metadata';
import { deleteOrganization } from './removal-commands.js';

deleteOrganization(process.argv.slice(2), process.env, console.log).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
