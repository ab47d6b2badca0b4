// A server in developer mode for each worker: portals are made as needed.
import { test as base, expect } from '@playwright/test';
import { type Server, startServer } from '../support/server.ts';

export const test = base.extend<object, { server: Server }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's shape
    async ({}, use) => {
      const server = await startServer({ flags: ['--dev'] });
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
});

export { expect };
