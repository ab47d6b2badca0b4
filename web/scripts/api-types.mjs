// Generates src/api/schema.d.ts: the types of exactly those operations the web app calls.
//
//   npm run api-types -- path/to/openapi.json [another.json …]
//
// Where several documents are given, the first that has an operation describes it: the contract's, say, and behind it the
// server's own (`atrium openapi`) with what it adds.
//
// The whole document has ~600 operations; keeping only the used ones keeps the type checker fast and makes the
// diff of the generated file the review of an interface change.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const sources = process.argv.slice(2);
if (sources.length === 0) throw new Error('usage: npm run api-types -- path/to/openapi.json [another.json …]');
const used = JSON.parse(readFileSync(new URL('./api-operations.json', import.meta.url), 'utf8'));
const documents = sources.map((source) => JSON.parse(readFileSync(source, 'utf8')));

/** The document that tells about an operation. */
const describing = (path, method) => documents.find(({ paths: known }) => known[path]?.[method]);

const paths = {};
for (const [path, methods] of Object.entries(used)) {
  paths[path] = {};
  for (const method of methods) {
    const document = describing(path, method);
    if (!document) throw new Error(`no document has ${method} ${path}`);
    const { security: _security, responses, ...operation } = document.paths[path][method];
    const ok = responses['200'] ?? responses['201'];
    paths[path][method] = { ...operation, responses: { 200: ok } };
  }
}

// Keep the schemas reachable from the kept operations, and nothing else.
const schemas = {};
const visit = (node, document) => {
  if (node === null || typeof node !== 'object') return;
  if (typeof node.$ref === 'string') {
    const name = node.$ref.split('/').pop();
    if (name && !schemas[name]) {
      schemas[name] = document.components.schemas[name];
      visit(schemas[name], document);
    }
  }
  for (const inner of Object.values(node)) visit(inner, document);
};
for (const [path, item] of Object.entries(paths))
  for (const [method, operation] of Object.entries(item)) visit(operation, describing(path, method));

// Texts are documentation of the server, not of the client.
const strip = (node) => {
  if (Array.isArray(node)) return node.map(strip);
  if (node === null || typeof node !== 'object') return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(
        ([key, value]) =>
          !(
            ['description', 'example', 'examples', 'summary', 'x-enum-varnames'].includes(key) &&
            typeof value !== 'object'
          ),
      )
      .map(([key, value]) => [key, strip(value)]),
  );
};

const trimmed = strip({
  openapi: documents[0].openapi,
  info: { title: 'Atrium', version: '2.0' },
  paths,
  components: { schemas },
});
const folder = mkdtempSync(join(tmpdir(), 'atrium-api-'));
const input = join(folder, 'openapi.json');
writeFileSync(input, JSON.stringify(trimmed));
execFileSync(
  'npx',
  [
    '-y',
    '-p',
    'openapi-typescript@7.13.0',
    '-p',
    'typescript@5.9.3',
    'openapi-typescript',
    input,
    '-o',
    'src/api/schema.d.ts',
    '--empty-objects-unknown',
    '--default-non-nullable',
    'false',
  ],
  { stdio: 'inherit', cwd: new URL('..', import.meta.url) },
);
