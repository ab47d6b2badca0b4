import { expect, test } from 'vitest';
import { lookOf, Styles, sheetOf } from './look';
import { LOOK } from './testing';
import { linkOf, safeLink } from './words';

test('a style has what it is based on, and the defaults behind that', () => {
  const styles = new Styles(LOOK);
  expect(styles.lookOf('Heading2')).toMatchObject({ fontFamily: 'Calibri', fontSize: 13, bold: true });
  expect(styles.lookOf(null)).toMatchObject({ fontSize: 11 });
  expect(styles.lookOf('no such style')).toEqual(styles.lookOf(null));
  expect([styles.levelOf('Heading2'), styles.levelOf('Quote')]).toEqual([2, null]);
});

test('styles that are based on each other end somewhere', () => {
  const css = { bold: true };
  const round = ['a', 'b'].map((id) => ({
    id,
    name: id,
    kind: 'paragraph' as const,
    basedOn: id === 'a' ? 'b' : 'a',
    css,
  }));
  expect(new Styles({ styles: round, defaults: {} }).lookOf('a')).toEqual({ bold: true });
});

test('nothing that a document says breaks out of its rules', () => {
  const id = '"]}body{display:none}';
  const look = lookOf({
    prose: { styles: [{ id, name: id, kind: 'paragraph', css: { fontFamily: "x';}body{color:red", color: 'red;}' } }] },
  });
  const sheet = look ? sheetOf(new Styles(look), look.styles, '.text') : '';
  expect(sheet).not.toMatch(/body\{/);
  expect(sheet.split('\n')).toHaveLength(2);
});

test('other messages are none', () => {
  expect(lookOf({ kind: 'book' })).toBeNull();
  expect(lookOf(null)).toBeNull();
});

test('links lead to pages and people only', () => {
  expect(
    ['https://a.example', 'a.example/x', 'me@a.example', 'javascript:alert(1)', 'two words', ''].map(linkOf),
  ).toEqual(['https://a.example', 'https://a.example/x', 'mailto:me@a.example', null, null, null]);
  expect(safeLink('data:text/html,x')).toBeNull();
});
