// Webhooks: made, refused in words, told of what happens, looked through and told again. On a desk and on a phone.
import type { Page } from '@playwright/test';
import { type Api, apiFor, apiOf } from '../support/api.ts';
import { check, checkBoth } from '../support/axe.ts';
import { type Bell, isSigned, startBell } from '../support/bell.ts';
import { type Server, startServer } from '../support/server.ts';
import { expect, openSpace, PHONE, test } from '../support/test.ts';

// A server of its own that may reach this machine.
let own: Server;
let state: Awaited<ReturnType<typeof openSpace>>;
let owner: Api;
let bell: Bell;

test.beforeAll(async () => {
  own = await startServer({ flags: ['--dev'], env: { ATRIUM_WEBHOOK_RETRY_MS: '20' } });
  state = await openSpace(own.url);
  owner = await apiFor(own.url, state);
});
test.beforeEach(async () => {
  bell = await startBell();
});
test.afterEach(() => bell.stop());
test.afterAll(async () => {
  await owner.dispose();
  await own.stop();
});

function cards(page: Page) {
  return page.getByRole('list', { name: 'Webhooks' }).getByRole('listitem');
}

function lines(page: Page) {
  return page.getByRole('table', { name: 'Deliveries' }).getByRole('row').filter({ has: page.getByRole('button') });
}

async function chooseTriggers(page: Page, words: string[]): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'Only some of it' }).check();
  const field = dialog.getByRole('combobox', { name: 'What it hears of' });
  for (const word of words) {
    await field.fill(word);
    await page.getByRole('option', { name: word }).click();
  }
  await field.press('Escape');
}

for (const [where, options] of [
  ['desk', {}],
  ['phone', { ...PHONE, colorScheme: 'dark' as const }],
] as const)
  test(`on a ${where} a webhook is made, rings, is looked through and rings again`, async ({ browser }) => {
    const context = await browser.newContext({ baseURL: own.url, storageState: state, locale: 'en-US', ...options });
    const page = await context.newPage();
    await page.goto('/settings');
    await page.getByRole('tab', { name: 'Webhooks' }).click();
    await expect(page.getByRole('heading', { name: 'No webhooks yet' })).toBeVisible();
    await page.getByRole('button', { name: 'New webhook' }).click();
    const dialog = page.getByRole('dialog', { name: 'New webhook' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill(`Bell ${where}`);
    await dialog.getByRole('textbox', { name: 'Address' }).fill(`${bell.url}/nobody`);
    await chooseTriggers(page, ['Room made', 'File uploaded']);
    await check(page, 'new webhook');
    await page.screenshot({ path: `test-results/webhook-new-${where}.png` });
    const secret = await dialog.getByLabel('Secret', { exact: true }).inputValue();
    await dialog.getByRole('button', { name: 'Make webhook' }).click();
    await expect(dialog.getByRole('alert')).toContainText('The address answers HEAD with status 404');
    await dialog.getByRole('textbox', { name: 'Address' }).fill(`${bell.url}/ring`);
    await dialog.getByRole('button', { name: 'Make webhook' }).click();
    await expect(dialog).toBeHidden();
    const card = cards(page).filter({ hasText: `Bell ${where}` });
    await expect(card).toContainText('Nothing sent yet');
    await expect(card).toContainText('Room made');
    await checkBoth(page, 'webhooks');
    await page.screenshot({ path: `test-results/webhooks-${where}.png` });

    const room = await owner.room(`Rung ${where}`);
    await expect.poll(() => bell.heard.length).toBe(1);
    expect(isSigned(bell.heard[0] ?? { headers: {}, body: '' }, secret)).toBe(true);
    expect(bell.heard[0]?.body).toContain(`Rung ${where}`);
    bell.answer = 500;
    await owner.upload(room, 'ring.txt', Buffer.from('x'));
    // Six times in all, with small pauses.
    await expect.poll(() => bell.heard.length, { timeout: 40_000 }).toBe(7);
    await card.getByRole('button', { name: `Deliveries to Bell ${where}` }).click();
    await expect(lines(page)).toHaveCount(2);
    await expect(lines(page).filter({ hasText: 'Room made' })).toContainText('200');
    await expect(lines(page).filter({ hasText: 'File uploaded' })).toContainText('500');
    await checkBoth(page, 'deliveries');
    await page.screenshot({ path: `test-results/deliveries-${where}.png` });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);

    await page.getByRole('combobox', { name: 'Answer' }).click();
    await page.getByRole('option', { name: 'Broken (5xx)' }).click();
    await expect(lines(page)).toHaveCount(1);
    await expect(page).toHaveURL(/outcome=broken/);
    await lines(page).getByRole('button', { name: /File uploaded, details/ }).click();
    const panel = page.getByRole('dialog', { name: /^Delivery / });
    await expect(panel.getByRole('region', { name: 'Headers' })).toContainText(/signature-256/i);
    await expect(panel.getByRole('region', { name: 'Body' })).toContainText('"title": "ring.txt"');
    await check(page, 'delivery');
    await page.screenshot({ path: `test-results/delivery-${where}.png` });
    await panel.getByRole('tab', { name: 'Answer' }).click();
    await expect(panel.getByRole('region', { name: 'Body' })).toHaveText('heard');
    bell.answer = 204;
    await panel.getByRole('button', { name: 'Send again' }).click();
    await expect.poll(() => bell.heard.length).toBe(8);
    await panel.getByRole('button', { name: 'Close' }).click();

    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByRole('button', { name: 'Look again' }).click();
    await expect(lines(page).filter({ hasText: `Bell ${where}` })).toHaveCount(3);
    await page.getByRole('checkbox', { name: 'Choose all on this page' }).check();
    await page.getByRole('button', { name: 'Send again' }).click();
    await expect(page.getByText('deliveries are sent again')).toBeVisible();
    await expect.poll(() => bell.heard.length).toBe(11);

    await page.getByRole('radiogroup', { name: 'Webhooks' }).getByText('Webhooks', { exact: true }).click();
    await card.getByRole('switch', { name: `Bell ${where} is switched on` }).press('Space');
    type Shown = { configs: { name: string; enabled: boolean } }[];
    await expect
      .poll(async () => (await owner.call<Shown>('GET', 'settings/webhook')).find(({ configs }) => configs.name === `Bell ${where}`))
      .toMatchObject({ configs: { enabled: false } });
    await card.getByRole('button', { name: `Delete Bell ${where}` }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete webhook' }).click();
    await expect(page.getByText(`The webhook “Bell ${where}” is deleted`)).toBeVisible();
    await expect(page.getByRole('heading', { name: 'No webhooks yet' })).toBeVisible();
    await context.close();
  });

test('other people have their own, and hear of what they may', async ({ browser }) => {
  const una = await owner.person('Una', 'User');
  const hers = await apiOf(own.url, una);
  const body = { name: 'Of the owner', uri: bell.url, secretKey: 'Bell-of-the-owner-1', enabled: true, triggers: 0 };
  const { id } = await owner.call<{ id: number }>('POST', 'settings/webhook', body);
  const context = await browser.newContext({ baseURL: own.url, storageState: await hers.cookies(), locale: 'en-US' });
  const page = await context.newPage();
  await page.goto('/profile');
  await page.getByRole('tab', { name: 'Webhooks' }).click();
  await page.getByRole('button', { name: 'New webhook' }).click();
  const dialog = page.getByRole('dialog', { name: 'New webhook' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Of Una');
  await dialog.getByRole('textbox', { name: 'Address' }).fill(bell.url);
  await chooseTriggers(page, ['File uploaded']);
  const field = dialog.getByRole('combobox', { name: 'What it hears of' });
  await field.fill('Person added');
  await expect(page.getByRole('listbox', { name: 'What it hears of' }).getByText('Nothing found')).toBeVisible();
  await field.press('Escape');
  await dialog.getByRole('button', { name: 'Make webhook' }).click();
  await expect(cards(page)).toHaveCount(1);
  await expect(cards(page)).toContainText('Of Una');
  await check(page, 'webhooks of a user');
  await page.goto('/settings/webhooks');
  await expect(page.getByText('Only administrators of the space may look')).toBeVisible();
  await owner.call('DELETE', `settings/webhook/${id}`);
  for (const { configs } of await hers.call<{ configs: { id: number } }[]>('GET', 'settings/webhook'))
    await hers.call('DELETE', `settings/webhook/${configs.id}`);
  await hers.dispose();
  await context.close();
});
