import 'reflect-metadata';
import { serve } from './server.js';

serve(process.env).catch((error: unknown) => {
  console.error(error instanceof Error && error.name === 'ConfigError' ? error.message : error);
  process.exitCode = 1;
});
