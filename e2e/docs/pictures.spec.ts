// The pictures in docs/: `npm run pictures`. Not part of the tests; needs ffmpeg, which makes them small.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { row } from '../support/actions.ts';
import { type Api, apiOf } from '../support/api.ts';
import { expect, test } from '../support/test.ts';

const IMAGES = join(import.meta.dirname, '../../docs/images');
const CHARTS = join(import.meta.dirname, '../fixtures/office/123233_charts.xlsx');
const PALETTE = 'split[a][b];[a]palettegen=max_colors=160[p];[b][p]paletteuse=dither=none';

/** Saves what the page shows, with few colours: text stays sharp, and a picture has a quarter of its bytes. */
async function picture(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  const folder = mkdtempSync(join(tmpdir(), 'atrium-pictures-'));
  const raw = join(folder, 'raw.png');
  await page.screenshot({ path: raw, animations: 'disabled', caret: 'hide' });
  const small = ['-vf', PALETTE, '-compression_level', '100', '-pred', 'mixed', join(IMAGES, `${name}.png`)];
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', raw, ...small]);
  rmSync(folder, { recursive: true });
}

const ROOMS = [
  ['Spring campaign 2027', 'EditingRoom', '4A9B4A', 'feather', ['marketing']],
  ['Tax papers', 'VirtualDataRoom', '2F5BB7', 'shield', ['finance']],
  ['Nordlicht GmbH', 'PublicRoom', 'B8622F', '', ['client', 'design']],
  ['Holiday requests', 'FillingFormsRoom', '7B2FB7', 'calendar', []],
  ['Kitchen renovation', 'CustomRoom', 'B72F43', 'house', ['home']],
  ['Research notes', 'EditingRoom', '2FB0B0', 'label', []],
] as const;

const NOTES = `# Kick-off, spring campaign

* **Claim** and colours are decided: see *Brand book.pdf*
* Ben writes the press release until Friday
* Clara asks the printer for three offers

## Open

| what | who | until |
| --- | --- | --- |
| Landing page | Ben | 12 March |
| Photos | Anna | 14 March |
`;

/** Rooms of all kinds, the first with people and files; its id, and its notes and workbook. */
async function furnish(api: Api) {
  const people = [
    await api.person('Ben', 'Okafor', 'RoomAdmin'),
    await api.person('Clara', 'Jensen'),
    await api.person('Daniel', 'Rossi'),
  ];
  const ids: number[] = [];
  for (const [title, roomType, color, cover, tags] of [...ROOMS].reverse()) {
    const room = { title, roomType, color, tags, ...(cover && { cover }) };
    ids.unshift((await api.call<{ id: number }>('POST', 'files/rooms', room)).id);
  }
  const [first = 0, second = 0] = ids;
  const invitations = people.map(({ id }, at) => ({ id, access: ['RoomManager', 'Editing', 'Read'][at] }));
  await api.call('PUT', `files/rooms/${first}/share`, { invitations, notify: false });
  for (const id of [second, first]) await api.call('PUT', `files/rooms/${id}/pin`);
  for (const title of ['Press', 'Photos', 'Offers of printers']) await api.call('POST', `files/folder/${first}`, { title });
  const [notes = 0] = await api.upload(first, 'Kick-off.md', Buffer.from(NOTES));
  const [sheet = 0] = await api.upload(first, 'Budget.xlsx', await readFile(CHARTS));
  for (const name of ['Claim.txt', 'Mailing list.txt']) await api.upload(first, name, Buffer.from('…'));
  return { first, notes, sheet, ben: people[0] };
}

test('pictures of rooms, members, sharing and writing', async ({ page, api, browser, server }) => {
  const { first, notes, sheet, ben } = await furnish(api);
  if (!ben) throw new Error('nobody is there');

  await page.goto('/rooms');
  await expect(page.getByText('Research notes')).toBeVisible();
  await picture(page, 'rooms');

  await page.goto(`/rooms/${first}`);
  await expect(row(page, 'Kick-off.md')).toBeVisible();
  await picture(page, 'room');
  await page.getByRole('button', { name: 'Members' }).click();
  await expect(page.getByRole('dialog').getByText('Clara Jensen')).toBeVisible();
  await picture(page, 'members');
  await page.keyboard.press('Escape');

  const mine = await api.call<{ current: { id: number } }>('GET', 'files/@my');
  await api.upload(mine.current.id, 'Travel plans.md', Buffer.from('# Lisbon'));
  await page.goto('/documents');
  await row(page, 'Travel plans.md').click();
  await page.keyboard.press('s');
  await page.getByRole('dialog').getByRole('button', { name: 'Create link' }).last().click();
  await expect(page.getByRole('form', { name: 'New link' })).toBeVisible();
  await picture(page, 'share');

  const bens = await apiOf(server.url, ben);
  const context = await browser.newContext({ baseURL: server.url, storageState: await bens.cookies(), locale: 'en-US' });
  const other = await context.newPage();
  await other.goto(`/editor/${notes}`);
  await page.goto(`/editor/${notes}`);
  await expect(page.getByRole('group', { name: '2 people are here' })).toBeVisible();
  const surface = other.getByRole('textbox', { name: /^Text of/ });
  await surface.press('ControlOrMeta+End');
  await surface.pressSequentially('| Press release | Ben | 9 March |');
  await expect(page.getByText('Press release | Ben')).toBeVisible();
  await picture(page, 'editor');

  await other.goto(`/editor/${sheet}`);
  await page.goto(`/editor/${sheet}`);
  await expect(page.getByRole('grid', { name: /^Cells of/ })).toBeVisible();
  await expect(page.getByRole('group', { name: '2 people are here' })).toBeVisible();
  await picture(page, 'sheet');
  await context.close();
  await bens.dispose();
});
