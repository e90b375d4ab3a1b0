import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';

/** What the build makes out of GraphiQL's package; nothing else is served. */
const FILES: Record<string, string> = {
  'page.js': 'text/javascript; charset=utf-8',
  'page.css': 'text/css; charset=utf-8',
  'editor.worker.js': 'text/javascript; charset=utf-8',
  'json.worker.js': 'text/javascript; charset=utf-8',
  'graphql.worker.js': 'text/javascript; charset=utf-8',
};

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Preceptor GraphiQL</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/graphiql/page.css" />
    <style>
      html, body, #graphiql { height: 100%; margin: 0 }
    </style>
  </head>
  <body>
    <div id="graphiql"></div>
    <script type="module" src="/graphiql/page.js"></script>
  </body>
</html>
`;

/** Everything from here, nothing from elsewhere. The editor writes its styles as it goes. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** GraphiQL at `/graphiql`, without a request to any other server. */
export async function graphiqlRoutes(scope: FastifyInstance): Promise<void> {
  const folder = builtPage();
  scope.get('/graphiql', async (_request, reply) =>
    reply.header('content-security-policy', POLICY).type('text/html; charset=utf-8').send(PAGE),
  );
  for (const [name, type] of Object.entries(FILES))
    scope.get(`/graphiql/${name}`, async (_request, reply) =>
      reply
        .header('content-security-policy', POLICY) // workers go by their own
        .header('cache-control', 'no-cache')
        .type(type)
        .send(await readFile(path.join(folder, name))),
    );
}

/** Beside the compiled program, or in the folder it is run from (tests run the sources). */
function builtPage(): string {
  const beside = path.resolve(path.dirname(process.argv[1] ?? ''), '../graphiql');
  return existsSync(path.join(beside, 'page.js')) ? beside : path.resolve('dist/graphiql');
}
