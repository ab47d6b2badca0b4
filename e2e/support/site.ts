// A site of somebody else: a server on another port whose pages put a space into a frame.
import { createServer as createPlain, type RequestListener } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { FrameLocator, Page } from '@playwright/test';
import { build } from 'esbuild';
import type { Heard, HostConfig } from '../embedding/host.ts';
import { apiFor } from './api.ts';
import { test as base, expect } from './test.ts';

/** How a page comes by the SDK: the package from npm, the script of the space, or the React component. */
export type Kind = 'npm' | 'script' | 'react';

export const EVENTS = [
  'onAppReady',
  'onAppError',
  'onContentReady',
  'onAuthSuccess',
  'onSignOut',
  'onSelectCallback',
  'onCloseCallback',
  'onDownload',
  'onNoAccess',
  'onNotFound',
];

async function bundle(kind: Kind): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, `../embedding/${kind}.ts`)],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  return outputFiles[0]?.text ?? '';
}

export interface Tls {
  key: string;
  cert: string;
}

export class Site {
  readonly url: string;
  /** Pages of a test's own, by their paths. */
  readonly pages: Map<string, string>;
  private readonly close: () => Promise<void>;

  private constructor(url: string, pages: Map<string, string>, close: () => Promise<void>) {
    this.url = url;
    this.pages = pages;
    this.close = close;
  }

  /** Opens the site; `portal` is the address of the space whose script its pages take. */
  static async open(portal: string, tls?: Tls): Promise<Site> {
    const kinds: Kind[] = ['npm', 'script', 'react'];
    const scripts = Object.fromEntries(await Promise.all(kinds.map(async (kind) => [kind, await bundle(kind)])));
    const pages = new Map<string, string>();
    const answer: RequestListener = (request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://site');
      const name = pathname.slice(1);
      if (name.endsWith('.js')) {
        response.setHeader('content-type', 'text/javascript');
        response.end(scripts[name.slice(0, -3)] ?? '');
        return;
      }
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(pages.get(pathname) ?? pageOf(name, portal, searchParams.get('api') ?? ''));
    };
    const server = tls ? createSecure(tls, answer) : createPlain(answer);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const close = () =>
      new Promise<void>((done) => {
        server.closeAllConnections();
        server.close(() => done());
      });
    return new Site(tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`, pages, close);
  }

  stop(): Promise<void> {
    return this.close();
  }
}

/** `/npm`, `/script` and `/react`; `/auto?api=…` begins by the address of the script alone. */
function pageOf(name: string, portal: string, api: string): string {
  const space = `<script src="${portal}/static/scripts/sdk/2.1.0/api.js${api ? `?${api}` : ''}"></script>`;
  const own = `<script src="/${name}.js"></script>`;
  const scripts = { npm: own, script: space + own, react: own, auto: space }[name] ?? '';
  return `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Somebody else's site</title><body style="margin:0">
<div id="app"></div><div id="ds-frame" class="place"></div>${scripts}`;
}

/** A page of the site with a frame in it. */
export class Host {
  readonly page: Page;
  readonly frame: FrameLocator;

  constructor(page: Page, frameId = 'ds-frame') {
    this.page = page;
    this.frame = page.frameLocator(`iframe#${frameId}`);
  }

  /** Opens a page of the site and begins a frame there. */
  static async begin(
    page: Page,
    site: Site,
    kind: Kind,
    factory: string,
    config: HostConfig,
    handled = EVENTS,
  ): Promise<Host> {
    await page.goto(`${site.url}/${kind}`);
    const host = new Host(page);
    await host.again(factory, config, handled);
    return host;
  }

  async again(factory: string, config: HostConfig, handled = EVENTS): Promise<void> {
    await this.page.evaluate(([name, wish, events]) => window.begin(name, wish, events), [
      factory,
      config,
      handled,
    ] as const);
  }

  /** Calls a method of the instance. */
  ask<T = Record<string, unknown>>(method: string, ...given: unknown[]): Promise<T> {
    return this.page.evaluate(([name, args]) => window.ask(name, ...args), [method, given] as const) as Promise<T>;
  }

  heard(): Promise<Heard[]> {
    return this.page.evaluate(() => window.heard);
  }

  /** Waits for an event and takes it out; what it came with. */
  async next<T = unknown>(event: string): Promise<T> {
    const arrived = await this.page.waitForFunction((name) => window.heard.some((one) => one.event === name), event, {
      timeout: 45_000,
    });
    await arrived.dispose();
    return this.page.evaluate((name) => {
      const at = window.heard.findIndex((one) => one.event === name);
      return window.heard.splice(at, 1)[0]?.data;
    }, event) as Promise<T>;
  }

  async ready(): Promise<void> {
    await this.next('onAppReady');
    await this.next('onContentReady');
  }

  /** Nothing of this kind was heard. */
  async silent(event: string): Promise<void> {
    expect((await this.heard()).filter((one) => one.event === event)).toEqual([]);
  }
}

/** What every frame of the tests has. */
export const FRAME = { frameId: 'ds-frame', width: '100%', height: '760px', locale: 'en-US' };

/** The session of somebody who is not signed in. */
export const NOBODY = { cookies: [], origins: [] };

/** `test` with a site that the space allows. */
export const test = base.extend<object, { site: Site }>({
  site: [
    async ({ server, ownerState }, use) => {
      const site = await Site.open(server.url);
      const api = await apiFor(server.url, ownerState);
      await api.call('POST', 'security/csp', { domains: [site.url] });
      await api.dispose();
      await use(site);
      await site.stop();
    },
    { scope: 'worker' },
  ],
});
