// Addresses and ranges as the server reads them: one address, `first-last`, or `network/bits`.

function isIp4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}

function isIp6(text: string): boolean {
  if (!/^[0-9a-f:.]+$/i.test(text) || !text.includes(':')) return false;
  try {
    return new URL(`http://[${text}]/`).hostname.length > 2;
  } catch {
    return false;
  }
}

function isIp(text: string): boolean {
  return isIp4(text) || isIp6(text);
}

/** Whether a text is an address or a range of addresses. */
export function isAddress(text: string): boolean {
  const [network, bits, ...more] = text.trim().split('/');
  if (network !== undefined && bits !== undefined)
    return more.length === 0 && isIp(network) && /^\d{1,3}$/.test(bits) && Number(bits) <= (isIp4(network) ? 32 : 128);
  const ends = text.trim().split('-');
  return ends.length <= 2 && ends.every((end) => isIp(end.trim()));
}
