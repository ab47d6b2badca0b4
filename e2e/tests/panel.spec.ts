// The panel at the side: facts, what happened, versions with a word on each, and who has access.
import { act, row } from '../support/actions.ts';
import { check } from '../support/axe.ts';
import { expect, test } from '../support/test.ts';

for (const [where, options] of [
  ['on a desk', {}],
  ['on a phone', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, colorScheme: 'dark' as const }],
] as const)
  test.describe(where, () => {
    test.use(options);

    test('a file tells who has access, what happened to it, and its versions', async ({ page, api }) => {
      const rob = await api.person('Rob', `Reader ${where.split(' ').pop()}`);
      const room = await api.room(`Panel ${where}`, [{ id: rob.id, access: 'Read' }]);
      const [file] = await api.upload(room, 'story.txt', Buffer.from('Once'));
      await api.revise(file ?? 0, 'story.txt', Buffer.from('Once upon a time'));
      await page.goto(`/rooms/${room}`);
      await expect(row(page, 'story.txt').first()).toBeVisible();
      await act(page, 'story.txt', 'Details');
      const panel = page.getByRole('dialog', { name: 'Details' });
      await expect(panel.getByRole('region', { name: 'Who has access' })).toContainText(rob.name);
      await check(page, 'details');
      await panel.getByRole('tab', { name: 'Activity' }).click();
      await expect(panel.getByRole('list', { name: 'Activity' })).toContainText('uploaded “story.txt”');
      await check(page, 'activity');
      await panel.getByRole('tab', { name: 'Versions' }).click();
      await panel.getByRole('button', { name: 'Comment on version 1' }).click();
      const field = panel.getByRole('textbox', { name: 'Comment on version 1' });
      await field.fill('The very first');
      await field.press('Enter');
      await expect(panel.getByText('The very first')).toBeVisible();
      await panel.getByRole('button', { name: 'Comment on version 1' }).click();
      await field.fill('Never mind');
      await field.press('Escape');
      await expect(panel.getByText('The very first')).toBeVisible();
      const known = await api.call<{ version: number; comment: string }[]>('GET', `files/file/${file}/history`);
      expect(known.find(({ version }) => version === 1)?.comment).toBe('The very first');
      await check(page, 'versions');
    });

    test('a room tells who is in it', async ({ page, api }) => {
      const mia = await api.person('Mia', `Member ${where.split(' ').pop()}`);
      const room = await api.room(`Company ${where}`, [{ id: mia.id, access: 'Editing' }]);
      await page.goto(`/rooms/${room}`);
      await act(page, `Company ${where}`, 'Details');
      const panel = page.getByRole('dialog', { name: 'Room' });
      await panel.getByRole('tab', { name: 'Members' }).click();
      await expect(panel.getByRole('listitem').filter({ hasText: mia.name })).toContainText('Editor');
      await expect(panel.getByRole('listitem').filter({ hasText: 'Anna Keller' })).toContainText('Owner');
      await check(page, 'members of the room');
    });
  });
