// Long lists and short ones: choosing, filtering, looks; on a desk and on a phone.
import { act, makeRoom, row, uploadText } from '../support/actions.ts';
import type { Api } from '../support/api.ts';
import { check } from '../support/axe.ts';
import { expect, test } from '../support/test.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

async function fill(api: Api, folder: number, titles: string[]): Promise<void> {
  for (let at = 0; at < titles.length; at += 10)
    await Promise.all(
      titles.slice(at, at + 10).map((title) => api.call('POST', `files/${folder}/text`, { title, content: title })),
    );
}

test('with the mouse: a rectangle, ranges, and the verbs that all of the choice allows', async ({ page, api }) => {
  const room = await api.room('Lasso');
  await fill(api, room, ['a.txt', 'b.txt', 'c.txt', 'd.txt', 'e.txt']);
  await page.goto(`/rooms/${room}?sort=AZ&desc=false`);
  await expect(row(page, 'e.txt')).toBeVisible();
  const middle = async (title: string) => {
    const box = await row(page, title).boundingBox();
    if (!box) throw new Error(`no ${title}`);
    return { x: box.x + box.width - 300, y: box.y + box.height / 2 };
  };
  const [from, to] = [await middle('b.txt'), await middle('d.txt')];

  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x - 40, from.y + 30);
  await page.mouse.move(to.x - 200, to.y);
  await page.mouse.up();
  await expect(page.getByText('3 chosen')).toBeVisible();
  for (const title of ['b.txt', 'c.txt', 'd.txt'])
    await expect(row(page, title)).toHaveAttribute('aria-selected', 'true');
  await check(page, 'chosen');

  await row(page, 'c.txt').getByText('c.txt').click({ modifiers: ['ControlOrMeta'] });
  await expect(page.getByText('2 chosen')).toBeVisible();
  await row(page, 'a.txt').getByText('a.txt').click();
  await row(page, 'c.txt').getByText('c.txt').click({ modifiers: ['Shift'] });
  await expect(page.getByText('3 chosen')).toBeVisible();

  await row(page, 'b.txt').getByText('b.txt').click({ button: 'right' });
  const menu = page.getByRole('menu');
  await expect(menu.getByRole('menuitem', { name: 'Rename' })).toBeHidden();
  await expect(menu.getByRole('menuitem', { name: 'Move to' })).toContainText('M');
  await page.keyboard.press('Escape');
  await row(page, 'a.txt').focus();
  await page.keyboard.press('f');
  await expect(row(page, 'c.txt').getByRole('img', { name: 'Favourite' })).toBeVisible();
  await expect(row(page, 'd.txt').getByRole('img', { name: 'Favourite' })).toBeHidden();

  await page.mouse.click(from.x, (await middle('e.txt')).y + 120);
  await expect(page.getByText('3 chosen')).toBeHidden();
});

test('a filter narrows the list, stays in the address and is taken off again', async ({ page, api }) => {
  const ben = await api.person('Fil', 'Ter');
  const room = await api.room('Filters', [{ id: ben.id, access: 'ContentCreator' }]);
  const { id: inner } = await api.call<{ id: number }>('POST', `files/folder/${room}`, { title: 'Inside' });
  await fill(api, room, ['words.txt']);
  await api.call('POST', `files/${room}/file`, { title: 'sums.xlsx' });
  await api.call('POST', `files/${inner}/file`, { title: 'deep sums.xlsx' });
  await page.goto(`/rooms/${room}`);
  await expect(row(page, 'words.txt')).toBeVisible();

  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByText('Spreadsheets', { exact: true }).click();
  await check(page, 'filter');
  await page.keyboard.press('Escape');
  await expect(row(page, 'sums.xlsx')).toBeVisible();
  await expect(row(page, 'deep sums.xlsx')).toBeVisible();
  await expect(row(page, 'words.txt')).toBeHidden();
  await expect(page).toHaveURL(/kind=spreadsheets/);

  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('switch', { name: 'Look into folders inside, too' }).click();
  await page.keyboard.press('Escape');
  await expect(row(page, 'deep sums.xlsx')).toBeHidden();
  await page.reload();
  await expect(row(page, 'sums.xlsx')).toBeVisible();
  await expect(row(page, 'deep sums.xlsx')).toBeHidden();

  await page.goto(`/rooms/${room}?by=${ben.id}`);
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
  await page.getByRole('button', { name: 'Remove filter: by Fil Ter' }).click();
  await expect(row(page, 'words.txt')).toBeVisible();

  await page.getByRole('searchbox', { name: 'Search here' }).fill('deep');
  await expect(row(page, 'deep sums.xlsx')).toBeVisible();
  await act(page, 'deep sums.xlsx', 'Show in its folder');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Inside');
});

test('a long list is fetched where one looks', async ({ page, api }) => {
  const room = await api.room('Long');
  await fill(api, room, Array.from({ length: 600 }, (_, at) => `${String(at).padStart(4, '0')}.txt`));
  await page.goto(`/rooms/${room}?sort=AZ&desc=false`);
  await expect(row(page, '0000.txt')).toBeVisible();
  const grid = page.getByRole('grid');
  await expect(grid).toHaveAttribute('aria-rowcount', '601');
  const asked: number[] = [];
  page.on('request', (request) => {
    const start = /startIndex=(\d+)/.exec(request.url());
    if (start) asked.push(Number(start[1]));
  });

  await row(page, '0000.txt').getByText('0000.txt').click();
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await expect(row(page, '0599.txt')).toBeVisible();
  expect(asked.filter((start) => start > 100 && start < 400), 'pages that nobody saw').toEqual([]);
  expect(await grid.getByRole('row').count()).toBeLessThan(60);
  await expect(page.getByText('1 of 600 chosen')).toBeVisible();

  await row(page, '0599.txt').getByText('0599.txt').click({ modifiers: ['ControlOrMeta'] });
  await act(page, '0599.txt', 'Add to favourites');
  await page.evaluate(() => window.scrollTo(0, 0));
  await expect(row(page, '0000.txt').getByRole('img', { name: 'Favourite' })).toBeVisible();
});

test.describe('on a phone', () => {
  test.use(PHONE);

  test('looks, filters and a choice by thumb', async ({ page }) => {
    await makeRoom(page, 'Thumb list');
    await uploadText(page, { 'one.txt': '1', 'two.txt': '2' });
    for (const look of ['Compact', 'Tiles', 'List']) {
      await page.getByTitle(look, { exact: true }).tap();
      await expect(page.getByText('one.txt', { exact: true })).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      await check(page, look);
    }
    await page.getByRole('button', { name: 'Actions for one.txt' }).tap();
    await page.getByRole('menuitem', { name: 'Add to favourites' }).tap();
    await expect(row(page, 'one.txt').getByRole('img', { name: 'Favourite' })).toBeVisible();
    await row(page, 'two.txt').getByText('two.txt').tap();
    await expect(page.getByText('2 chosen')).toBeVisible();
    await page.getByRole('button', { name: 'Clear the choice' }).tap();
    await page.getByRole('button', { name: 'Filter', exact: true }).tap();
    await page.getByText('Images').tap();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
  });
});
