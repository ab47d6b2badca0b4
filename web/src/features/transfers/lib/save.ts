import type { MouseEvent } from 'react';
import { frame, tell } from '@/shared/embed';

/** Lets the browser fetch an address as a file, without leaving the page; in a frame the page around it may want to do that. */
export function save(url: string): void {
  if (handOut(url)) return;
  const link = document.createElement('a');
  link.href = url;
  link.download = '';
  document.body.append(link);
  link.click();
  link.remove();
}

/** For links to files: the click is enough where the page around the frame takes the address. */
export function saveOnClick(event: MouseEvent<HTMLAnchorElement>): void {
  if (handOut(event.currentTarget.href)) event.preventDefault();
}

function handOut(url: string): boolean {
  if (!frame()?.downloadToEvent) return false;
  tell('onDownload', new URL(url, window.location.origin).href);
  return true;
}
