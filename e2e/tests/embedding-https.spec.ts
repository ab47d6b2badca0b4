// A space and a page of truly different sites, both at https: the session travels into the frame.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request as forward } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiFor } from '../support/api.ts';
import { FRAME, Host, NOBODY, Site, type Tls } from '../support/site.ts';
import { expect, OWNER, test } from '../support/test.ts';

/** A certificate that nobody vouches for. */
function certificate(): Tls {
  const folder = mkdtempSync(join(tmpdir(), 'atrium-tls-'));
  const [key, cert] = ['key.pem', 'cert.pem'].map((name) => join(folder, name)) as [string, string];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '2',
      ...subject,
      '-keyout',
      key,
      '-out',
      cert,
    ],
    { stdio: 'ignore' },
  );
  const tls = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  rmSync(folder, { recursive: true });
  return tls;
}

/** What stands before a space at https. */
async function gate(tls: Tls, url: string): Promise<{ url: string; close: () => void }> {
  const { hostname, port } = new URL(url);
  const server = createServer(tls, (request, response) => {
    const headers = { ...request.headers, 'x-forwarded-proto': 'https' };
    const onward = forward({ hostname, port, path: request.url, method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

test('at https the session reaches a frame of another site; at http it does not', async ({
  browser,
  server,
  ownerState,
}) => {
  const tls = certificate();
  const space = await gate(tls, server.url);
  const site = await Site.open(space.url, tls);
  const plain = await Site.open(server.url);
  const abroad = plain.url.replace('127.0.0.1', 'localhost');
  const api = await apiFor(server.url, ownerState);
  await api.call('POST', 'security/csp', { domains: [site.url, abroad] });
  const { passwordHash } = await api.hash(OWNER.password);

  const context = await browser.newContext({ storageState: NOBODY, locale: 'en-US', ignoreHTTPSErrors: true });
  const page = await context.newPage();
  const signIn = async (src: string) => {
    await page.goto(`${src}/login`);
    return page.evaluate(
      async ([userName, hash]) => {
        const body = JSON.stringify({ userName, passwordHash: hash });
        const answer = await fetch('/api/2.0/authentication', {
          method: 'POST',
          body,
          headers: { 'content-type': 'application/json' },
        });
        return answer.status;
      },
      [OWNER.email, passwordHash] as const,
    );
  };
  expect(await signIn(space.url)).toBe(200);
  const [cookie] = (await context.cookies()).filter(({ name }) => name === 'asc_auth_key');
  expect(cookie).toMatchObject({ sameSite: 'None', secure: true, httpOnly: true });
  const host = await Host.begin(page, site, 'npm', 'initManager', { ...FRAME, src: space.url });
  await host.ready();
  await expect(host.frame.getByRole('heading', { level: 1, name: 'Rooms' })).toBeVisible();
  expect(await host.ask('getUserInfo')).toMatchObject({ email: OWNER.email });
  expect(await host.ask('createRoom', 'From abroad', 2)).toMatchObject({ title: 'From abroad' });

  // At plain http the cookie stays at home: localhost and 127.0.0.1 are two sites.
  await context.clearCookies();
  expect(await signIn(server.url)).toBe(200);
  const [strict] = (await context.cookies()).filter(({ name }) => name === 'asc_auth_key');
  expect(strict).toMatchObject({ sameSite: 'Strict', secure: false });
  await page.goto(`${abroad}/npm`);
  await new Host(page).again('initManager', { ...FRAME, src: server.url });
  await expect(host.frame.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();

  await context.close();
  await api.dispose();
  for (const open of [site, plain]) await open.stop();
  space.close();
});
