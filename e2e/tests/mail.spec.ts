// The space's own mail server: set, tried, refused in words, and given up again.
import type { Page } from '@playwright/test';
import { startServer } from '../support/server.ts';
import { startSink } from '../support/sink.ts';
import { expect, openSpace, OWNER, test } from '../support/test.ts';

function server(page: Page) {
  return page.getByRole('region', { name: 'Mail server', exact: true });
}

function trial(page: Page) {
  return page.getByRole('region', { name: 'Test', exact: true });
}

async function fill(page: Page, port: number): Promise<void> {
  const form = server(page);
  await form.getByLabel('Server', { exact: true }).fill('127.0.0.1');
  await form.getByLabel('Port').fill(String(port));
  await form.getByLabel("Sender's address").fill('office@keller.example');
  await form.getByLabel("Sender's name").fill('Keller & Sons');
  await form.getByLabel('Encrypted connection (TLS)').uncheck();
}

test('a space sends through its own server, hears its refusal, and goes back', async ({ browser }) => {
  const own = await startServer({ env: { ATRIUM_PRIVATE_TARGETS: '127.0.0.0/8' } });
  const sink = await startSink(['--login', 'office:right']);
  const context = await browser.newContext({ baseURL: own.url, storageState: await openSpace(own.url), locale: 'en-US' });
  const page = await context.newPage();
  try {
    await page.goto('/settings/mail');
    await expect(server(page)).toContainText('Mails go the way the operator');
    await fill(page, sink.port);
    await server(page).getByLabel('Name', { exact: true }).fill('office');
    await server(page).getByLabel('Password', { exact: true }).fill('wrong');
    await server(page).getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('The settings are saved')).toBeVisible();
    await expect(server(page)).not.toContainText('Mails go the way the operator');

    await trial(page).getByRole('button', { name: 'Send a test mail' }).click();
    await expect(trial(page).getByRole('alert')).toContainText('535');

    await server(page).getByLabel('Password', { exact: true }).fill('right');
    await server(page).getByRole('button', { name: 'Save' }).click();
    await expect(server(page).getByRole('button', { name: 'Save' })).toBeDisabled();
    await trial(page).getByRole('button', { name: 'Send a test mail' }).click();
    await expect(trial(page).getByRole('status')).toContainText(OWNER.email);
    await expect.poll(() => sink.letters).toHaveLength(1);
    expect(sink.letters[0]).toMatchObject({ to: [OWNER.email], from: 'office@keller.example', sender: 'Keller & Sons' });

    await page.reload();
    await expect(server(page).getByLabel('Server', { exact: true })).toHaveValue('127.0.0.1');
    await expect(server(page).getByLabel('Password', { exact: true })).toHaveValue('');
    await server(page).getByRole('button', { name: 'Back to the usual values' }).click();
    await expect(server(page)).toContainText('Mails go the way the operator');
  } finally {
    await context.close();
    sink.stop();
    await own.stop();
  }
});

test('a server inside the operator’s network is refused in words', async ({ page }) => {
  await page.goto('/settings/mail');
  await fill(page, 25);
  await server(page).getByLabel('The server wants a name and a password').uncheck();
  await server(page).getByRole('button', { name: 'Save' }).click();
  await expect(server(page).getByRole('alert').filter({ hasText: 'private network' })).toBeVisible();
});
