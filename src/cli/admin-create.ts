import 'reflect-metadata';
import { asker, createFirstOwner } from './first-owner.js';

const { ask, close } = asker(process.stdin, process.stdout);
createFirstOwner(process.argv.slice(2), process.env, ask, console.log)
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  })
  .finally(close);
