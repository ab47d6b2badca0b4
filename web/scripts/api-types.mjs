// Generates src/api/schema.d.ts: the types of exactly those operations the web app calls.
//
//   npm run api-types -- path/to/openapi.json
//
// The whole document has ~600 operations; keeping only the used ones keeps the type checker fast and makes the
// diff of the generated file the review of an interface change.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const source = process.argv[2];
if (!source) throw new Error('usage: npm run api-types -- path/to/openapi.json');
const used = JSON.parse(readFileSync(new URL('./api-operations.json', import.meta.url), 'utf8'));
const document = JSON.parse(readFileSync(source, 'utf8'));

const paths = {};
for (const [path, methods] of Object.entries(used)) {
  const item = document.paths[path];
  if (!item) throw new Error(`the document has no path ${path}`);
  paths[path] = {};
  for (const method of methods) {
    if (!item[method]) throw new Error(`the document has no ${method} ${path}`);
    const { security: _security, responses, ...operation } = item[method];
    const ok = responses['200'] ?? responses['201'];
    paths[path][method] = { ...operation, responses: { 200: ok } };
  }
}

// Keep the schemas reachable from the kept operations, and nothing else.
const schemas = {};
const visit = (node) => {
  if (Array.isArray(node)) return node.forEach(visit);
  if (node === null || typeof node !== 'object') return;
  if (typeof node.$ref === 'string') {
    const name = node.$ref.split('/').pop();
    if (name && !schemas[name]) {
      schemas[name] = document.components.schemas[name];
      visit(schemas[name]);
    }
  }
  Object.values(node).forEach(visit);
};
visit(paths);

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
  openapi: document.openapi,
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
