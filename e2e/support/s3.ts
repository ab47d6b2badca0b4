// A server that speaks S3, for spaces that keep things in a bucket.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';

export interface S3 {
  url: string;
  /** The folder of its only bucket. */
  folder: string;
  stop: () => Promise<void>;
}

export const BUCKET = { name: 'papers', region: 'us-east-1', accessKey: 'S3RVER', secretKey: 'S3RVER' };

/** Lets servers go to addresses of this machine. */
export const PRIVATE = { ATRIUM_PRIVATE_TARGETS: '127.0.0.0/8' };

export async function startS3(): Promise<S3> {
  const directory = await mkdtemp(join(tmpdir(), 'atrium-s3-'));
  const server = new S3rver({ address: '127.0.0.1', port: 0, silent: true, directory, configureBuckets: [{ name: BUCKET.name }] });
  const { port } = await server.run();
  let runs = true;
  return {
    url: `http://127.0.0.1:${port}`,
    folder: join(directory, BUCKET.name),
    stop: async () => {
      if (!runs) return;
      runs = false;
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
