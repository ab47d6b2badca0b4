import { expect, test } from 'vitest';
import { isPlace, toPlace, toTarget, USUAL_PLACE } from './backupPlace';
import { NO_BUCKET } from './bucket';

const bucket = { ...NO_BUCKET, name: 'vault', region: 'eu-central-1' };

test('a place is told when it says enough', () => {
  expect(isPlace(USUAL_PLACE)).toBe(true);
  expect(isPlace({ ...USUAL_PLACE, kind: 'room' })).toBe(false);
  expect(isPlace({ ...USUAL_PLACE, kind: 'folder', path: 'a/../b' })).toBe(false);
  expect(isPlace({ ...USUAL_PLACE, kind: 'bucket' })).toBe(false);
  // The server may have the keys.
  expect(isPlace({ ...USUAL_PLACE, kind: 'bucket', bucket })).toBe(true);
  expect(isPlace({ ...USUAL_PLACE, kind: 'bucket', bucket: { ...bucket, accessKey: 'half' } })).toBe(false);
});

test('a bucket is told with its module, and read back without keys', () => {
  const { storageType, storageParams } = toTarget({ ...USUAL_PLACE, kind: 'bucket', bucket });
  expect(storageType).toBe(5);
  const said = Object.fromEntries(storageParams.map(({ key, value }) => [key, value]));
  expect(said).toMatchObject({
    module: 's3',
    bucket: 'vault',
    region: 'eu-central-1',
    acesskey: '',
    forcepathstyle: 'false',
  });
  expect(toPlace(5, said)).toEqual({ kind: 'bucket', path: '', room: null, bucket });
});

test('other places are what they were', () => {
  expect(toTarget({ ...USUAL_PLACE, kind: 'folder', path: ' weekly ' })).toEqual({
    storageType: 3,
    storageParams: [{ key: 'filePath', value: 'weekly' }],
  });
  expect(toTarget(USUAL_PLACE)).toEqual({ storageType: 4, storageParams: [] });
  expect(toPlace(0, { folderId: '17' })).toEqual({ ...USUAL_PLACE, kind: 'room', room: 17 });
});
