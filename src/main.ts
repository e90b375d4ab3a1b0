import 'reflect-metadata';
import { enableCompileCache } from 'node:module';

// Compiled code of the last start is used again: half of a warm start would go into compiling.
enableCompileCache();

import('./server.js')
  .then(({ serve }) => serve(process.env))
  .catch((error: unknown) => {
    console.error(error instanceof Error && error.name === 'ConfigError' ? error.message : error);
    process.exitCode = 1;
  });
