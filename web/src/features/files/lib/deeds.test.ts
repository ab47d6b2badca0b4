import { expect, test } from 'vitest';
import { toDeed } from './deeds';

const deed = (data: Record<string, unknown>) =>
  toDeed({ id: 1, key: 'any', who: 'Anna', avatar: '', when: null, data }).values;

test('a renamed file has its new name and its old one', () => {
  expect(deed({ newTitle: 'b.txt', oldTitle: 'a.txt', title: 'b.txt' })).toMatchObject({
    name: 'b.txt',
    from: 'a.txt',
  });
});

test('a moved file names where it went, a link names itself, tags are listed', () => {
  expect(deed({ title: 'a.txt', parentTitle: 'Drafts' })).toMatchObject({ name: 'a.txt', to: 'Drafts' });
  expect(deed({ title: 'a.txt', linkTitle: 'For the press' }).name).toBe('For the press');
  expect(deed({ title: 'Room', tags: ['one', 'two'] }).name).toBe('one, two');
});
