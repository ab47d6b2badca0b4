import { defineConfig } from '@playwright/test';

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
  ],
  timeout: 90_000,
  expect: { timeout: 10_000 },
  // One server, one browser at a time: two cores must do.
  workers: Number(process.env['E2E_WORKERS'] ?? 1),
  retries: process.env['CI'] ? 1 : 0,
  reporter: [['list']],
  use: {
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    trace: 'retain-on-failure',
    launchOptions: { executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args },
  },
});
