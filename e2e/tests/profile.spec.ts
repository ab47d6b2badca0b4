// One's own profile: names, photo, looks, sessions, keys.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { type Api, apiFor, apiOf, type Somebody } from '../support/api.ts';
import { expect, test } from '../support/test.ts';

/** A wide picture: red at the left, green in the middle, blue at the right. */
async function stripes(page: Page): Promise<Buffer> {
  const base64 = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = 1500;
    canvas.height = 500;
    const context = canvas.getContext('2d');
    for (const [index, color] of ['#c00', '#0c0', '#00c'].entries()) {
      if (!context) break;
      context.fillStyle = color;
      context.fillRect(index * 500, 0, 500, 500);
    }
    return canvas.toDataURL('image/png').split(',')[1] ?? '';
  });
  return Buffer.from(base64, 'base64');
}

/** The colour in the middle of a picture of the server. */
function middle(page: Page, src: string): Promise<number[]> {
  return page.evaluate(async (url) => {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    const context = canvas.getContext('2d');
    context?.drawImage(image, 0, 0);
    const half = Math.floor(image.naturalWidth / 2);
    return [...(context?.getImageData(half, half, 1, 1).data.slice(0, 3) ?? [])];
  }, src);
}

async function as(browser: Browser, baseURL: string, who: Somebody): Promise<{ page: Page; own: Api; close: () => Promise<void> }> {
  const own = await apiOf(baseURL, who);
  const context = await browser.newContext({ baseURL, storageState: await own.cookies(), locale: 'en-US' });
  return {
    page: await context.newPage(),
    own,
    close: async () => {
      await context.close();
      await own.dispose();
    },
  };
}

test('names, place and contacts are changed and stay', async ({ browser, server, api }) => {
  const { page, close } = await as(browser, server.url, await api.person('Nina', 'Before'));
  await page.goto('/profile');
  const names = page.getByRole('region', { name: 'Name' });
  await names.getByLabel('Last name').fill('4711');
  await expect(names.getByText('Letters, spaces, hyphens and apostrophes only.')).toBeVisible();
  await expect(names.getByRole('button', { name: 'Save' })).toBeDisabled();
  await names.getByLabel('Last name').fill("O'After-Wards");
  await names.getByLabel('Location').fill('Lisbon');
  await names.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Your profile is saved')).toBeVisible();
  await expect(page.getByRole('button', { name: /Nina O'After-Wards: profile and settings/ })).toBeVisible();

  const contacts = page.getByRole('region', { name: 'Contacts' });
  await contacts.getByRole('button', { name: 'Add contact' }).click();
  await contacts.getByRole('textbox', { name: 'Mobile phone' }).fill('+351 21 555');
  await contacts.getByRole('button', { name: 'Save contacts' }).click();
  await expect(contacts.getByRole('button', { name: 'Save contacts' })).toBeHidden();
  await page.reload();
  await expect(names.getByLabel('Location')).toHaveValue('Lisbon');
  await expect(contacts.getByRole('textbox', { name: 'Mobile phone' })).toHaveValue('+351 21 555');
  await close();
});

test('a photo is cut by keys alone, cut anew with the mouse, and removed', async ({ browser, server, api }) => {
  const { page, own, close } = await as(browser, server.url, await api.person('Phil', 'Photo'));
  const photo = async () => (await own.call<{ avatarMax: string }>('GET', 'people/@self')).avatarMax;
  await page.goto('/profile');
  await page.locator('input[type=file]').setInputFiles({ name: 's.png', mimeType: 'image/png', buffer: await stripes(page) });
  const dialog = page.getByRole('dialog', { name: 'Your photo' });
  await dialog.getByRole('group', { name: /Part of the picture/ }).focus();
  for (let press = 0; press < 8; press += 1) await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('+');
  await dialog.getByRole('button', { name: 'Save' }).press('Enter');
  await expect(page.getByText('Your photo is saved')).toBeVisible();
  const [red, green, blue] = await middle(page, await photo());
  expect(blue).toBeGreaterThan(150);
  expect(Math.max(red ?? 255, green ?? 255)).toBeLessThan(60);

  await page.getByRole('button', { name: 'Cut anew' }).click();
  const box = await dialog.getByRole('group', { name: /Part of the picture/ }).boundingBox();
  if (!box) throw new Error('no frame');
  await page.mouse.move(box.x + 20, box.y + 100);
  await page.mouse.down();
  await page.mouse.move(box.x + 520, box.y + 100, { steps: 4 });
  await page.mouse.up();
  const before = await photo();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(photo).not.toBe(before);
  expect((await middle(page, await photo()))[0]).toBeGreaterThan(150);

  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Choose a photo' })).toBeVisible();
  await close();
});

test('what is no picture is refused in words', async ({ page }) => {
  await page.goto('/profile');
  const buffer = readFileSync(join(import.meta.dirname, 'profile.spec.ts'));
  await page.locator('input[type=file]').setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer });
  await expect(page.getByRole('alert')).toContainText('cannot be shown as a picture');
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Save' })).toBeDisabled();
});

test('language and appearance follow the account to another browser', async ({ browser, server, api }) => {
  const lena = await api.person('Lena', 'Look');
  const first = await as(browser, server.url, lena);
  await first.page.goto('/profile');
  await first.page.getByText('Dark', { exact: true }).click();
  await expect(first.page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await expect.poll(async () => (await first.own.call('GET', 'people/theme'))['theme']).toBe('Dark');
  await first.close();
  const second = await as(browser, server.url, lena);
  await second.page.goto('/rooms');
  await expect(second.page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await second.close();
});

test('sessions are seen and ended, one and all others', async ({ browser, server, api }) => {
  const sue = await api.person('Sue', 'Sessions');
  const { page, close } = await as(browser, server.url, sue);
  const others = [await apiOf(server.url, sue), await apiOf(server.url, sue)];
  await page.goto('/profile/security');
  const section = page.getByRole('region', { name: 'Where you are signed in' });
  await expect(section.getByRole('listitem')).toHaveCount(3);
  await expect(section.getByRole('listitem').filter({ hasText: 'This browser' })).toHaveCount(1);
  await section.getByRole('button', { name: /^Sign out:/ }).first().click();
  await expect(section.getByRole('listitem')).toHaveCount(2);
  await section.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await expect(section.getByRole('listitem')).toHaveCount(1);
  await page.reload();
  await expect(section.getByRole('listitem')).toHaveCount(1);
  for (const other of others) await expect(other.call('GET', 'people/@self')).rejects.toThrow('401');
  await close();
});

test('a key is made for some of it, shown once, switched off and deleted', async ({ page, server }) => {
  await page.goto('/profile/keys');
  await page.getByRole('button', { name: 'New key' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'New key' });
  await dialog.getByLabel('Name').fill('Backup script');
  await dialog.getByLabel('Only some of it').check();
  await expect(dialog.getByRole('button', { name: 'Make key' })).toBeDisabled();
  await dialog.getByRole('radiogroup', { name: 'My profile' }).getByText('Read', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Make key' }).click();
  const secret = await page.getByRole('textbox', { name: 'Key', exact: true }).inputValue();
  expect(secret).toMatch(/^sk-[0-9a-f]{64}$/);
  await page.getByRole('button', { name: 'I have kept it' }).click();
  const card = page.getByRole('listitem').filter({ hasText: 'Backup script' });
  await expect(card).toContainText('My profile (read)');
  await expect(page.getByText(secret)).toBeHidden();

  const program = await apiFor(server.url, undefined, { Authorization: `Bearer ${secret}` });
  expect((await program.call('GET', 'people/@self'))['email']).toBe('owner@atrium.example');
  await expect(program.call('GET', 'files/@my')).rejects.toThrow('403');
  await card.getByRole('switch').press('Space');
  await expect.poll(() => program.call('GET', 'people/@self').catch((error: Error) => error.message)).toContain('401');

  await card.getByRole('button', { name: 'Change Backup script' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Old backup');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  const renamed = page.getByRole('listitem').filter({ hasText: 'Old backup' });
  await renamed.getByRole('button', { name: 'Delete Old backup' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete key' }).click();
  await expect(renamed).toBeHidden();
  await program.dispose();
});
