// Editors of somebody else, as far as a browser meets them: an office that speaks WOPI, and a document server.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Office {
  url: string;
  close: () => void;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString();
}

/** What the office knows of a file when it has asked the space itself. */
async function greeting(address: URL, form: URLSearchParams): Promise<string> {
  const source = `${address.searchParams.get('WOPISrc')}?access_token=${form.get('access_token')}`;
  const info = (await (await fetch(source)).json()) as Record<string, unknown>;
  return `<h1>${info.BaseFileName}</h1><p>${info.UserFriendlyName} ${info.UserCanWrite ? 'writes' : 'reads'}</p>`;
}

/** The script of a document server: it puts a frame of its own where the page wants the editor. */
const API = `window.DocsAPI = { DocEditor: function (id, config) {
  const frame = document.createElement('iframe');
  frame.title = 'editor';
  frame.style.width = config.width;
  frame.style.height = config.height;
  const mode = config.editorConfig.mode + (config.token ? ' signed' : '');
  frame.src = new URL('/frame?' + new URLSearchParams({ title: config.document.title, mode }),
    document.querySelector('script[src*="api.js"]').src);
  document.getElementById(id).replaceWith(frame);
} };`;

export async function startOffice(): Promise<Office> {
  let url = '';
  const server = createServer(async (request, response) => {
    const address = new URL(request.url ?? '/', url);
    const say = (text: string, kind = 'text/html') => response.setHeader('content-type', kind).end(text);
    const body = await bodyOf(request);
    if (address.pathname === '/hosting/discovery') {
      const action = `<action name="edit" ext="docx" urlsrc="${url}/edit?&lt;ui=UI_LLCC&amp;&gt;"/>`;
      return say(
        `<wopi-discovery><net-zone name="external-http"><app name="Word">${action}</app></net-zone></wopi-discovery>`,
        'text/xml',
      );
    }
    if (address.pathname === '/edit') return say(await greeting(address, new URLSearchParams(body)));
    if (address.pathname === '/frame')
      return say(`<h1>${address.searchParams.get('title')}</h1><p>${address.searchParams.get('mode')}</p>`);
    if (address.pathname.endsWith('/api.js')) return say(API, 'text/javascript');
    if (address.pathname.endsWith('/CommandService.ashx'))
      return say('{"error":0,"version":"9.1.0"}', 'application/json');
    response.statusCode = 404;
    return say('');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, close: () => server.close() };
}
