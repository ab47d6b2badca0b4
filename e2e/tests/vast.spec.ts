// A folder with a hundred thousand files: little is drawn, little is fetched, and nothing takes long.
import type { Browser, Page } from '@playwright/test';
import { row } from '../support/actions.ts';
import type { Api } from '../support/api.ts';
import { check } from '../support/axe.ts';
import { expect, test } from '../support/test.ts';

const TOTAL = 100_000;
/** No single piece of work may hold up a finger for longer than this, in milliseconds. */
const LONGEST = 200;

const nameOf = (at: number) => `${String(at).padStart(6, '0')}.txt`;

/** A folder whose one real file stands there a hundred thousand times, handed out in pages as the server does. */
async function vast(page: Page, api: Api): Promise<{ room: number; asked: number[] }> {
  const room = await api.room('Vast');
  await api.call('POST', `files/${room}/text`, { title: 'grain.txt', content: 'sand' });
  const asked: number[] = [];
  await page.route(
    (url) => url.pathname === `/api/2.0/files/${room}`,
    async (route) => {
      const url = new URL(route.request().url());
      const start = Number(url.searchParams.get('startIndex') ?? 0);
      const count = Number(url.searchParams.get('count') ?? 25);
      asked.push(start);
      url.searchParams.set('startIndex', '0');
      const answer = await route.fetch({ url: url.href });
      const body = (await answer.json()) as { response: { files: object[]; total: number; startIndex: number; count: number } };
      const { response } = body;
      const [grain] = response.files;
      const length = Math.max(0, Math.min(count, TOTAL - start));
      response.files = Array.from({ length }, (_, at) => ({ ...grain, id: 1_000_000 + start + at, title: nameOf(start + at) }));
      Object.assign(response, { total: TOTAL, startIndex: start, count: length });
      await route.fulfill({ response: answer, json: body });
    },
  );
  return { room, asked };
}

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Microseconds the thread itself worked, whatever else the machine did meanwhile. */
  tdur?: number;
  args?: { name?: string };
}

/** Works, and tells how long the longest task of the page took meanwhile, in milliseconds of its own. */
async function longestTask(browser: Browser, page: Page, work: () => Promise<void>): Promise<number> {
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  await work();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const mains = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid}/${tid}`),
  );
  const tasks = traceEvents.filter(({ name, pid, tid, tdur }) => /RunTask$/.test(name) && tdur !== undefined && mains.has(`${pid}/${tid}`));
  expect(tasks.length, 'tasks that were watched').toBeGreaterThan(100);
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000;
}

async function walk(browser: Browser, page: Page, asked: number[], phone: boolean): Promise<void> {
  const grid = page.getByRole('grid');
  await expect(row(page, nameOf(0))).toBeVisible();
  await expect(grid).toHaveAttribute('aria-rowcount', String(TOTAL + 1));
  const tall = await page.evaluate(() => document.body.scrollHeight);
  expect(tall).toBeGreaterThan(TOTAL * 30);

  const longest = await longestTask(browser, page, async () => {
    for (let turn = 0; turn < 25; turn += 1) {
      if (phone) await page.evaluate(() => window.scrollBy(0, 700));
      else await page.mouse.wheel(0, 900);
    }
    for (const part of [0.5, 0.25, 0.99, 1]) {
      await page.evaluate((to) => window.scrollTo(0, document.body.scrollHeight * to), part);
      expect(await page.getByRole('row').count()).toBeLessThan(90);
    }
    await expect(row(page, nameOf(TOTAL - 1))).toBeVisible();
  });
  test.info().annotations.push({ type: 'longest task', description: `${longest} ms` });
  expect(longest).toBeLessThan(LONGEST);
  expect(await page.evaluate(() => document.querySelectorAll('*').length), 'elements').toBeLessThan(3000);
  expect(asked.length, 'pages that were fetched').toBeLessThan(120);

  await row(page, nameOf(TOTAL - 1)).getByText(nameOf(TOTAL - 1)).click({ button: 'right' });
  await expect(page.getByRole('menuitem', { name: 'Rename' })).toBeVisible();
  await page.keyboard.press('Escape');
  await check(page, 'at the end');
}

test('a hundred thousand files are scrolled through to the last', async ({ browser, page, api }) => {
  const { room, asked } = await vast(page, api);
  await page.goto(`/rooms/${room}?sort=AZ&desc=false`);
  await page.mouse.move(700, 500);
  await walk(browser, page, asked, false);
  await page.getByRole('button', { name: 'Clear the choice' }).click();
  await page.getByTitle('Tiles', { exact: true }).click();
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await expect(page.getByText(nameOf(TOTAL - 1), { exact: true })).toBeVisible();
  expect(await page.getByRole('gridcell').count()).toBeLessThan(160);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('a hundred thousand files are scrolled through by thumb', async ({ browser, page, api }) => {
    const { room, asked } = await vast(page, api);
    await page.goto(`/rooms/${room}?sort=AZ&desc=false`);
    await walk(browser, page, asked, true);
  });
});
