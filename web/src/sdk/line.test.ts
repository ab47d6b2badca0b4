import { expect, test } from 'vitest';
import { Line } from './line';

/** A line, what was said over it, and what its questions were answered. */
function open() {
  const said: string[] = [];
  const line = new Line('frame', (text) =>
    said.push((JSON.parse(text) as { data: { methodName: string } }).data.methodName),
  );
  return { line, said };
}

test('a page that asks again before it hears is told once, so that later answers meet their questions', async () => {
  const { line, said } = open();
  line.greeted(1, { src: 'x' });
  line.greeted(1, { src: 'x' });
  expect(said).toEqual(['setConfig']);
  line.answered({ src: 'x' });
  const account = line.ask('getUserInfo', null);
  expect(said).toEqual(['setConfig', 'getUserInfo']);
  line.answered({ email: 'a@example.org' });
  expect(await account).toEqual({ email: 'a@example.org' });
});

test('the next page in the frame is told anew, and what the one before was asked is answered', async () => {
  const { line, said } = open();
  line.greeted(1, {});
  line.answered({});
  const files = line.ask('getFiles', null);
  line.greeted(2, {});
  expect(await files).toEqual({ message: 'The page in the frame was left' });
  expect(said).toEqual(['setConfig', 'getFiles', 'setConfig']);
});

test('a page that asks while another question is open is told after it', () => {
  const { line, said } = open();
  line.greeted(1, {});
  line.answered({});
  void line.ask('getUserInfo', null);
  line.greeted(1, {});
  expect(said).toEqual(['setConfig', 'getUserInfo']);
  line.answered({});
  expect(said).toEqual(['setConfig', 'getUserInfo', 'setConfig']);
});
