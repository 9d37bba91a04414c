// Who may import whom; docs/architecture.md explains why. scripts/check/import-rules.mjs proves
// that a violation of each rule is caught.

const foundations = '^lib/(db|env|log|ids|clock|crypto|format|paths|generated)/'
const middle = '^lib/(iam|audit|operations)/'
const noun =
  '^lib/(?!db/|env/|log/|ids/|clock/|crypto/|format/|paths/|generated/|core/|iam/|audit/|operations/|auth/|api/)'
const tests = ['\\.(test|itest)\\.tsx?$', 'testing\\.tsx?$', '/testing-[a-z]+\\.tsx?$']
/** Files of lib that may reach a browser. */
const clientSafe =
  '^lib/(format/|core/(result|fetch-result)\\.ts$|[^/]+/(schema|state|query-options)\\.ts$|instances/(engines|node-types|capacity)\\.ts$|iam/catalogue\\.ts$|iam/[^/]+/(schema|query-options)\\.ts$|iam/policies/(summary|condition-parts)\\.ts$|operations/(schema|state|query-options)\\.ts$)'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Modules that need each other are one module, or lack a third.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolved',
      comment: 'Every import leads somewhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-barrels',
      comment: 'An index file hides what is imported from where.',
      severity: 'error',
      from: {},
      to: {
        path: [
          '^(lib|agent|components|app)/index\\.tsx?$',
          '^(lib|agent|components|app)/.+/index\\.tsx?$',
        ],
      },
    },
    {
      name: 'lib-stands-alone',
      comment: 'The domain knows neither its pages nor the agent.',
      severity: 'error',
      from: { path: '^lib/', pathNot: tests },
      to: { path: '^(app|components|agent|scripts|e2e)/' },
    },
    {
      name: 'foundations-know-no-domain',
      comment: 'db, env, log, ids, clock, crypto, format and paths are below everything.',
      severity: 'error',
      from: { path: foundations, pathNot: tests },
      to: { path: '^lib/', pathNot: foundations },
    },
    {
      name: 'core-below-the-nouns',
      comment: 'The wrappers serve every noun and know none.',
      severity: 'error',
      from: { path: '^lib/core/', pathNot: tests },
      to: { path: [middle, noun, '^lib/(auth|api)/'] },
    },
    {
      name: 'iam-audit-operations-below-the-nouns',
      comment: 'Rights, audit and operations serve every noun and know none.',
      severity: 'error',
      from: { path: middle, pathNot: tests },
      to: { path: noun },
    },
    {
      name: 'internal-stays-inside',
      comment: "A module's internal.ts is private to its folder.",
      severity: 'error',
      from: { path: '^lib/([^/]+)/' },
      to: { path: '^lib/[^/]+/internal\\.ts$', pathNot: '^lib/$1/' },
    },
    {
      name: 'internal-is-for-lib',
      comment: "A module's internal.ts is private to its folder.",
      severity: 'error',
      from: { pathNot: '^lib/' },
      to: { path: '^lib/[^/]+/internal\\.ts$' },
    },
    {
      name: 'agent-knows-no-web',
      comment: 'The agent must run without the console.',
      severity: 'error',
      from: { path: '^agent/', pathNot: tests },
      to: { path: ['^(app|components|scripts|e2e)/', '^lib/(auth|api)/'] },
    },
    {
      name: 'agent-knows-no-react',
      comment: 'The agent must run without the console.',
      severity: 'error',
      from: { path: '^agent/' },
      to: {
        path: '^(react|react-dom|next|next-auth)($|/)|node_modules/(react|react-dom|next|next-auth)/',
      },
    },
    {
      name: 'console-never-reaches-the-agent',
      comment: 'The control database is the only channel between console and agent.',
      severity: 'error',
      from: { path: '^(app|components)/|^proxy\\.ts$' },
      to: { path: '^agent/' },
    },
    {
      name: 'components-know-no-pages',
      comment: 'Components serve every page.',
      severity: 'error',
      from: { path: '^components/', pathNot: tests },
      to: { path: '^(app|scripts|e2e)/' },
    },
    {
      name: 'components-use-client-safe-lib',
      comment: 'What components import may be sent to the browser.',
      severity: 'error',
      from: { path: '^components/', pathNot: tests },
      to: { path: '^lib/', pathNot: clientSafe, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'ui-knows-no-domain',
      comment: 'Primitives serve every feature and know none.',
      severity: 'error',
      from: { path: '^components/ui/', pathNot: tests },
      to: { path: ['^components/(?!ui/)', '^lib/(?!format/)'] },
    },
    {
      name: 'only-tests-use-tests',
      comment: 'What only tests need must not reach a build.',
      severity: 'error',
      from: { path: '^(app|components|lib|agent)/', pathNot: tests },
      to: { path: tests },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.next|\\.holdfast|dist|lib/generated)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
    cache: { folder: 'node_modules/.cache/dependency-cruiser', strategy: 'content' },
  },
}
