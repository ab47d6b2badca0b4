// Work that takes a while: shown, picked up again after a reload, stopped.
import type { Api } from '../support/api.ts';
import { act } from '../support/actions.ts';
import { check } from '../support/axe.ts';
import { expect, test } from '../support/test.ts';

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

test('a long copy is shown, goes on after a reload and is stopped', async ({ page, api }) => {
  test.setTimeout(180_000);
  const room = await api.room('Heavy');
  await api.room('Attic');
  const { id: box } = await api.call<{ id: number }>('POST', `files/folder/${room}`, { title: 'Boxes' });
  const { id: one } = await api.call<{ id: number }>('POST', `files/folder/${box}`, { title: 'One' });
  for (let at = 0; at < 250; at += 10)
    await Promise.all(
      Array.from({ length: 10 }, (_, more) => api.call('POST', `files/${one}/text`, { title: `${at + more}.txt`, content: 'x' })),
    );
  for (let copy = 0; copy < 11; copy += 1) await done(api, 'duplicate', { folderIds: [one], fileIds: [] });

  await page.goto(`/rooms/${room}`);
  await act(page, 'Boxes', 'Copy to');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Attic' }).click();
  await dialog.getByRole('button', { name: 'Copy to “Attic”' }).click();
  const panel = page.getByRole('region', { name: 'Under way' });
  await expect(panel.getByText('Boxes')).toBeVisible();
  await expect(panel.getByRole('progressbar')).toBeVisible();
  await page.reload();
  await expect(panel.getByText('Copying').first()).toBeVisible();
  await panel.getByRole('button', { name: /^Stop/ }).click();
  await expect(panel).toBeHidden();
  await check(page, 'after long work');
});
