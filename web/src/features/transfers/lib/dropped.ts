// What was dropped: plain files, or whole folders with their tree.

export interface Dropped {
  /** Folder names from the drop target down; empty for a file dropped itself. */
  path: string[];
  /** null for a folder with nothing in it. */
  file: File | null;
}

function asFile(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

async function children(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const all: FileSystemEntry[] = [];
  // A reader hands out at most a hundred at a time.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}

async function walk(entry: FileSystemEntry, path: string[]): Promise<Dropped[]> {
  if (entry.isFile) return [{ path, file: await asFile(entry as FileSystemFileEntry) }];
  const inside = await children(entry as FileSystemDirectoryEntry);
  if (inside.length === 0) return [{ path: [...path, entry.name], file: null }];
  const nested = await Promise.all(inside.map((child) => walk(child, [...path, entry.name])));
  return nested.flat();
}

/** Reads the drop before the event is over, then walks the folders. */
export async function readDrop(transfer: DataTransfer): Promise<Dropped[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  const plain = [...transfer.files];
  if (entries.length === 0 || entries.some((entry) => entry === null)) return plain.map((file) => ({ path: [], file }));
  const nested = await Promise.all(entries.map((entry) => (entry ? walk(entry, []) : [])));
  return nested.flat();
}

/** The same for a folder chosen with the button. */
export function readChosen(files: File[]): Dropped[] {
  return files.map((file) => ({
    path: file.webkitRelativePath ? file.webkitRelativePath.split('/').slice(0, -1) : [],
    file,
  }));
}
