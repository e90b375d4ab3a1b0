// The page at /graphiql: GraphiQL from its npm package, with the examples of this API and no foreign server.
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import 'graphiql/style.css';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';

globalThis.MonacoEnvironment = {
  getWorker: (_id, label) =>
    new Worker(`/graphiql/${['json', 'graphql'].includes(label) ? label : 'editor'}.worker.js`),
};

/** Made by the build from ./examples; each variable that says so gets an id of its own. */
const examples = EXAMPLES.map(({ query, variables }) => ({
  query,
  variables: variables?.replaceAll('NEW-ID', () => crypto.randomUUID()),
}));

/** The token of the last answer that held one: after the sign-in example, the others just work. */
let accessToken = null;

function tokenIn(value) {
  if (value === null || typeof value !== 'object') return null;
  if (typeof value.accessToken === 'string') return value.accessToken;
  return Object.values(value).reduce((found, inner) => found ?? tokenIn(inner), null);
}

const authorization = () => (accessToken ? { authorization: `Bearer ${accessToken}` } : {});

async function fetchWithToken(url, options) {
  const response = await fetch(url, { ...options, headers: { ...authorization(), ...options.headers } });
  const copy = response.clone();
  accessToken = tokenIn(await copy.json().catch(() => null)) ?? accessToken;
  return response;
}

const socket = new URL('/graphql', location.href);
socket.protocol = socket.protocol === 'https:' ? 'wss:' : 'ws:';

const fetcher = createGraphiQLFetcher({
  url: '/graphql',
  fetch: fetchWithToken,
  subscriptionUrl: socket.href,
  wsConnectionParams: authorization,
});

// GraphiQL shows the first tab's variables only when they are given apart; on a later visit it has its own.
const isFirstVisit = localStorage.getItem('graphiql:tabState') === null;

createRoot(document.getElementById('graphiql')).render(
  createElement(GraphiQL, {
    fetcher,
    defaultTabs: examples,
    initialVariables: isFirstVisit ? examples[0].variables : undefined,
    defaultEditorToolsVisibility: 'variables',
    shouldPersistHeaders: false,
    inputValueDeprecation: true,
  }),
);
