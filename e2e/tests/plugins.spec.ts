// Plugins: put in, looked at, switched, set up, taken out; and the sites that the space works together with. On a desk and
// on a phone.
import type { Page } from '@playwright/test';
import { check, checkBoth } from '../support/axe.ts';
import { png } from '../support/png.ts';
import { expect, PHONE, test } from '../support/test.ts';
import { zip } from '../support/zip.ts';

function plugin(name: string, pluginName: string, more = {}) {
  const config = {
    name,
    pluginName,
    version: '1.2.0',
    description: 'Counts words where one wants to know.',
    author: 'Anna Keller',
    license: 'AGPL-3.0-only',
    homePage: 'https://example.org/words',
    image: 'logo.png',
    scopes: 'ContextMenu,Settings',
    cspDomains: 'https://words.example',
    nameLocale: { en: 'Word counter' },
    ...more,
  };
  const buffer = zip({
    'config.json': JSON.stringify(config),
    'plugin.js': `window.Plugins.${pluginName} = {};`,
    'assets/logo.png': png(48, 48),
  });
  return { name: `${name}.zip`, mimeType: 'application/zip', buffer };
}

function sites(page: Page) {
  return page.getByRole('region', { name: 'Allowed sites' });
}

for (const [where, options] of [
  ['desk', {}],
  ['phone', { ...PHONE, colorScheme: 'dark' as const }],
] as const)
  test.describe(`on a ${where}`, () => {
    test.use(options);

    test('a plugin is put in, switched, set up and taken out', async ({ page, api }) => {
      await page.goto('/settings');
      await page.getByRole('tab', { name: 'Plugins' }).click();
      await expect(page.getByRole('heading', { name: 'No plugins yet' })).toBeVisible();
      const upload = page.locator('input[type=file]');
      const broken = { name: 'broken.zip', mimeType: 'application/zip', buffer: zip({ 'plugin.js': 'x' }) };
      await upload.setInputFiles(broken);
      await expect(page.getByRole('alert').filter({ hasText: 'no plugin that can be used' })).toContainText('config.json not found');
      await check(page, 'no plugin');
      await upload.setInputFiles(plugin('words', 'Words'));
      const card = page.getByRole('list', { name: 'Plugins' }).getByRole('listitem', { name: 'Word counter' });
      await expect(card).toContainText('Version 1.2.0 · Anna Keller · AGPL-3.0-only');
      const picture = card.locator('img');
      await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(48);
      await expect(card.getByRole('switch')).toBeChecked();
      await checkBoth(page, 'plugins');
      await page.screenshot({ path: `test-results/plugins-${where}.png` });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
      expect((await api.call<{ domains: string[] }>('GET', 'security/csp')).domains).toContain('https://words.example');

      await card.getByRole('button', { name: 'Settings of Word counter' }).click();
      const dialog = page.getByRole('dialog', { name: 'Settings of Word counter' });
      await expect(dialog).toContainText('ContextMenu, Settings');
      await dialog.getByLabel('Settings as the plugin keeps them').fill('{"limit":9}');
      await check(page, 'settings of a plugin');
      await page.screenshot({ path: `test-results/plugin-settings-${where}.png` });
      await dialog.getByRole('button', { name: 'Save' }).click();
      await expect(dialog).toBeHidden();
      await card.getByRole('switch').press('Space');
      await expect
        .poll(() => api.call('GET', 'settings/webplugins/words'))
        .toMatchObject({ enabled: false, settings: '{"limit":9}' });
      await expect.poll(async () => (await api.call<{ domains: string[] }>('GET', 'security/csp')).domains).not.toContain('https://words.example');

      await card.getByRole('button', { name: 'Delete Word counter' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Delete plugin' }).click();
      await expect(page.getByText('The plugin “Word counter” is deleted')).toBeVisible();
      await expect(page.getByRole('heading', { name: 'No plugins yet' })).toBeVisible();
      expect(await api.call('GET', 'settings/webplugins')).toEqual([]);
    });

    test('sites are found by the search, let in and out again', async ({ page, api, baseURL }) => {
      await page.goto('/settings');
      const search = page.getByRole('combobox', { name: 'Find a setting' });
      await search.fill('frame');
      await check(page, 'search of settings');
      await page.getByRole('option', { name: 'Allowed sites' }).click();
      await expect(page).toHaveURL(/\/settings\/embedding/);
      const field = sites(page).getByRole('textbox', { name: 'Site' });
      await field.fill('ftp://example.org');
      await expect(sites(page)).toContainText('Write a site such as');
      await expect(sites(page).getByRole('button', { name: 'Add' })).toBeDisabled();
      await field.fill('https://intranet.example/');
      await field.press('Enter');
      await field.fill('*.partner.example');
      await sites(page).getByRole('button', { name: 'Add' }).click();
      await expect(sites(page).getByRole('listitem')).toHaveText([/https:\/\/intranet\.example/, /\*\.partner\.example/]);
      await checkBoth(page, 'sites');
      await page.screenshot({ path: `test-results/embedding-${where}.png` });
      await sites(page).getByRole('button', { name: 'Save' }).click();
      await expect(page.getByText('The settings are saved')).toBeVisible();
      const policy = async () => (await fetch(`${baseURL}/login`)).headers.get('content-security-policy') ?? '';
      expect(await policy()).toMatch(/frame-ancestors 'self' https:\/\/intranet\.example \*\.partner\.example/);
      await page.reload();
      for (const site of ['https://intranet.example', '*.partner.example'])
        await sites(page).getByRole('button', { name: `Remove ${site}` }).click();
      await sites(page).getByRole('button', { name: 'Save' }).click();
      await expect.poll(async () => (await api.call<{ domains: string[] }>('GET', 'security/csp')).domains).toEqual([]);
      expect(await policy()).not.toContain('intranet.example');
    });
  });
