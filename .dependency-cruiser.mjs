/** The features, in the order of who may know whom: a feature imports only features above it. */
export const FEATURES = [
  'people',
  'organizations',
  'programs',
  'enrollments',
  'records',
  'progress',
  'credentials',
  'quizzes',
  'training',
  'continuing-education',
  'awards',
  'reminders',
  'retention',
];

/** A package, also where node_modules is a link. */
const PACKAGE = (name) => `(^|/)node_modules/${name}/`;

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

export default {
  forbidden: [
    ...FEATURES.map((feature, i) => ({ feature, below: FEATURES.slice(i + 1) }))
      .filter(({ below }) => below.length)
      .map(({ feature, below }) =>
        rule(
          `feature-order-${feature}`,
          `${feature} stands above ${below.join(', ')}: the lower feature adds its field to the type of the higher.`,
          { path: `^src/features/${feature}/` },
          { path: `^src/features/(${below.join('|')})/` },
        ),
      ),
    rule(
      'feature-unknown',
      'Every feature has its place in the order: add it to FEATURES in .dependency-cruiser.mjs.',
      { path: '^src/features/[^/]+/', pathNot: `^src/features/(${FEATURES.join('|')})/` },
      { path: '.' },
    ),
    rule(
      'platform-knows-no-feature',
      'The platform holds no domain word and would serve another product as it is.',
      { path: '^src/platform/' },
      { path: '^(src/(features|demo|cli)/|src/[^/]+$|migrations/)', pathNot: '^src/platform/' },
    ),
    rule(
      'feature-knows-no-house',
      'Features are put together by the app, never the other way round.',
      { path: '^src/features/[^/]+/' },
      { path: '^(src/features/[^/]+\\.ts$|src/(demo|cli)/|src/[^/]+\\.ts$|migrations/)' },
    ),
    rule(
      'rules-are-pure',
      'A rule decides from its arguments: it imports other rules and the values they speak of, never the database, Nest or Node.',
      { path: '^src/.*\\.rules\\.ts$' },
      {
        path: '.',
        pathNot: [
          '^src/(features|platform)/.+\\.(rules|refusals|entity)\\.ts$',
          '^src/demo/[^/]+\\.rules\\.ts$',
          '^src/features/[^/]+/[^./]+\\.ts$', // plain values and types, bound below
          '^src/features/[^/]+/[^/]+/[^./]+\\.ts$',
          '^src/platform/(graphql/refusal|graphql/text|faults/fault|ids/canonical-json|access/permissions|ledger/(anchor|keys|signature))\\.ts$',
          PACKAGE(
            '(temporal-polyfill|csv-parse|class-validator|expr-eval-fork|ts-fsrs|gift-pegjs|turndown|@xmldom/xmldom)',
          ), // pure functions
          '^crypto$', // to hash; lint lets nothing else of it in
        ],
      },
    ),
    rule(
      'rules-reach-no-io',
      'Nor does anything that a rule imports lead there.',
      { path: '^src/.*\\.rules\\.ts$' },
      {
        path: [
          '^src/platform/(database|access|config)/',
          '^src/.*\\.(service|queries|resolver|module)\\.ts$',
        ],
        pathNot: '^src/platform/access/permissions\\.ts$',
        reachable: true,
      },
    ),
    rule(
      'resolver-speaks-to-services',
      'A resolver is one line per field: it neither reads the database nor decides.',
      { path: '^src/.*\\.resolver\\.ts$' },
      { path: ['^src/features/.*\\.(rules|queries)\\.ts$', PACKAGE('(typeorm|pg)')] },
    ),
    rule(
      'nobody-below-knows-resolvers',
      'resolver → service → rules: only a module, or its list of providers, names a resolver.',
      { path: '^src/', pathNot: '\\.(module|providers|spec)\\.ts$' },
      { path: '\\.resolver\\.ts$' },
    ),
    rule(
      'services-know-no-api-class',
      'Entities and refusals stand below services, services below resolvers.',
      { path: '^src/features/.*\\.(entity|refusals)\\.ts$' },
      { path: '\\.(service|resolver|type|input|queries|module)\\.ts$' },
    ),
    rule(
      'driver-in-platform-alone',
      'The database is reached through TenantDb, which always names the organization.',
      { path: '^src/features/', pathNot: '\\.spec\\.ts$' },
      { path: PACKAGE('pg') },
    ),
    rule(
      'product-knows-no-test',
      'What serves must not need what tests.',
      { path: '^(src|migrations)/', pathNot: '\\.spec\\.ts$' },
      { path: ['^(test|bench)/', '\\.spec\\.ts$'] },
    ),
    rule(
      'migrations-stand-alone',
      'A migration says what it did then: it must not change with the code of today.',
      { path: '^migrations/' },
      { path: '^src/' },
    ),
    rule(
      'no-circular',
      'Two files that need each other are one thing, or one of them knows too much. Type-only imports count.',
      {},
      { circular: true },
    ),
    rule(
      'no-orphans',
      'Nobody needs it: delete it, or say who does.',
      { orphan: true, path: '^(src|migrations)/', pathNot: '\\.(spec|d)\\.ts$' },
      {},
    ),
    rule('no-unresolvable', 'The imported file or package is not there.', {}, { couldNotResolve: true }),
    rule(
      'no-dev-dependency',
      'The production image has no devDependencies.',
      { path: '^(src|migrations)/', pathNot: '\\.spec\\.ts$' },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'no-undeclared-package',
      'It works by accident of another package: declare it in package.json.',
      { path: '^(src|migrations)/' },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
