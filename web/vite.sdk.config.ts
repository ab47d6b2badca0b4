// Builds `api.js` for pages of other sites, beside the app that is in `dist` already.
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

/** The names under which pages ask for it: versions of the published contract, and the one without a version. */
const NAMES = ['1.0.0', '1.0.1', '2.0.0', '2.1.0', '2.2.0'].map((version) => `static/scripts/sdk/${version}/api.js`);
NAMES.push('static/scripts/api.js');

const underAllNames: Plugin = {
  name: 'under-all-names',
  generateBundle(_options, bundle) {
    for (const [fileName, output] of Object.entries(bundle)) {
      if (output.type !== 'chunk') continue;
      for (const name of NAMES) this.emitFile({ type: 'asset', fileName: name, source: output.code });
      delete bundle[fileName];
    }
  },
};

export default defineConfig({
  plugins: [underAllNames],
  publicDir: false,
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    target: 'es2020',
    lib: {
      entry: fileURLToPath(new URL('./src/sdk/index.ts', import.meta.url)),
      formats: ['iife'],
      name: 'atriumSdk',
      fileName: () => 'api.js',
    },
  },
});
