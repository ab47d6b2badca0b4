// What the addresses of selectors wish (platform/11 §11.3, §11.4), and what they hand out (§11.7).

/** How a selector looks; what the address does not say is as usual. */
export interface SelectorWish {
  accept: string;
  cancel: string;
  showCancel: boolean;
  showHeader: boolean;
  search: boolean;
  crumbs: boolean;
  subtitle: boolean;
}

type Query = Record<string, unknown>;

const text = (value: unknown) => (value === undefined || value === null ? '' : String(value));

export function readWish(query: Query): SelectorWish {
  return {
    accept: text(query['acceptLabel']),
    cancel: text(query['cancelLabel']),
    showCancel: query['cancel'] === true,
    showHeader: query['header'] === true,
    search: query['search'] !== false,
    crumbs: query['breadCrumbs'] !== false,
    subtitle: query['subtitle'] !== false,
  };
}

/** RoomType of the contract. */
const ROOM_TYPES: Record<string, number> = {
  fillingformsroom: 1,
  editingroom: 2,
  customroom: 5,
  publicroom: 6,
  virtualdataroom: 8,
};

/** Numbers or names of kinds of rooms, separated by commas; none means all. */
export function readRoomTypes(value: unknown): number[] {
  const known = Object.values(ROOM_TYPES);
  return text(value)
    .split(',')
    .map((one) => ROOM_TYPES[one.trim().toLowerCase()] ?? Number(one.trim() || Number.NaN))
    .filter((type) => known.includes(type));
}

export interface FileFilter {
  /** FilterType of the contract. */
  kind?: number;
  extensions?: string[];
}

const FILTERS: Record<string, FileFilter> = {
  DOCX: { extensions: ['.docx'] },
  XLSX: { extensions: ['.xlsx'] },
  DOCXF: { kind: 23 },
  PDF: { kind: 22 },
  IMG: { kind: 7 },
  GZ: { extensions: ['.gz'] },
  BackupOnly: { extensions: ['.gz', '.tar'] },
};

/** `DOCX`, `IMG`, …, or a number of FilterType; anything else means all files. */
export function readFileFilter(value: unknown): FileFilter {
  const name = text(value);
  if (/^\d+$/.test(name)) return Number(name) > 0 ? { kind: Number(name) } : {};
  return FILTERS[name] ?? {};
}

/** Where a file selector begins: rooms and My documents, or only one of both. */
export type Start = 'all' | 'roomsOnly' | 'userFolderOnly';

export const readStart = (value: unknown): Start =>
  value === 'roomsOnly' || value === 'userFolderOnly' ? value : 'all';

const DOCUMENT_TYPES: Record<number, string> = { 5: 'cell', 6: 'slide', 7: 'word', 10: 'pdf' };

/** What kind of editor a file belongs to (FileType of the contract); null for none. */
export const documentType = (fileType: number | undefined): string | null => DOCUMENT_TYPES[fileType ?? 0] ?? null;

/** A colour of the page around, and what can be read on it. */
export interface Paint {
  ground: string;
  words: string;
}

/** Six hex digits, or nothing: a colour from elsewhere goes into a style. */
export function readColor(value: string): Paint | null {
  const [, ...parts] = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(value) ?? [];
  if (parts.length === 0) return null;
  const [red = 0, green = 0, blue = 0] = parts.map((hex) => {
    const share = Number.parseInt(hex, 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  // At this luminance black and white stand out equally (WCAG 2).
  const bright = 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179;
  return { ground: value, words: bright ? '#000000' : '#ffffff' };
}
