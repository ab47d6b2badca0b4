// The two plugins of our own, packed as people pack theirs.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zip } from './zip.ts';

const FOLDER = join(import.meta.dirname, '../fixtures/plugins');

export function packed(name: 'words' | 'notes') {
  const read = (file: string) => readFileSync(join(FOLDER, name, file));
  const buffer = zip({
    'config.json': read('config.json'),
    'plugin.js': read('plugin.js'),
    [`assets/${name}.svg`]: read(`${name}.svg`),
  });
  return { name: `${name}.zip`, mimeType: 'application/zip', buffer };
}
