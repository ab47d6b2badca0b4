// Mails that were not sent: without an SMTP server they are files in the data folder.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { Server } from './server.ts';

interface Mail {
  to: string;
  text: string;
}

/** Quoted-printable and base64 of mail bodies, as UTF-8. */
function decoded(body: string, encoding: string): string {
  if (/base64/i.test(encoding)) return Buffer.from(body, 'base64').toString();
  if (!/quoted-printable/i.test(encoding)) return body;
  const bytes = body
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}

/** The first text of a mail, whatever it is wrapped in. */
function plainText(part: string): string {
  const [head = '', ...rest] = part.split(/\r?\n\r?\n/);
  const headers = head.replace(/\r?\n[ \t]+/g, ' ');
  const boundary = /boundary="?([^";\r\n]+)"?/i.exec(headers)?.[1];
  const body = rest.join('\n\n');
  if (boundary) return plainText(body.split(`--${boundary}`)[1]?.replace(/^\r?\n/, '') ?? '');
  return decoded(body, /content-transfer-encoding:\s*(\S+)/i.exec(headers)?.[1] ?? '');
}

async function mails(server: Server): Promise<Mail[]> {
  const folder = join(server.data, 'mail');
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml')).sort();
  return Promise.all(
    names.map(async (name) => {
      const raw = await readFile(join(folder, name), 'latin1');
      return { to: /^To: .*?([^\s<>]+@[^\s<>]+)/im.exec(raw)?.[1]?.toLowerCase() ?? '', text: plainText(raw) };
    }),
  );
}

/** How many mails somebody has got so far. */
export async function mailCount(server: Server, to: string): Promise<number> {
  return (await mails(server)).filter((mail) => mail.to === to.toLowerCase()).length;
}

/** The link in the next mail to somebody after the first `known`; waits for it. The `nth` one, where it has several. */
export async function mailedLink(server: Server, to: string, known = 0, nth = 0): Promise<string> {
  let link = '';
  await expect
    .poll(
      async () => {
        const own = (await mails(server)).filter((mail) => mail.to === to.toLowerCase());
        link = [...(own[known]?.text ?? '').matchAll(/https?:\/\/[^\s<>"]+\/(?:confirm|s)\/[^\s<>"]+/g)].map(([url]) => url)[nth] ?? '';
        return link;
      },
      { message: `a mail with a link to ${to}` },
    )
    .not.toBe('');
  return link;
}
