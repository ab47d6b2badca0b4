import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

/** The build without windows takes half the time of the whole browser. */
const BROWSERS = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];
const executablePath = process.env['CHROMIUM'] ?? BROWSERS.find((path) => existsSync(path)) ?? 'chromium';

// The flags keep a headless Chromium quiet on a machine without a network beyond localhost.
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export default defineConfig({
  // `browser`: the product as people use it. `sockets`: what it tells clients, without a browser.
  projects: [
    { name: 'sockets', testDir: 'sockets' },
    { name: 'browser', testDir: 'tests' },
    // The pictures of the documents, for those who ask for them: `npm run pictures`.
    ...(process.env['E2E_PICTURES'] ? [{ name: 'pictures', testDir: 'docs', timeout: 600_000, expect: { timeout: 60_000 } }] : []),
  ],
  timeout: 90_000,
  expect: { timeout: 10_000 },
  // Each worker has a server and a space of its own; while one waits for its server, the other works.
  workers: Number(process.env['E2E_WORKERS'] ?? 2),
  retries: process.env['CI'] ? 1 : 0,
  reporter: [['list']],
  use: {
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    // Recording costs a fifth of a run: E2E_TRACE=1 to look into a failure, the second attempt where there is one.
    trace: process.env['E2E_TRACE'] ? 'retain-on-failure' : 'on-first-retry',
    screenshot: 'only-on-failure',
    // The app itself stands still for those who ask for it, so nothing has to be waited for.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: { executablePath, args },
  },
});
