// Mails that were not sent: without an SMTP server they are files in the data folder.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { Server } from './server.ts';

interface Mail {
  to: string;
  subject: string;
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
      const subject = /^Subject: (.*)$/im.exec(raw)?.[1] ?? '';
      return { to: /^To: .*?([^\s<>]+@[^\s<>]+)/im.exec(raw)?.[1]?.toLowerCase() ?? '', subject, text: plainText(raw) };
    }),
  );
}

/**
 * The link in the mail to somebody whose subject begins with `about`; waits for it. The `nth` one, where it has several.
 *
 * Letters are sent in the background: which one comes first, or whether one of before is there yet, says nothing.
 */
export async function mailedLink(server: Server, to: string, about: string, nth = 0): Promise<string> {
  let link = '';
  await expect
    .poll(
      async () => {
        const mail = (await mails(server)).findLast((one) => one.to === to.toLowerCase() && one.subject.startsWith(about));
        link = [...(mail?.text ?? '').matchAll(/https?:\/\/[^\s<>"]+\/(?:confirm|s)\/[^\s<>"]+/g)].map(([url]) => url)[nth] ?? '';
        return link;
      },
      { message: `a mail “${about}…” with a link to ${to}` },
    )
    .not.toBe('');
  return link;
}
