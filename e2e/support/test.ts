// `test` with a server of its own for each worker, and a browser that is already signed in as the owner.
import { type Browser, type BrowserContext, test as base, expect, type Page } from '@playwright/test';
import { type Api, apiFor } from './api.ts';
import { type Server, startServer } from './server.ts';

/** The browser of a phone, held upright. */
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** Takes the cookies. The app leaves for the door by itself once it notices, which would cross the next way of the test. */
export async function forgetWhoIsHere(page: Page): Promise<void> {
  await page.goto('about:blank');
  await page.context().clearCookies();
}

/** Whoever is new and signs in is shown around: declines that whenever it comes. */
export async function declineTour(page: Page): Promise<void> {
  const tour = page.getByRole('dialog', { name: 'Welcome to Atrium' });
  await page.addLocatorHandler(tour, async () => tour.getByRole('button', { name: 'Skip' }).click());
}

export const OWNER = { name: 'Anna Keller', email: 'owner@atrium.example', password: 'Sunlight-7' };

interface Fixtures {
  /** A page inside the space, signed in as the owner. */
  page: Page;
  /** The API as the owner. */
  api: Api;
}

interface WorkerFixtures {
  server: Server;
  /** The owner's session. */
  ownerState: Awaited<ReturnType<BrowserContext['storageState']>>;
}

/** A new space through the API; the owner's session. `passWizard` does the same as people do it. */
export async function openSpace(url: string) {
  const api = await apiFor(url);
  await api.open(OWNER);
  const state = await api.cookies();
  await api.dispose();
  return state;
}

export async function passWizard(browser: Browser, url: string) {
  const context = await browser.newContext({ baseURL: url, locale: 'en-US' });
  const page = await context.newPage();
  await declineTour(page);
  await page.goto('/');
  await expect(page).toHaveURL(/\/wizard$/);
  await page.getByLabel('Your name').fill(OWNER.name);
  await page.getByLabel('Your e-mail').fill(OWNER.email);
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
  await page.getByLabel('Password once more').fill(OWNER.password);
  await page.getByRole('button', { name: 'Open my space' }).click();
  await expect(page).toHaveURL(/\/rooms$/);
  await expect(page.getByRole('heading', { name: 'Rooms', level: 1 })).toBeVisible();
  const state = await context.storageState();
  await context.close();
  return state;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's shape
    async ({}, use) => {
      const server = await startServer();
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  ownerState: [async ({ server }, use) => use(await openSpace(server.url)), { scope: 'worker' }],
  baseURL: async ({ server }, use) => use(server.url),
  storageState: async ({ ownerState }, use) => use(ownerState),
  api: async ({ server, ownerState }, use) => {
    const api = await apiFor(server.url, ownerState);
    await use(api);
    await api.dispose();
  },
  page: async ({ page }, use) => {
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await declineTour(page);
    await use(page);
    expect(errors, 'errors thrown in the page').toEqual([]);
  },
});

export { expect };
