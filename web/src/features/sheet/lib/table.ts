// Cells as text between programs: columns are parted by tabs, rows by line ends.

const NEEDS_QUOTES = /["\t\n\r]/;
const QUOTED = /^"(?:[^"]|"")*"$/;

export function toText(rows: string[][]): string {
  const quoted = (text: string) => (NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => row.map(quoted).join('\t')).join('\n');
}

export function fromText(text: string): string[][] {
  const rows: string[][] = [[]];
  const field = /("(?:[^"]|"")*"|[^\t\n\r]*)(\t|\r\n|\n|\r|$)/y;
  while (field.lastIndex < text.length) {
    const found = field.exec(text);
    // Quotes that are not closed are plain characters.
    if (!found) return text.split(/\r\n|\n|\r/).map((line) => line.split('\t'));
    const [, content = '', end = ''] = found;
    rows.at(-1)?.push(QUOTED.test(content) ? content.slice(1, -1).replaceAll('""', '"') : content);
    if (end === '\t' && field.lastIndex === text.length) rows.at(-1)?.push('');
    else if (end !== '\t' && end !== '' && field.lastIndex < text.length) rows.push([]);
  }
  return rows;
}
