/** Who may import whom, for `depcruise --config`. The table in README.md, in a form that a machine checks. */
const packages = ['core', 'npm', 'npm-dev', 'npm-peer', 'npm-optional', 'npm-no-pkg', 'npm-unknown'];

/**
 * One room: what stands in `own` may reach only the rooms in `allowed` (and packages, judged by the rules below).
 * @param {string} own
 * @param {string[]} allowed
 * @param {string} comment
 */
const room = (own, allowed, comment) => ({
  name: `room ${own}`,
  comment,
  severity: 'error',
  from: { path: `^${own}/` },
  to: { pathNot: `^(${[own, ...allowed].join('|')})/`, dependencyTypesNot: packages },
});

const electronModules = ['electron', 'electron/main', 'electron/renderer', 'electron/common'];

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'resolvable',
      comment: 'An import that resolves to nothing hides what stands behind it from every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'contract-room',
      comment: 'The contract is words and pure rules: it may use zod and Temporal, nothing else.',
      severity: 'error',
      from: { path: '^contract/' },
      to: { pathNot: '^contract/|^node_modules/(zod|temporal-polyfill|temporal-spec|temporal-utils)/' },
    },
    room('main/kiosk', ['contract'], 'The kiosk runs under any host.'),
    room('main/desk', ['contract'], 'The desk is a program of its own.'),
    room('main/lists', ['contract'], 'Filter lists are made apart from whoever reads them.'),
    room('main/electron', ['main/kiosk', 'main/desk', 'contract'], 'Host 1 only wires.'),
    room('main/chromium', ['main/kiosk', 'main/desk', 'contract'], 'Host 2 only wires.'),
    room('renderer', ['contract'], 'Screens know the contract and each other’s shared parts.'),
    room('central', ['contract'], 'Central meets the places only through the contract.'),
    room('deploy', ['contract'], 'Deployment starts programs; it does not reach into them.'),
    {
      name: 'electron-stays-home',
      severity: 'error',
      from: { path: '^(contract|main/kiosk|main/desk|main/lists|main/chromium|renderer|central|deploy)/' },
      to: { path: '^electron(/|$)|^node_modules/electron/', reachable: true },
    },
    {
      name: 'screens-have-no-node',
      severity: 'error',
      from: { path: '^(renderer|contract)/' },
      to: { dependencyTypes: ['core'], pathNot: '^electron' },
    },
    {
      name: 'programs-ship-their-packages',
      comment: 'What runs on an association’s machine must stand in "dependencies".',
      severity: 'error',
      from: { path: '^(contract|main|central)/' },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: '^node_modules/(electron|@types)/',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // The checks are tried on a copy of the tree whose packages are a link to these.
    preserveSymlinks: true,
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    builtInModules: { add: electronModules },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'svelte', 'default'],
      extensions: ['.ts', '.svelte', '.js', '.mjs', '.d.ts', '.json'],
    },
  },
};
