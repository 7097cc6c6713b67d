// swc's visitor, which dependency-cruiser walks with, does not know `using` declarations yet: they are walked like `const`.
const { Visitor } = require('@swc/core/Visitor.js');
const visitStatement = Visitor.prototype.visitStatement;
Visitor.prototype.visitStatement = function walk(statement) {
  if (statement.type !== 'UsingDeclaration') return visitStatement.call(this, statement);
  statement.decls = this.visitVariableDeclarators(statement.decls);
  return statement;
};

/** The arrows of the house: who may know whom. Checked by the gate; a new arrow is a design decision, made here. */
const lib = (...names) => `^libs/(${names.join('|')})/`;
const may = (from, ...to) => ({
  name: `${from}-knows-only-${to.length ? to.join('-') : 'errors'}`,
  severity: 'error',
  from: { path: lib(from), pathNot: ['\\.test\\.ts$', '/testing\\.ts$'] },
  to: { path: '^(libs|apps|tools|test)/', pathNot: [lib(from, 'errors', ...to)] },
});
const only = (name, owner, pattern) => ({
  name: `${name}-only-in-${owner}`,
  severity: 'error',
  from: { path: '^(libs|apps)/', pathNot: [lib(owner), '\\.test\\.ts$'] },
  to: { path: pattern },
});
module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'libs-never-know-apps',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^(apps|tools|test)/' },
    },
    {
      name: 'apps-never-know-tools',
      severity: 'error',
      from: { path: '^apps/' },
      to: { path: '^(tools|test)/' },
    },
    {
      name: 'agent-and-coordinator-are-strangers',
      severity: 'error',
      from: { path: '^apps/(agent|coordinator)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'through-the-front-door',
      comment: 'A package is entered by its index.ts, or by the doors that its package.json names besides.',
      severity: 'error',
      from: { path: '^(libs|apps|tools|test)/([^/]+)/' },
      to: {
        path: '^libs/[^/]+/src/',
        pathNot: [
          '^libs/[^/]+/src/(index|testing)\\.ts$',
          '^libs/store/src/(site|site-log)\\.ts$',
          '^libs/audit/src/witness-side\\.ts$',
          '^libs/learning/src/learning-child\\.ts$',
          '^libs/identity/src/tls-files\\.ts$',
          '^libs/policy/src/decision\\.ts$',
          '^$1/$2/',
        ],
      },
    },
    may('errors'),
    may('vector'),
    may('protocol'),
    may('data'),
    may('api'),
    may('store'),
    may('canonical'),
    may('merkle'),
    may('policy', 'canonical'),
    may('audit', 'canonical', 'merkle', 'policy'),
    may('identity', 'protocol'),
    may('transport', 'protocol', 'identity'),
    may('aggregation', 'vector', 'protocol'),
    may('rounds', 'vector', 'protocol'),
    may('secagg', 'vector', 'protocol', 'merkle'),
    may('learning', 'vector', 'data'),
    may('task', 'canonical', 'policy', 'learning', 'data', 'aggregation', 'rounds', 'vector'),
    only('tfjs', 'learning', '@tensorflow/'),
    only('ws', 'transport', 'node_modules/ws/'),
    only('sql', 'store', '^(node:)?sqlite$'),
    {
      name: 'pure-means-no-io',
      severity: 'error',
      from: {
        path: lib('rounds', 'aggregation', 'protocol', 'errors', 'canonical', 'policy'),
        pathNot: '\\.test\\.ts$',
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'hashes-and-signs-and-no-more',
      comment:
        'Audit log and secure aggregation are pure: files, databases and sockets are of those who use them.',
      severity: 'error',
      from: { path: lib('audit', 'merkle', 'secagg'), pathNot: ['\\.test\\.ts$', '/testing(/|\\.ts$)'] },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|v8)$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['/generated/', '/assembly/'] },
    parser: 'swc',
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
