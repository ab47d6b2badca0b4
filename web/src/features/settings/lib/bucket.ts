// What one has to know about a bucket, and how the contract writes it down (platform/06 §6.7).
import type { Schemas } from '@/api/client';

/** A bucket of one's own. Keys are never told by the server: empty ones mean those it has. */
export interface Bucket {
  name: string;
  region: string;
  /** Address of the service; empty for Amazon. */
  service: string;
  /** The bucket is a part of the path instead of the host's name. */
  inPath: boolean;
  folder: string;
  accessKey: string;
  secretKey: string;
}

export const NO_BUCKET: Bucket = {
  name: '',
  region: '',
  service: '',
  inPath: false,
  folder: '',
  accessKey: '',
  secretKey: '',
};

export function toBucket(properties: Schemas['AuthKey'][]): Bucket {
  const text = (name: string) => properties.find((one) => one.name === name)?.value ?? '';
  return {
    name: text('bucket'),
    region: text('region'),
    service: text('serviceurl'),
    inPath: text('forcepathstyle').toLowerCase() === 'true',
    folder: text('subdir'),
    accessKey: '',
    secretKey: '',
  };
}

export function toProps({ name, region, service, inPath, folder, accessKey, secretKey }: Bucket) {
  const pairs = {
    acesskey: accessKey, // as the contract spells it
    secretaccesskey: secretKey,
    bucket: name,
    region,
    serviceurl: service,
    forcepathstyle: String(inPath),
    subdir: folder,
  };
  return Object.entries(pairs).map(([key, value]) => ({ key, value: value.trim() }));
}

/** Whether enough is said; `known` says that the server has keys of the same service. */
export function isBucket({ name, region, service, accessKey, secretKey }: Bucket, known: boolean): boolean {
  const keys = [accessKey, secretKey].filter((key) => key.trim() !== '').length;
  const place = name.trim() !== '' && (region.trim() !== '' || service.trim() !== '');
  return place && (keys === 2 || (keys === 0 && known));
}
