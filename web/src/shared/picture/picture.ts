/** Largest side of a picture that is sent; the server keeps no more. */
const SIDE = 1280;
const QUALITY = 0.9;
/** Well below what the server accepts. */
const MOST_BYTES = 4_500_000;

/** Opens a picture in the browser; throws when it is none. */
export function openPicture(url: string): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error('not a picture'));
    image.src = url;
  });
}

/** How much a picture is made smaller before it is sent. */
export function shrinkage(image: HTMLImageElement): number {
  return Math.min(1, SIDE / Math.max(image.naturalWidth, image.naturalHeight));
}

function encode(canvas: HTMLCanvasElement, type: string): Promise<Blob> {
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), type, QUALITY),
  );
}

/** The picture small enough to send, upright as the camera meant it, in a format the server knows. */
export async function shrunk(image: HTMLImageElement, type: string): Promise<Blob> {
  const by = shrinkage(image);
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(image.naturalWidth * by));
  canvas.height = Math.max(1, Math.round(image.naturalHeight * by));
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  // Photographs as JPEG; drawings may have see-through parts.
  if (type === 'image/jpeg') return encode(canvas, 'image/jpeg');
  const drawing = await encode(canvas, 'image/png');
  return drawing.size <= MOST_BYTES ? drawing : encode(canvas, 'image/jpeg');
}
