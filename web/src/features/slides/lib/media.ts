// Pictures on slides: those of the file come from the server, new ones lie in the shared tree.
import type * as Y from 'yjs';
import { withShareKey } from '@/api/client';
import { openPicture } from '@/shared/picture';
import type { Box, Deck } from './deck';
import { attributes, elements } from './model';

/** Where the picture of a name is. */
export type MediaUrl = (media: string | null) => string | null;

const KINDS: [type: string, begin: number[]][] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
];

export function kindOfPicture(bytes: Uint8Array): string | null {
  return KINDS.find(([, begin]) => begin.every((byte, index) => bytes[index] === byte))?.[0] ?? null;
}

/** Pictures of a document; `free` lets go of those that were made here. */
export function mediaOf(fileId: number, root: Y.XmlFragment): { url: MediaUrl; free: () => void } {
  const made = new Map<string, string>();
  const own = (media: string): string | null => {
    const known = made.get(media);
    if (known) return known;
    const data = elements(root, 'media')
      .map(attributes)
      .find((one) => one['key'] === media)?.['data'];
    const type = data instanceof Uint8Array ? kindOfPicture(data) : null;
    if (!type) return null;
    const url = URL.createObjectURL(new Blob([data as Uint8Array<ArrayBuffer>], { type }));
    made.set(media, url);
    return url;
  };
  return {
    url: (media) => {
      if (!media) return null;
      if (media.startsWith('m-')) return own(media);
      return withShareKey(`/edit/${fileId}/part/${encodeURIComponent(media)}?from=web`);
    },
    free: () => {
      for (const url of made.values()) URL.revokeObjectURL(url);
      made.clear();
    },
  };
}

/** What the server takes in one message, with room for the rest of it. */
const MOST_BYTES = 3_000_000;
const LONGEST_SIDE = 2400;

export interface Taken {
  data: Uint8Array;
  width: number;
  height: number;
}

/** A file as a picture that fits into the document; throws when it is none. */
export async function takePicture(file: Blob): Promise<Taken> {
  const url = URL.createObjectURL(file);
  try {
    const image = await openPicture(url);
    const [width, height] = [image.naturalWidth || 300, image.naturalHeight || 300];
    const bytes = new Uint8Array(await file.arrayBuffer());
    const fits = bytes.length <= MOST_BYTES && Math.max(width, height) <= LONGEST_SIDE;
    if (fits && kindOfPicture(bytes)) return { data: bytes, width, height };
    return { data: await smaller(image, kindOfPicture(bytes) === 'image/jpeg'), width, height };
  } finally {
    URL.revokeObjectURL(url);
  }
}

async function smaller(image: HTMLImageElement, photograph: boolean): Promise<Uint8Array> {
  const longest = Math.max(image.naturalWidth, image.naturalHeight, 1);
  for (const side of [LONGEST_SIDE, 1600, 1000]) {
    const by = Math.min(1, side / longest);
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(image.naturalWidth * by));
    canvas.height = Math.max(1, Math.round(image.naturalHeight * by));
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    // Drawings may have see-through parts.
    const types = photograph ? ['image/jpeg'] : ['image/png', 'image/jpeg'];
    for (const type of types) {
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, 0.88));
      if (blob && blob.size <= MOST_BYTES) return new Uint8Array(await blob.arrayBuffer());
    }
  }
  throw new Error('too large a picture');
}

/** In the middle of the slide, not larger than most of it. */
export function boxOfPicture({ width, height }: Taken, deck: Deck): Box {
  const EMU_OF_PIXEL = 9525;
  const by = Math.min(EMU_OF_PIXEL, (deck.width * 0.7) / width, (deck.height * 0.7) / height);
  const [w, h] = [Math.round(width * by), Math.round(height * by)];
  return { x: Math.round((deck.width - w) / 2), y: Math.round((deck.height - h) / 2), w, h };
}
