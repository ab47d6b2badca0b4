import { expect, test } from 'vitest';
import { isBucket, toBucket, toProps } from './bucket';

const shown = [
  { name: 'acesskey', value: '' },
  { name: 'secretaccesskey', value: '' },
  { name: 'bucket', value: 'papers' },
  { name: 'region', value: 'eu-central-1' },
  { name: 'serviceurl', value: 'https://s3.example' },
  { name: 'forcepathstyle', value: 'True' },
  { name: 'subdir', value: 'a/b' },
];

test('what the server tells is written back as it was', () => {
  const bucket = toBucket(shown);
  expect(bucket).toMatchObject({ name: 'papers', service: 'https://s3.example', inPath: true, folder: 'a/b' });
  const props = Object.fromEntries(toProps({ ...bucket, accessKey: ' AK ' }).map(({ key, value }) => [key, value]));
  expect(props).toEqual({
    acesskey: 'AK',
    secretaccesskey: '',
    bucket: 'papers',
    region: 'eu-central-1',
    serviceurl: 'https://s3.example',
    forcepathstyle: 'true',
    subdir: 'a/b',
  });
});

test('a bucket needs a name, a place and both keys or those the server has', () => {
  const bucket = toBucket(shown);
  expect(isBucket(bucket, true)).toBe(true);
  expect(isBucket(bucket, false)).toBe(false);
  expect(isBucket({ ...bucket, accessKey: 'a' }, true)).toBe(false);
  expect(isBucket({ ...bucket, accessKey: 'a', secretKey: 'b' }, false)).toBe(true);
  expect(isBucket({ ...bucket, name: ' ' }, true)).toBe(false);
  expect(isBucket({ ...bucket, region: '', service: '' }, true)).toBe(false);
});
