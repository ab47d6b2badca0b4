// The geometry of cutting a square out of a picture. Lengths are pixels of the frame; the picture fills it always.

/** A picture behind a square frame. */
export interface Crop {
  /** 1 = the short side fits exactly. */
  zoom: number;
  /** Where the picture's centre lies, measured from the middle of the frame. */
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

export const MAX_ZOOM = 4;
export const START: Crop = { zoom: 1, x: 0, y: 0 };

/** Size of the picture on the screen. */
export function shown({ zoom }: Crop, picture: Size, frame: number): Size {
  const scale = (frame / Math.min(picture.width, picture.height)) * zoom;
  return { width: picture.width * scale, height: picture.height * scale };
}

/** The nearest crop in which no edge of the picture comes into the frame. */
export function fitted(crop: Crop, picture: Size, frame: number): Crop {
  const zoom = Math.min(Math.max(crop.zoom, 1), MAX_ZOOM);
  const { width, height } = shown({ ...crop, zoom }, picture, frame);
  const clamp = (value: number, room: number) => Math.min(Math.max(value, -room), room);
  return { zoom, x: clamp(crop.x, (width - frame) / 2), y: clamp(crop.y, (height - frame) / 2) };
}

export function moved(crop: Crop, dx: number, dy: number, picture: Size, frame: number): Crop {
  return fitted({ ...crop, x: crop.x + dx, y: crop.y + dy }, picture, frame);
}

/** Zooms so that what lies in the middle of the frame stays there. */
export function zoomed(crop: Crop, zoom: number, picture: Size, frame: number): Crop {
  const to = Math.min(Math.max(zoom, 1), MAX_ZOOM);
  const by = to / crop.zoom;
  return fitted({ zoom: to, x: crop.x * by, y: crop.y * by }, picture, frame);
}

/** The part of the picture that is in the frame, in the picture's own pixels. */
export function cut(crop: Crop, picture: Size, frame: number): { left: number; top: number; side: number } {
  const scale = shown(crop, picture, frame).width / picture.width;
  const side = frame / scale;
  return {
    left: picture.width / 2 - crop.x / scale - side / 2,
    top: picture.height / 2 - crop.y / scale - side / 2,
    side,
  };
}
