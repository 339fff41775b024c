// The house rules: contract <- core <- api <- shells. docs/architecture.md explains them.
const only = (from, allowed) => ({
  name: `${from}-may-import`,
  severity: 'error',
  from: { path: `^src/${from}/` },
  to: { path: '^src/', pathNot: [from, ...allowed].map((folder) => `^src/${folder}/`) },
})

module.exports = {
  forbidden: [
    only('contract', []),
    only('core', ['contract']),
    only('api', ['core', 'contract']),
    only('cli', ['server', 'api', 'core', 'contract']),
    only('backend', ['api', 'core', 'contract']),
    only('server', ['api', 'core', 'contract']),
    only('renderer', ['contract']),
    only('main', ['contract']),
    only('preload', ['contract']),
    {
      name: 'core-knows-no-shell',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { path: 'node_modules/(electron|fastify|react|commander|cli-progress)/' },
    },
    {
      name: 'modules-have-one-face',
      comment:
        'Another module of the core is entered through its index.ts, on worker threads through its worker.ts.',
      severity: 'error',
      from: { path: '^src/core/([^/]+)/' },
      to: { path: '^src/core/([^/]+)/', pathNot: ['^src/core/$1/', '^src/core/[^/]+/(index|worker)\\.ts$'] },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}
