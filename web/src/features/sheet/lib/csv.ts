// Comma-separated values, as RFC 4180 has them.

const NEEDS_QUOTES = /[",\r\n]/;

export function toCsv(rows: string[][]): string {
  const quoted = (text: string) => (NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
}
