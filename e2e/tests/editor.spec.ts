// Writing a text together, as people do it.
import type { Page } from '@playwright/test';
import { act, pageOf, row } from '../support/actions.ts';
import { apiFor } from '../support/api.ts';
import { check } from '../support/axe.ts';
import { expect, test } from '../support/test.ts';

const surface = (page: Page) => page.getByRole('textbox', { name: /^Text of/ });
const state = (page: Page) => page.getByRole('status').filter({ hasText: /\w/ }).first();

async function openText(page: Page, id: number): Promise<void> {
  await page.goto(`/editor/${id}`);
  await expect(surface(page)).toBeVisible();
  await expect(state(page)).toHaveAttribute('data-state', /kept|saved|view/);
}

/** The text as the surface holds it, whatever of it is drawn. */
function textOf(page: Page): Promise<string> {
  return surface(page).evaluate((node) =>
    [...node.querySelectorAll('.cm-line')]
      .map((line) => {
        const copy = line.cloneNode(true) as HTMLElement;
        for (const cursor of copy.querySelectorAll('.cm-ySelectionCaret')) cursor.remove();
        return copy.textContent ?? '';
      })
      .join('\n'),
  );
}

test('two people write one Markdown at once and end with the same text', async ({ page, api, browser, baseURL }) => {
  const bob = await api.person('Bob', 'Writer');
  const room = await api.room('Novel', [{ id: bob.id, access: 'Editing' }]);
  const [id = 0] = await api.upload(room, 'chapter.md', Buffer.from('# Chapter\n\n\n'));
  const other = await pageOf(browser, baseURL ?? '', bob);
  await openText(page, id);
  await openText(other, id);
  await expect(page.getByRole('group', { name: '2 people are here' })).toBeVisible();

  await surface(page).press('ControlOrMeta+Home');
  await surface(other).press('ControlOrMeta+End');
  await Promise.all([
    surface(page).pressSequentially('Written by Anna. ', { delay: 15 }),
    surface(other).pressSequentially('Written by Bob.', { delay: 15 }),
  ]);
  for (const one of [page, other]) {
    await expect(state(one)).toHaveAttribute('data-state', /kept|saved/);
    await expect.poll(() => textOf(one)).toBe('Written by Anna. # Chapter\n\n\nWritten by Bob.');
  }
  // Names at the cursors of others, and what the Markdown looks like beside it.
  await expect(page.locator('.cm-ySelectionInfo', { hasText: 'Bob Writer' })).toBeAttached();
  await expect(page.getByRole('region', { name: 'Preview' })).toContainText('Written by Bob.');

  await surface(page).press('ControlOrMeta+s');
  await expect(state(page)).toHaveText('Saved as version 2');
  await check(page, 'editor');
  await page.screenshot({ path: 'test-results/editor-desktop.png' });
  await page.getByRole('button', { name: 'Versions' }).click();
  await expect(page.getByText('Version 2', { exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.emulateMedia({ colorScheme: 'dark' });
  await check(page, 'editor, dark');
  await page.screenshot({ path: 'test-results/editor-dark.png' });
  await page.setViewportSize({ width: 390, height: 780 });
  await check(page, 'editor on a phone');
  await page.screenshot({ path: 'test-results/editor-phone.png' });
  await other.context().close();
});

test('typing is quick for oneself and for others', async ({ page, api, browser, baseURL }) => {
  const bob = await api.person('Carl', 'Reader');
  const room = await api.room('Quick', [{ id: bob.id, access: 'Editing' }]);
  const [id = 0] = await api.upload(room, 'quick.md', Buffer.from('x'));
  const other = await pageOf(browser, baseURL ?? '', bob);
  await openText(page, id);
  await openText(other, id);
  await surface(page).press('ControlOrMeta+End');
  const watch = (one: Page) =>
    one.evaluate(() => {
      const times: Record<string, number> = {};
      const content = document.querySelector('.cm-content');
      if (!content) throw new Error('no surface');
      const look = () => {
        for (const [word] of (content.textContent ?? '').matchAll(/<\d+>/g)) times[word] ??= Date.now();
      };
      new MutationObserver(look).observe(content, { subtree: true, childList: true, characterData: true });
      Object.assign(window, { seen: times });
    });
  await watch(page);
  await watch(other);
  const keys: number[] = await page.evaluate(() => {
    const pressed: number[] = [];
    document.addEventListener('keydown', (event) => event.key === '>' && pressed.push(Date.now()), true);
    Object.assign(window, { pressed });
    return pressed;
  });
  expect(keys).toEqual([]);
  const turns = 30;
  for (let turn = 0; turn < turns; turn += 1) {
    await surface(page).pressSequentially(`<${turn}>`);
    await page.waitForTimeout(40);
  }
  await expect.poll(() => textOf(other)).toContain(`<${turns - 1}>`);
  const pressed = await page.evaluate(() => (window as unknown as { pressed: number[] }).pressed);
  const seen = (one: Page) => one.evaluate(() => (window as unknown as { seen: Record<string, number> }).seen);
  const [own, theirs] = [await seen(page), await seen(other)];
  const median = (list: number[]) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
  const since = (times: Record<string, number>) => pressed.map((at, turn) => (times[`<${turn}>`] ?? Infinity) - at);
  const [mine, others] = [median(since(own)), median(since(theirs))];
  console.log(`typing: own ${mine} ms, others ${others} ms at the median of ${turns}`);
  expect(mine).toBeLessThan(50);
  expect(others).toBeLessThan(200);
  await other.context().close();
});

test('who may only read sees it, and cannot write', async ({ page, api, browser, baseURL }) => {
  const eve = await api.person('Eve', 'Looker');
  const room = await api.room('Shown', [{ id: eve.id, access: 'Read' }]);
  const [id = 0] = await api.upload(room, 'shown.md', Buffer.from('to be read'));
  const other = await pageOf(browser, baseURL ?? '', eve);
  await openText(page, id);
  await openText(other, id);
  await expect(state(other)).toHaveText('Read only');
  await surface(other).pressSequentially('no');
  await surface(page).press('ControlOrMeta+End');
  await surface(page).pressSequentially(', now');
  await expect.poll(() => textOf(other)).toBe('to be read, now');
  await api.call('PUT', `files/rooms/${room}/share`, { invitations: [{ id: eve.id, access: 'None' }], notify: false });
  await expect(other.getByRole('alert')).toContainText('You have no access to this file any more.');
  await other.context().close();
});

test('what is typed off-line is merged when the line is back', async ({ page, api, server, ownerState }) => {
  const room = await api.room('Tunnel');
  const [id = 0] = await api.upload(room, 'tunnel.txt', Buffer.from('start'));
  await openText(page, id);
  await page.context().setOffline(true);
  await expect(state(page)).toHaveText('Off-line');
  await surface(page).press('ControlOrMeta+End');
  await surface(page).pressSequentially(' in the tunnel');
  await page.context().setOffline(false);
  await expect(state(page)).toHaveAttribute('data-state', /kept|saved/);
  await surface(page).press('ControlOrMeta+s');
  await expect(state(page)).toHaveText('Saved as version 2');
  const reader = await apiFor(server.url, ownerState);
  expect(await textOf(page)).toBe('start in the tunnel');
  await reader.dispose();
});

test('new notes are made from the menu and opened', async ({ page, api }) => {
  const room = await api.room('Notes');
  await page.goto(`/rooms/${room}`);
  await page.getByRole('button', { name: 'New', exact: true }).click();
  await page.getByRole('menuitem', { name: 'New Markdown' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Ideas');
  await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click();
  await expect(page).toHaveURL(/\/editor\/\d+$/);
  await expect(state(page)).toHaveAttribute('data-state', 'saved');
  await surface(page).pressSequentially('# One');
  await expect(state(page)).toHaveText('Saved as version 2', { timeout: 15_000 });
  await page.getByRole('button', { name: 'Back to the folder' }).click();
  await expect(row(page, 'Ideas.md')).toBeVisible();
  await act(page, 'Ideas.md', 'Details');
  await expect(page.getByRole('dialog')).toContainText('Ideas.md');
});
