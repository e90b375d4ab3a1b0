import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { TEST_SECRET, type TestApp } from './test-app.js';
import { connectionOf, testServer } from './test-database.js';

export interface ServerProcess {
  process: ChildProcess;
  url: string;
}

/** The program as `npm start` runs it, on a database and a port of its own. */
export async function startServer(app: TestApp, env: NodeJS.ProcessEnv = {}): Promise<ServerProcess> {
  const port = await freePort();
  const child = spawn(process.execPath, [path.resolve('dist/src/main.js')], {
    env: {
      ...process.env,
      NODE_ENV: 'test',
      DEMO: 'false',
      PORT: String(port),
      TOKEN_SECRET: TEST_SECRET,
      ...connectionOf(app.database),
      DATA_DIR: path.join(testServer().logDir, 'data-shutdown'),
      LOG_FILE: path.join(testServer().logDir, 'shutdown.log'),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data'); // says where it listens
  return { process: child, url: `http://127.0.0.1:${port}` };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
