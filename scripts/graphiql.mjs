// Bundles the page at /graphiql from GraphiQL's npm package, so that it asks no other server for anything.
import { build } from 'esbuild';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export async function buildGraphiql(root) {
  const common = {
    bundle: true,
    minify: true,
    target: 'es2022',
    outdir: path.join(root, 'dist', 'graphiql'),
    absWorkingDir: root,
    loader: { '.ttf': 'dataurl' },
    define: { 'process.env.NODE_ENV': '"production"', EXAMPLES: JSON.stringify(examples(root)) },
    legalComments: 'none',
    logLevel: 'error',
  };
  await Promise.all([
    build({ ...common, format: 'esm', entryPoints: { page: 'scripts/graphiql/page.js' } }),
    build({
      ...common,
      format: 'iife',
      entryPoints: {
        'editor.worker': 'monaco-editor/esm/vs/editor/editor.worker.js',
        'json.worker': 'monaco-editor/esm/vs/language/json/json.worker.js',
        'graphql.worker': 'monaco-graphql/esm/graphql.worker.js',
      },
    }),
  ]);
}

/** The operations that the page opens with, in the order of their file names, with their variables. */
function examples(root) {
  const folder = path.join(root, 'scripts', 'graphiql', 'examples');
  const names = readdirSync(folder).filter((name) => name.endsWith('.graphql'));
  return names.sort().map((name) => {
    const file = path.join(folder, name);
    const variables = file.replace('.graphql', '.json');
    return {
      query: readFileSync(file, 'utf8'),
      variables: existsSync(variables) ? readFileSync(variables, 'utf8') : undefined,
    };
  });
}
