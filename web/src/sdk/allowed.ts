// Whether a space lets this site show it (platform/11 §11.8). A courtesy: what decides is the header of the space's pages.

export const NOT_ALLOWED = 'The current domain is not set in the Content Security Policy (CSP) settings.';

/** Resolves where this page may show the space, else rejects with what to tell people. */
export async function checkAllowed(src: string): Promise<void> {
  const { origin, host } = window.location;
  if (new URL(src).origin === origin) return;
  const answer = await fetch(`${src}/api/2.0/security/csp`, { credentials: 'omit' });
  const body = (await answer.json()) as { response?: { domains?: string[] } };
  const sites = body.response?.domains ?? [];
  if (!sites.some((site) => covers(site.toLowerCase(), host.toLowerCase()))) throw new Error(NOT_ALLOWED);
}

/** A site of the list: `https://site.com`, `site.com:8443`, `*.site.com`. */
function covers(site: string, host: string): boolean {
  const named = site.replace(/^[a-z]+:\/\//, '').replace(/\/.*$/, '');
  return named.startsWith('*.') ? host.endsWith(named.slice(1)) : named === host;
}

/** The page that stands in the frame instead. */
export function refusal(src: string): string {
  const text = 'flex:none;max-width:32rem;text-align:center;line-height:1.5';
  return `<!doctype html><html lang="en"><meta name="color-scheme" content="light dark"><body style="margin:0;min-height:100vh;
display:flex;flex-direction:column;gap:2rem;align-items:center;justify-content:center;padding:2rem;box-sizing:border-box;
font:15px system-ui,sans-serif"><img alt="" height="40" src="${src}/static/images/logo/lightsmall.svg"><p style="${text}">${NOT_ALLOWED}
Please add it in <a target="_blank" rel="noopener" href="${src}/developer-tools/javascript-sdk">the settings of the space</a>.</p>`;
}
