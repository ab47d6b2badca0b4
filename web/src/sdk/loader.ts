// What turns while a frame is on its way.

/** A box of the frame's size with a turning ring. */
export function loader(frameId: string, width: string, height: string): HTMLElement {
  const name = `${frameId}-loader__element`;
  const box = document.createElement('div');
  box.id = `${frameId}-loader`;
  Object.assign(box.style, {
    width,
    height,
    display: 'flex',
    justifyContent: 'center',
    alignItems: 'center',
    position: 'relative',
    zIndex: '1',
  });
  const ring = document.createElement('div');
  ring.className = name;
  Object.assign(ring.style, {
    width: '44px',
    height: '44px',
    boxSizing: 'border-box',
    border: '3px solid rgb(128 128 128 / 25%)',
    borderTopColor: 'rgb(128 128 128)',
    borderRadius: '50%',
  });
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  ring.animate?.([{ transform: 'rotate(0)' }, { transform: 'rotate(360deg)' }], {
    duration: still ? 3000 : 900,
    iterations: Number.POSITIVE_INFINITY,
  });
  box.append(ring);
  return box;
}
