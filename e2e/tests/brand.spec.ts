// The name and the logos of the space: picked, seen, saved, shown to everybody, taken back. On a desk and on a phone.
import type { Page } from '@playwright/test';
import { section } from '../support/actions.ts';
import { check, checkBoth } from '../support/axe.ts';
import { png } from '../support/png.ts';
import { expect, PHONE, test } from '../support/test.ts';

interface Logo {
  type: number;
  path: { light: string; dark: string };
}

const drawing = (inside: string, width = 160) =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="48" viewBox="0 0 ${width} 48">${inside}</svg>`);
const WORDMARK = drawing('<rect width="48" height="48" rx="24" fill="#9c2a6b"/><rect x="60" y="14" width="96" height="20" fill="#9c2a6b"/>');

const SCRIPT = /contains scripts or loads other files/;

async function pick(page: Page, slot: string, name: string, mimeType: string, buffer: Buffer): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: slot, exact: true }).click();
  await (await chooser).setFiles({ name, mimeType, buffer });
}

/** Where the logo stands; the drawer of a phone has one of its own, out of sight. */
const top = (page: Page, where: string) => (where === 'phone' ? page.getByRole('banner') : page.getByRole('navigation', { name: 'Main' }));

for (const [where, options] of [
  ['desk', { colorScheme: 'dark' as const }],
  ['phone', PHONE],
] as const)
  test.describe(`on a ${where}`, () => {
    test.use(options);

    test('logos are picked, seen, saved, shown at the door, and taken back', async ({ page, browser, server, api }) => {
      await page.goto('/settings');
      await page.getByRole('tab', { name: 'Branding' }).click();
      const logos = section(page, 'Logos');
      await expect(logos.getByRole('figure')).toHaveCount(2);
      await expect(logos.getByRole('button', { name: 'Save' })).toBeHidden();
      await pick(page, 'Header: choose a picture (On light ground)', 'acme.svg', 'image/svg+xml', WORDMARK);
      await expect(logos.getByText('On light ground · not saved yet')).toBeVisible();
      // In place already, on both grounds, before anything is saved.
      const seen = logos.getByRole('figure').locator('img[alt="Atrium"]');
      await expect(seen).toHaveCount(2);
      await expect(seen.first()).toHaveAttribute('src', /^data:image\/svg/);
      await pick(page, 'Sign-in page: choose a picture (On light ground)', 'door.png', 'image/png', png(772, 88));
      await pick(page, 'Sign-in page: choose a picture (On dark ground)', 'door.png', 'image/png', png(88, 88));
      await pick(page, 'Tab of the browser: choose a picture (On light ground)', 'tab.png', 'image/png', png(64, 64));
      await logos.getByRole('button', { name: 'Sign-in page: take the picture back (On dark ground)' }).click();
      await checkBoth(page, 'logos picked');
      await page.screenshot({ path: `test-results/brand-${where}.png`, fullPage: true });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
      await logos.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByText('The settings are saved')).toBeVisible();
      await expect(logos.getByText('not saved yet')).toHaveCount(0);

      const saved = (await api.call<Logo[]>('GET', 'settings/whitelabel/logos')).filter(({ path }) => path.light.includes('whitelabel'));
      expect(saved.map(({ type }) => type)).toEqual([1, 2, 3]);
      // The header and the tab of this very page have them by now.
      const home = top(page, where).getByRole('link', { name: 'Atrium', exact: true });
      await expect(home.getByRole('img', { name: 'Atrium' })).toHaveAttribute('src', /whitelabel.*1_light\.svg\?hash=/);
      await expect(page.locator('link[rel="icon"]')).toHaveAttribute('href', /whitelabel.*3_light\.png\?hash=/);
      await page.screenshot({ path: `test-results/brand-header-${where}.png` });

      // Strangers see them, too; the picture is there.
      const context = await browser.newContext({ baseURL: server.url, storageState: { cookies: [], origins: [] }, locale: 'en-US', ...options });
      const door = await context.newPage();
      await door.goto('/login');
      const picture = door.getByRole('img', { name: 'Atrium' });
      await expect(picture).toHaveAttribute('src', /whitelabel.*2_light\.png\?hash=/);
      expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(772);
      await check(door, 'a door with a logo');
      await door.screenshot({ path: `test-results/brand-door-${where}.png` });
      await context.close();

      await logos.getByRole('button', { name: "Back to the product's logos" }).click();
      await page.getByRole('dialog').getByRole('button', { name: "Back to the product's logos" }).click();
      await expect(home.getByRole('img')).toHaveCount(0);
      await expect(page.locator('link[rel="icon"]')).toHaveAttribute('href', '/favicon.svg');
      const kept = await api.call<Logo[]>('GET', 'settings/whitelabel/logos');
      expect(kept.filter(({ path }) => /whitelabel/.test(path.light + path.dark))).toEqual([]);
    });

    test('what is no logo is refused in words, and nothing changes', async ({ page, api }) => {
      await page.goto('/settings/brand');
      const logos = section(page, 'Logos');
      const slot = 'Letters: choose a picture (On light ground)';
      await pick(page, slot, 'evil.svg', 'image/svg+xml', drawing('<script>alert(1)</script>'));
      await expect(logos.getByRole('alert')).toHaveText(SCRIPT);
      await pick(page, slot, 'logo.gif', 'image/gif', Buffer.from('GIF89a'));
      await expect(logos.getByRole('alert')).toContainText('Take a PNG, a JPEG or an SVG');
      await pick(page, slot, 'broken.png', 'image/png', Buffer.from('not a picture'));
      await expect(logos.getByRole('alert')).toContainText('no picture the space can show');
      await expect(logos.getByRole('button', { name: 'Save' })).toBeHidden();
      // What the page lets pass, the server still judges; what was picked stays to be taken back.
      await pick(page, slot, 'moves.svg', 'image/svg+xml', drawing('<rect width="9" height="9"><animate attributeName="x" to="9" dur="1s"/></rect>'));
      await logos.getByRole('button', { name: 'Save' }).click();
      await expect(logos.getByRole('alert')).toHaveText(SCRIPT);
      await check(page, 'a refused logo');
      await page.screenshot({ path: `test-results/brand-refused-${where}.png` });
      await logos.getByRole('button', { name: 'Cancel' }).click();
      await expect(logos.getByRole('alert')).toHaveCount(0);
      const kept = await api.call<Logo[]>('GET', 'settings/whitelabel/logos');
      expect(kept.filter(({ path }) => /whitelabel/.test(path.light + path.dark))).toEqual([]);
    });

    test('the name stands in the tab and beside the sign', async ({ page, api }) => {
      await page.goto('/settings/brand');
      await expect(page).toHaveTitle('Atrium');
      const name = section(page, 'Name');
      await name.getByLabel('Name of the space').fill('Acme & Sons');
      await name.getByRole('button', { name: 'Save' }).click();
      await expect(page).toHaveTitle('Acme & Sons');
      await expect(top(page, where).getByRole('link', { name: 'Acme & Sons' })).toContainText('Acme & Sons');
      expect(await api.call('GET', 'settings/whitelabel/logotext')).toBe('Acme & Sons');
      await checkBoth(page, 'the name');
      await name.getByRole('button', { name: 'Back to the usual values' }).click();
      await expect(page).toHaveTitle('Atrium');
    });

    test('editors have one logo, or each its own', async ({ page, api }) => {
      await page.goto('/settings/brand');
      const logos = section(page, 'Logos');
      await pick(page, 'All editors: choose a picture (On dark ground)', 'acme.svg', 'image/svg+xml', WORDMARK);
      await logos.getByRole('switch', { name: 'Another logo for every editor' }).press('Space');
      await logos.getByRole('button', { name: 'Spreadsheets: take the picture back (On dark ground)' }).click();
      await logos.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByText('The settings are saved')).toBeVisible();
      const chosen = (await api.call<Logo[]>('GET', 'settings/whitelabel/logos')).filter(({ path }) => path.dark.includes('whitelabel'));
      expect(chosen.map(({ type }) => type)).toEqual([4, 11, 13, 15]);
      await page.reload();
      // They differ: so they are shown one by one.
      await expect(logos.getByRole('switch', { name: 'Another logo for every editor' })).toBeChecked();
      await page.screenshot({ path: `test-results/brand-editors-${where}.png`, fullPage: true });
      await api.call('PUT', 'settings/whitelabel/logos/restore');
    });
  });
