// An old version of a file becomes the newest again. On a desk and on a phone.
import { act, row } from '../support/actions.ts';
import { check } from '../support/axe.ts';
import { expect, PHONE, test } from '../support/test.ts';

for (const [where, options] of [
  ['desk', {}],
  ['phone', { ...PHONE, colorScheme: 'dark' as const }],
] as const)
  test.describe(`on a ${where}`, () => {
    test.use(options);

    test('an old version comes back as the newest, and what was between stays', async ({ page, api }) => {
      const room = await api.room(`Second thoughts ${where}`);
      const [file = 0] = await api.upload(room, 'story.txt', Buffer.from('Once upon a time'));
      await api.revise(file, 'story.txt', Buffer.from('The end'));
      await page.goto(`/rooms/${room}`);
      await act(page, 'story.txt', 'Details');
      const panel = page.getByRole('dialog', { name: 'Details' });
      await panel.getByRole('tab', { name: 'Versions' }).click();
      await expect(panel.getByRole('button', { name: 'Restore version 2' })).toBeHidden();
      await panel.getByRole('button', { name: 'Restore version 1' }).click();
      await expect(page.getByText('Version 1 is the newest again')).toBeVisible();
      await expect(panel.getByText('Version 3')).toBeVisible();
      await expect(panel.getByRole('button', { name: 'Restore version 2' })).toBeVisible();
      await check(page, 'versions');
      const history = await api.call<{ version: number; pureContentLength: number }[]>('GET', `files/file/${file}/history`);
      const sizes = new Map(history.map(({ version, pureContentLength }) => [version, pureContentLength]));
      expect([1, 2, 3].map((version) => sizes.get(version))).toEqual([16, 7, 16]);
      await panel.getByRole('button', { name: 'Close' }).click();
      await act(page, 'story.txt', 'Open');
      await expect(page.getByText('Once upon a time')).toBeVisible();
      await page.goto(`/rooms/${room}`);
      await expect(row(page, 'story.txt')).toBeVisible();
    });
  });
