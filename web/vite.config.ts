import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const server = process.env['ATRIUM_SERVER'] ?? 'http://localhost:8080';
const proxied = [
  '/api',
  '/filehandler.ashx',
  '/ChunkedUploader.ashx',
  '/storage',
  '/s/',
  '/static',
  '/socket.io',
  '/edit/',
  '/openapi.json',
];

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    // Everything is served by the Atrium binary itself; nothing is fetched from elsewhere.
    outDir: 'dist',
    assetsInlineLimit: 2048,
    chunkSizeWarningLimit: 700,
  },
  server: {
    proxy: Object.fromEntries(
      proxied.map((path) => [
        path,
        { target: server, changeOrigin: false, ws: path === '/socket.io' || path === '/edit/' },
      ]),
    ),
  },
  test: { environment: 'jsdom', setupFiles: ['src/shared/testing/setup.ts'], css: false },
});
