// Which pages may speak with us: those of the sites that administrators allow, as `frame-ancestors` reads them.

/** Whether a list of sites covers an origin. `own` is the origin of the space itself, which is always allowed. */
export function allows(sites: string[], origin: string, own: string): boolean {
  if (origin === own) return true;
  const page = parse(origin);
  return page !== null && sites.some((site) => covers(site, page, own));
}

function covers(text: string, page: URL, own: string): boolean {
  const [scheme, rest] = text.includes('://') ? text.split('://', 2) : [null, text];
  const wild = rest?.startsWith('*.') === true;
  const site = parse(`${scheme ?? page.protocol.slice(0, -1)}://${wild ? rest.slice(2) : rest}`);
  if (!site) return false;
  // Without a scheme the page's own counts; http lets in https, never the other way round.
  const wanted = scheme ? site.protocol : new URL(own).protocol;
  if (page.protocol !== wanted && !(wanted === 'http:' && page.protocol === 'https:')) return false;
  if (port(page) !== port(site) && site.port !== '') return false;
  if (site.port === '' && page.port !== '') return false;
  return wild ? page.hostname.endsWith(`.${site.hostname}`) : page.hostname === site.hostname;
}

const port = ({ port, protocol }: URL) => port || (protocol === 'https:' ? '443' : '80');

function parse(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
