// What a room looks like and may hold: tags, colour, symbol, storage; and a folder that comes from the desktop.
import { act, row } from '../support/actions.ts';
import { check } from '../support/axe.ts';
import { expect, test } from '../support/test.ts';

for (const [where, options] of [
  ['on a desk', { colorScheme: 'dark' as const }],
  ['on a phone', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }],
] as const)
  test.describe(where, () => {
    test.use(options);

    test('a room gets tags, another colour, a symbol and a limit of its own', async ({ page, api }) => {
      const title = `Makeover ${where.split(' ').pop()}`;
      const id = await api.room(title);
      await api.call('POST', 'settings/roomquotasettings', { enableQuota: true, defaultQuota: 500 * 1024 * 1024 });
      try {
        await page.goto(`/rooms?q=${encodeURIComponent(title)}`);
        await act(page, title, 'Room settings');
        const dialog = page.getByRole('dialog', { name: 'Room settings' });
        await dialog.getByLabel('Tags').first().fill('harvest');
        await page.keyboard.press('Enter');
        const color = dialog.getByRole('radiogroup', { name: 'Colour' }).getByRole('radio', { checked: false }).first();
        await color.press('Enter');
        await dialog.getByRole('radio', { name: 'anchor' }).press('Enter');
        await dialog.getByLabel('Own limit').check();
        await dialog.getByLabel('Gigabytes').fill('3');
        await check(page, 'face and storage');
        await dialog.getByRole('button', { name: 'Save' }).click();
        await expect(dialog).toBeHidden();
        const room = await api.call<{ tags: string[]; quotaLimit: number; logo: { cover: { id: string } } }>('GET', `files/rooms/${id}`);
        expect(room).toMatchObject({ tags: ['harvest'], quotaLimit: 3 * 1024 ** 3 });
        expect(room.logo.cover.id).toContain('anchor');
        await act(page, title, 'Details');
        const panel = page.getByRole('dialog', { name: 'Room' });
        await expect(panel).toContainText('harvest');
        await expect(panel).toContainText(/0 byte of 3 GB/);
        await check(page, 'details of the room');
        await page.keyboard.press('Escape');
        await page.goto('/rooms?tag=harvest');
        await expect(page.getByRole('gridcell').filter({ hasText: title })).toBeVisible();
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
      } finally {
        await api.call('POST', 'settings/roomquotasettings', { enableQuota: false, defaultQuota: -2 });
        await api.call('PUT', `files/rooms/${id}`, { tags: [] });
      }
    });
  });

test('a whole folder comes from the desktop, and its folders with it', async ({ page, api }) => {
  const room = await api.room('Moving in');
  await page.goto(`/rooms/${room}`);
  await expect(page.getByRole('heading', { name: 'Nothing in here yet' })).toBeVisible();
  // What Chromium hands over for a dropped folder: entries that are read one after the other.
  await page.getByTestId('drop-zone').evaluate((zone) => {
    const file = (name: string, text: string) => ({
      isFile: true,
      isDirectory: false,
      name,
      file: (take: (file: File) => void) => take(new File([text], name)),
    });
    const folder = (name: string, inside: object[]) => ({
      isFile: false,
      isDirectory: true,
      name,
      createReader: () => {
        const parts = [inside, []];
        return { readEntries: (take: (entries: object[]) => void) => take(parts.shift() ?? []) };
      },
    });
    const tree = folder('Move', [file('list.txt', 'Boxes'), folder('Kitchen', [file('pots.txt', 'Twelve')])]);
    const items = [{ kind: 'file', webkitGetAsEntry: () => tree, getAsFile: () => null }];
    for (const type of ['dragenter', 'dragover', 'drop']) {
      const event = new Event(type, { bubbles: true, cancelable: true });
      Object.defineProperty(event, 'dataTransfer', { value: { types: ['Files'], items, files: [] } });
      zone.dispatchEvent(event);
    }
  });
  await row(page, 'Move').dblclick();
  await expect(row(page, 'list.txt')).toBeVisible();
  await row(page, 'Kitchen').dblclick();
  await expect(row(page, 'pots.txt')).toBeVisible();
});
