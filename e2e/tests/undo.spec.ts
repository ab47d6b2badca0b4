// What one regrets: a move and a deletion are taken back, and what is there already is not written over unasked. On a desk
// and on a phone.
import type { Page } from '@playwright/test';
import { act, row } from '../support/actions.ts';
import { check } from '../support/axe.ts';
import { expect, PHONE, test } from '../support/test.ts';

function news(page: Page, text: string) {
  return page.getByRole('alert').filter({ hasText: text });
}

for (const [where, options] of [
  ['desk', { colorScheme: 'dark' as const }],
  ['phone', PHONE],
] as const)
  test.describe(`on a ${where}`, () => {
    test.use(options);

    test('a move and a deletion are taken back', async ({ page, api }) => {
      const room = await api.room(`Regrets ${where}`);
      const { id: box } = await api.call<{ id: number }>('POST', `files/folder/${room}`, { title: 'Box' });
      await api.call('POST', `files/${room}/text`, { title: 'plan.txt', content: 'x' });
      const titles = async (folder: number) =>
        (await api.call<{ files: { title: string }[] }>('GET', `files/${folder}`)).files.map(({ title }) => title).sort();
      await page.goto(`/rooms/${room}`);
      await act(page, 'plan.txt', 'Move to');
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: `Regrets ${where}` }).click();
      await dialog.getByRole('button', { name: 'Box' }).click();
      await check(page, 'where to');
      await dialog.getByRole('button', { name: 'Move to “Box”' }).click();
      await expect(row(page, 'plan.txt')).toBeHidden();
      await expect(news(page, 'moved to “Box”')).toBeVisible();
      await check(page, 'moved');
      expect(await titles(box)).toEqual(['plan.txt']);
      await news(page, 'moved to “Box”').getByRole('button', { name: 'Undo' }).click();
      await expect(row(page, 'plan.txt')).toBeVisible();
      await expect.poll(() => titles(box)).toEqual([]);

      await act(page, 'plan.txt', 'Delete');
      await expect(row(page, 'plan.txt')).toBeHidden();
      await news(page, 'is in the trash').getByRole('button', { name: 'Undo' }).click();
      await expect(row(page, 'plan.txt')).toBeVisible();
      await expect.poll(() => titles(room)).toEqual(['plan.txt']);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
    });

    test('a name that is taken is asked about', async ({ page, api }) => {
      const room = await api.room(`Namesakes ${where}`);
      const { id: box } = await api.call<{ id: number }>('POST', `files/folder/${room}`, { title: 'Box' });
      const [there = 0] = await api.upload(box, 'memo.txt', Buffer.from('old'));
      await api.upload(room, 'memo.txt', Buffer.from('newer'));
      await page.goto(`/rooms/${room}`);
      const copy = async () => {
        await act(page, 'memo.txt', 'Copy to');
        const dialog = page.getByRole('dialog');
        await dialog.getByRole('button', { name: `Namesakes ${where}` }).click();
        await dialog.getByRole('button', { name: 'Box' }).click();
        await dialog.getByRole('button', { name: 'Copy to “Box”' }).click();
      };
      const asked = page.getByRole('dialog', { name: 'This name exists here already' });
      const inBox = async () => (await api.call<{ files: { title: string }[] }>('GET', `files/${box}`)).files;
      await copy();
      await expect(asked.getByRole('listitem')).toHaveText('memo.txt');
      await check(page, 'name taken');
      await asked.getByRole('button', { name: 'Cancel' }).click();
      await expect(asked).toBeHidden();
      expect(await inBox()).toHaveLength(1);

      await copy();
      await asked.getByRole('button', { name: 'Replace' }).click();
      await expect(news(page, 'copied to “Box”')).toBeVisible();
      expect(await api.call('GET', `files/file/${there}`)).toMatchObject({ version: 2, pureContentLength: 5 });
      await news(page, 'copied to “Box”').getByRole('button', { name: 'Close' }).click();

      await copy();
      await asked.getByRole('button', { name: 'Keep both' }).click();
      await news(page, 'copied to “Box”').getByRole('button', { name: 'Undo' }).click();
      await expect(page.getByText('The copy of “memo.txt” is gone again')).toBeVisible();
      await expect.poll(async () => (await inBox()).map(({ title }) => title)).toEqual(['memo.txt']);
    });
  });
