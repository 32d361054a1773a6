/** The rules that keep the rooms apart; docs/architecture.md draws the same picture. */
const pureRooms = '^(node/(wire|session|engine|access)/|node/market/(?!feeds/read-)|operator/(api|desired|decide)/)';
const inputOutput =
  '^(node:)?(net|dgram|tls|http|https|http2|fs|fs/promises|timers|timers/promises|worker_threads|child_process|cluster|os|perf_hooks|dns|readline|inspector)$';

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', comment: 'Two files that import each other are one file.', from: {}, to: { circular: true } },
    {
      name: 'cores-are-pure',
      severity: 'error',
      comment: 'Cores get time, randomness, sockets and files passed in: that is what makes the simulator possible.',
      from: { path: pureRooms, pathNot: '(\\.test\\.ts$|/testing/)' },
      to: { path: inputOutput },
    },
    {
      name: 'operator-knows-no-transport',
      severity: 'error',
      comment: 'The operator speaks to the API server, never the binary protocol.',
      from: { path: '^operator/', pathNot: '\\.test\\.ts$' },
      to: { path: '^node/(transport|session|server|client|cli|log|engine|market)/' },
    },
    {
      name: 'registry-imports-nothing',
      severity: 'error',
      from: { path: '^registry/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^registry/' },
    },
    {
      name: 'through-the-door',
      severity: 'error',
      comment: 'Another room is used through its index.ts only; what is not exported there is private.',
      from: { path: '^(node|operator)/([^/]+)/', pathNot: '(\\.test\\.ts$|/testing/)' },
      to: {
        path: '^(node|operator)/([^/]+)/',
        pathNot: [
          '^$1/$2/',
          '^node/market/feeds/index\\.ts$',
          '^(node|operator)/[^/]+/index\\.ts$',
          '^operator/desired/node-configuration\\.ts$',
        ],
      },
    },
    {
      name: 'product-does-not-use-tests',
      severity: 'error',
      from: { path: '^(node|operator|registry)/', pathNot: '\\.test\\.ts$' },
      to: { path: '(^(test|bench)/|\\.test\\.ts$)' },
    },
    {
      name: 'product-uses-no-dev-dependencies',
      severity: 'error',
      from: { path: '^(node|operator|registry)/', pathNot: '(\\.test\\.ts$|/testing/)' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
  },
};
