// Links and what they allow; the side panel with what happened.
import { act, row } from '../support/actions.ts';
import type { Api } from '../support/api.ts';
import { check } from '../support/axe.ts';
import { expect, test } from '../support/test.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR4nGP4z8CAFWEXHbQSACj/P8Fu7N9hAAAAAElFTkSuQmCC',
  'base64',
);

async function publicRoom(api: Api, title: string): Promise<number> {
  const { id } = await api.call<{ id: number }>('POST', 'files/rooms', { title, roomType: 'PublicRoom' });
  await api.call('POST', `files/${id}/text`, { title: 'press.txt', content: 'for the press' });
  return id;
}

test('a link with a password and without download, given, used and taken back', async ({ page, api, browser, server }) => {
  const room = await publicRoom(api, 'Press');
  await page.goto(`/rooms/${room}`);
  await page.getByRole('button', { name: 'Members' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Link for everybody')).toHaveValue(/\/s\//);
  await dialog.getByRole('button', { name: 'Create link' }).last().click();
  const form = dialog.getByRole('form', { name: 'New link' });
  await form.getByLabel('Name of the link').fill('For reviewers');
  await form.getByRole('switch', { name: 'Ask for a password' }).click();
  await form.getByLabel('Password of the link', { exact: true }).fill('Sunrise-42');
  await form.getByRole('switch', { name: /No download/ }).click();
  await check(page, 'link form');
  await form.getByRole('button', { name: 'Create link' }).click();
  const item = dialog.getByRole('listitem', { name: 'For reviewers' });
  await expect(item).toContainText('Password');
  await expect(item).toContainText('No download');
  await check(page, 'links');
  const link = await item.getByLabel('For reviewers', { exact: true }).last().inputValue();

  const context = await browser.newContext({ baseURL: server.url, storageState: { cookies: [], origins: [] } });
  const visitor = await context.newPage();
  await test.step('a stranger gives the password, looks, and takes nothing along', async () => {
    await visitor.goto(link);
    await visitor.getByLabel('Password', { exact: true }).fill('wrong-One1');
    await visitor.getByRole('button', { name: 'Enter' }).click();
    await expect(visitor.getByText('That is not the password.')).toBeVisible();
    await visitor.getByLabel('Password', { exact: true }).fill('Sunrise-42');
    await visitor.getByRole('button', { name: 'Enter' }).click();
    await expect(visitor.getByRole('heading', { level: 1, name: 'Press' })).toBeVisible();
    await visitor.getByRole('button', { name: 'Actions for press.txt' }).click();
    await expect(visitor.getByRole('menuitem', { name: 'Open' })).toBeVisible();
    await expect(visitor.getByRole('menuitem', { name: 'Download' })).toBeHidden();
    await check(visitor, 'visit');
  });

  await test.step('it is taken back, and the stranger is outside', async () => {
    await item.getByRole('button', { name: 'Remove link “For reviewers”' }).click();
    await page.getByRole('button', { name: 'Remove link', exact: true }).click();
    await expect(item).toBeHidden();
    await visitor.goto(link);
    await expect(visitor.getByText('This link is not valid any more.')).toBeVisible();
  });
  await context.close();
});

test('a file is shared by a link that ends, and its panel tells what happened', async ({ page, api }) => {
  const room = await api.room('Panel');
  const { id } = await api.call<{ id: number }>('POST', `files/${room}/text`, { title: 'draft.txt', content: 'x' });
  await api.call('PUT', `files/file/${id}`, { title: 'final.txt' });
  await page.goto(`/rooms/${room}`);
  await act(page, 'final.txt', 'Share');
  const panel = page.getByRole('dialog', { name: 'Details' });
  await panel.getByRole('button', { name: 'Create link' }).click();
  await panel.getByLabel('Valid for').first().click();
  await page.getByRole('option', { name: '7 days' }).click();
  await panel.getByRole('button', { name: 'Create link' }).click();
  await expect(panel.getByRole('listitem', { name: 'Shared link' })).toContainText(/until/i);
  await check(page, 'share panel');
  await panel.getByRole('tab', { name: 'Activity' }).click();
  const activity = panel.getByRole('list', { name: 'Activity' });
  await expect(activity).toContainText('renamed “draft.txt” to “final.txt”');
  await expect(activity).toContainText('made the link “Shared link”');
  await check(page, 'activity');
});

test('somebody gets a file of one’s own documents to look at', async ({ page, api }) => {
  const eva = await api.person('Eva', 'Shares');
  await api.call('POST', 'files/@my/text', { title: 'shared plan.txt', content: 'x' });
  await page.goto('/documents');
  await act(page, 'shared plan.txt', 'Share');
  const panel = page.getByRole('dialog', { name: 'Details' });
  await panel.getByLabel('Share with').first().fill('Eva');
  await page.getByRole('option', { name: /Eva Shares/ }).click();
  await expect(panel.getByLabel('Role of Eva Shares').first()).toHaveValue('May look');
  await panel.getByLabel('Role of Eva Shares').first().click();
  await page.getByRole('option', { name: 'May edit' }).click();
  await expect(panel.getByLabel('Role of Eva Shares').first()).toHaveValue('May edit');
  await panel.getByRole('button', { name: 'Remove Eva Shares' }).click();
  await expect(panel.getByRole('list', { name: 'People with access' })).not.toContainText(eva.name);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('a link is made and copied by thumb', async ({ page, api }) => {
    const room = await publicRoom(api, 'Pocket press');
    await page.goto(`/rooms/${room}`);
    await page.getByRole('button', { name: 'Actions for press.txt' }).tap();
    await page.getByRole('menuitem', { name: 'Share' }).tap();
    const panel = page.getByRole('dialog', { name: 'Details' });
    await panel.getByRole('button', { name: 'Create link' }).tap();
    await panel.getByRole('button', { name: 'Create link' }).tap();
    await panel.getByRole('listitem').getByRole('button', { name: 'Copy link' }).first().tap();
    await expect(panel.getByRole('button', { name: 'Copied' })).toBeVisible();
    await check(page, 'share on a phone');
    await expect(row(page, 'press.txt')).toBeAttached();
  });
});

test('the link of a picture shows it to a stranger', async ({ api, browser, server }) => {
  const room = await api.room('Gallery');
  const [picture] = await api.upload(room, 'wall.png', PNG);
  const { sharedLink } = await api.call<{ sharedLink: { shareLink: string } }>('GET', `files/file/${picture}/link`);
  const context = await browser.newContext({ baseURL: server.url, storageState: { cookies: [], origins: [] } });
  const visitor = await context.newPage();
  await visitor.goto(sharedLink.shareLink);
  await expect(visitor.getByRole('heading', { level: 1, name: 'wall.png' })).toBeVisible();
  const shown = visitor.getByRole('img', { name: 'wall.png' });
  await expect(shown).toBeVisible();
  await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(8);
  await check(visitor, 'shared picture');
  await visitor.setViewportSize({ width: 390, height: 844 });
  expect(await visitor.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await context.close();
});
