// Work that takes a while: shown, picked up again after a reload, stopped. On a desk and on a phone.
import { type Api, apiFor } from '../support/api.ts';
import { act } from '../support/actions.ts';
import { check } from '../support/axe.ts';
import { expect, PHONE, test } from '../support/test.ts';

interface Operation {
  id: string;
  finished: boolean;
}

async function done(api: Api, path: string, body: object): Promise<void> {
  const [started] = await api.call<Operation[]>('PUT', `files/fileops/${path}`, { ...body, returnSingleOperation: true });
  await expect
    .poll(async () => {
      const known = await api.call<Operation[]>('GET', 'files/fileops');
      return known.find(({ id }) => id === started?.id)?.finished ?? true;
    }, { timeout: 60_000 })
    .toBe(true);
}

let room = 0;

test.beforeAll(async ({ server, ownerState }) => {
  test.setTimeout(180_000);
  const api = await apiFor(server.url, ownerState);
  room = await api.room('Heavy');
  const { id: box } = await api.call<{ id: number }>('POST', `files/folder/${room}`, { title: 'Boxes' });
  const { id: one } = await api.call<{ id: number }>('POST', `files/folder/${box}`, { title: 'One' });
  for (let at = 0; at < 250; at += 10)
    await Promise.all(
      Array.from({ length: 10 }, (_, more) => api.call('POST', `files/${one}/text`, { title: `${at + more}.txt`, content: 'x' })),
    );
  for (let copy = 0; copy < 11; copy += 1) await done(api, 'duplicate', { folderIds: [one], fileIds: [] });
  await api.dispose();
});

for (const [where, options] of [
  ['desk', {}],
  ['phone', { ...PHONE, colorScheme: 'dark' as const }],
] as const)
  test.describe(`on a ${where}`, () => {
    test.use(options);

    test('a long copy is shown, goes on after a reload and is stopped', async ({ page, api }) => {
      await api.room(`Attic ${where}`);
      await page.goto(`/rooms/${room}`);
      await act(page, 'Boxes', 'Copy to');
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: `Attic ${where}` }).click();
      await dialog.getByRole('button', { name: `Copy to “Attic ${where}”` }).click();
      const panel = page.getByRole('region', { name: 'Under way' });
      await expect(panel.getByText('Boxes')).toBeVisible();
      await expect(panel.getByRole('progressbar')).toBeVisible();
      await check(page, 'under way');
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
      await page.reload();
      await expect(panel.getByText('Copying').first()).toBeVisible();
      await panel.getByRole('button', { name: /^Stop/ }).click();
      await expect(panel).toBeHidden();
      await check(page, 'after long work');
    });
  });
