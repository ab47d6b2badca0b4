// A real server that is told of events: it keeps what it hears and answers as it is asked to.
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Ring {
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Bell {
  url: string;
  /** What was told. */
  heard: Ring[];
  /** The status of answers from now on. */
  answer: number;
  stop: () => Promise<void>;
}

/** Below `/nobody` it answers 404 whatever it is asked. */
export async function startBell(): Promise<Bell> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const missing = request.url === '/nobody';
      if (request.method === 'POST') bell.heard.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(missing ? 404 : request.method === 'HEAD' ? 200 : bell.answer, { 'content-type': 'text/plain' });
      response.end(request.method === 'HEAD' ? undefined : 'heard');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const bell: Bell = {
    url: `http://127.0.0.1:${port}`,
    heard: [],
    answer: 200,
    stop: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
  return bell;
}

/** Whether a ring is signed with a secret. */
export function isSigned({ headers, body }: Ring, secret: string): boolean {
  const mac = createHmac('sha256', secret).update(body).digest('hex').toUpperCase();
  return headers['x-docspace-signature-256'] === `sha256=${mac}`;
}
