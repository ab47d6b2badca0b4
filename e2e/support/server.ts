// Starts the real binary with an empty data folder on a free port, and stops it afterwards.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface Server {
  url: string;
  /** The data folder; mails that are not sent are in it. */
  data: string;
  /** Number of the process, to measure it. */
  pid: number;
  /** What the server wrote, for failure messages. */
  log: () => string;
  stop: () => Promise<void>;
}

export interface ServerOptions {
  /** More flags of `atrium serve`. */
  flags?: string[];
  /** More of its environment. */
  env?: Record<string, string>;
  /** A data folder that is kept, for servers that come again or share one. */
  data?: string;
  /** The port, for a server that comes again. */
  port?: number;
}

/** `E2E_BIN`, else the newest kind of build there is. */
function binary(): string {
  const root = resolve(import.meta.dirname, '../..');
  const candidates = [process.env['E2E_BIN'], join(root, 'target/release/atrium'), join(root, 'target/debug/atrium')];
  const found = candidates.find((path) => path && existsSync(path));
  if (!found) throw new Error('no atrium binary: cargo build -p atrium, or set E2E_BIN');
  return found;
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => done(port));
    });
  });
}

async function ready(url: string, child: ChildProcess, log: () => string): Promise<void> {
  for (let attempt = 0; attempt < 150; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}:\n${log()}`);
    const answer = await fetch(`${url}/api/2.0/settings`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`the server did not get ready:\n${log()}`);
}

export function dataFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'atrium-e2e-'));
}

export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const data = options.data ?? (await dataFolder());
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(binary(), ['serve', '--listen', `127.0.0.1:${port}`, '--data', data, ...(options.flags ?? [])], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // People sign in all the time here, and nobody steals this database.
    env: { ATRIUM_PASSWORD_MEMORY_KIB: '8', ...process.env, ...options.env },
  });
  let text = '';
  const collect = (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-20_000);
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const log = () => text;
  await ready(url, child, log);
  return {
    url,
    data,
    pid: child.pid ?? 0,
    log,
    stop: async () => {
      const ended = new Promise((done) => child.once('exit', done));
      if (child.exitCode === null) {
        child.kill('SIGTERM');
        const forced = setTimeout(() => child.kill('SIGKILL'), 5000);
        await ended;
        clearTimeout(forced);
      }
      if (!options.data) await rm(data, { recursive: true, force: true });
    },
  };
}
