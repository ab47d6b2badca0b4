// Sign-in history and audit trail: looked through, narrowed, taken along.
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { apiFor, apiOf } from '../support/api.ts';
import { expect, test } from '../support/test.ts';

function line(page: Page, who: string) {
  return page.getByRole('row').filter({ hasText: who });
}

test('who came in and who was refused is seen and narrowed', async ({ page, server, api }) => {
  const ina = await api.person('Ina', 'Came');
  await (await apiOf(server.url, ina)).dispose();
  const stranger = await apiFor(server.url);
  await expect(stranger.call('POST', 'authentication', { userName: ina.email, password: 'not it' })).rejects.toThrow('401');
  await stranger.dispose();

  await page.goto('/settings/logins');
  await expect(line(page, 'Ina Came').first()).toBeVisible();
  await page.getByRole('combobox', { name: 'What' }).click();
  await page.getByRole('option', { name: 'Signed in by password, through the API' }).click();
  await expect(line(page, 'Ina Came')).toHaveCount(1);
  await page.getByRole('combobox', { name: 'What' }).click();
  await page.getByRole('option', { name: 'Refused by the API: wrong address or password' }).click();
  await expect(page.getByRole('row').filter({ hasText: ina.email }).or(line(page, 'Ina Came')).first()).toBeVisible();
  await page.getByRole('button', { name: 'Show all' }).click();

  await page.getByRole('combobox', { name: 'Who' }).fill('ina');
  await page.getByRole('option', { name: 'Ina Came' }).click();
  await expect(line(page, 'Anna Keller')).toHaveCount(0);
  await expect(line(page, 'Ina Came').first()).toBeVisible();
  await page.getByLabel('From', { exact: true }).fill('2099-01-01');
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('From', { exact: true })).toHaveValue('2099-01-01');
});

test('what people change is in the audit trail, and a report takes it along', async ({ page, api }) => {
  await api.room('Audited room');
  await page.goto('/settings/audit');
  await expect(page.getByRole('row').filter({ hasText: 'Audited room' }).first()).toContainText('Anna Keller');
  await page.getByRole('combobox', { name: 'Where' }).click();
  await page.getByRole('option', { name: 'Rooms' }).click();
  await page.getByRole('combobox', { name: 'Kind of action' }).click();
  await page.getByRole('option', { name: 'Create' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Audited room' })).toHaveCount(1);
  await expect(page).toHaveURL(/place=27/);

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Report (CSV)' }).click();
  const text = await readFile(await (await download).path(), 'utf8');
  expect(text).toContain('Audited room');
});

test('how long history is kept is asked before it is changed', async ({ page, api }) => {
  await page.goto('/settings/access');
  const section = page.getByRole('region', { name: 'How long history is kept' });
  await section.getByLabel('Audit trail, days').fill('90');
  await section.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect
    .poll(() => api.call('GET', 'security/audit/settings/lifetime'))
    .toMatchObject({ auditTrailLifeTime: 90, loginHistoryLifeTime: 180 });
});
