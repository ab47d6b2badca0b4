import { openPicture } from '@/shared/picture';
import { isActive, isDrawing, type Refusal, refusalOf } from './logos';

/** The picture in a file as a `data:` address, or why it cannot be a logo. */
export async function readLogo(file: File): Promise<{ picture: string } | { refusal: Refusal }> {
  const refusal = refusalOf(file);
  if (refusal) return { refusal };
  const drawing = isDrawing(file);
  if (drawing && isActive(await file.text())) return { refusal: 'active' };
  // Some systems do not know what kind of file a drawing is.
  const picture = await addressOf(drawing ? new Blob([file], { type: 'image/svg+xml' }) : file);
  try {
    await openPicture(picture);
    return { picture };
  } catch {
    return { refusal: 'kind' };
  }
}

function addressOf(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'));
    reader.readAsDataURL(blob);
  });
}
