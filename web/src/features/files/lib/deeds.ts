// One line of an entry's history: who did what with which thing, ready to be put into words.

export interface Deed {
  id: number;
  /** Name of the action in the contract, "FileRenamed". */
  key: string;
  who: string;
  avatar: string;
  when: Date | null;
  /** What the sentence needs: titles, before and after. */
  values: { name: string; from: string; to: string };
}

interface Raw extends Omit<Deed, 'values'> {
  data: Record<string, unknown>;
}

function text(data: Record<string, unknown>, ...names: string[]): string {
  for (const name of names) {
    const value = data[name];
    if (typeof value === 'string' && value) return value;
  }
  return '';
}

export function toDeed({ data, ...deed }: Raw): Deed {
  const user = data['user'] as { displayName?: string } | undefined;
  const tags = Array.isArray(data['tags']) ? (data['tags'] as string[]).join(', ') : '';
  return {
    ...deed,
    values: {
      name: tags || user?.displayName || text(data, 'newTitle', 'linkTitle', 'title'),
      from: text(data, 'oldTitle', 'fromFolderTitle', 'fromParentTitle'),
      to: text(data, 'toFolderTitle', 'parentTitle'),
    },
  };
}
