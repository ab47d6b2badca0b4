import { type ClipboardEvent, useRef } from 'react';
import { type Copied, copyThings, pasteThings } from '../lib/clipboard';
import { removeThings } from '../lib/edit';
import type { Work } from './useWork';

/** Copying, cutting and pasting what is on a slide; pictures and words of other programs come in the same way. */
export function useThingClipboard(work: Work) {
  const kept = useRef<{ copied: Copied; slide: string } | null>(null);
  const { doc, selection, mayEdit, boxOf } = work;

  const onCopy = (event: ClipboardEvent) => {
    const { things, slide } = selection;
    if (isField(event.target) || things.length === 0 || !slide) return;
    const copied = copyThings(
      doc,
      things.map((thing) => [thing, boxOf(thing)]),
    );
    kept.current = { copied, slide: slide.key };
    event.clipboardData.setData('text/plain', copied.text);
    event.preventDefault();
  };
  const onCut = (event: ClipboardEvent) => {
    if (isField(event.target)) return;
    onCopy(event);
    if (mayEdit) removeThings(doc, selection.things);
  };
  const onPaste = (event: ClipboardEvent) => {
    const { slide } = selection;
    if (isField(event.target) || !mayEdit || !slide) return;
    event.preventDefault();
    const file = [...event.clipboardData.files].find(({ type }) => type.startsWith('image/'));
    const text = event.clipboardData.getData('text/plain').replaceAll('\r\n', '\n');
    const own = kept.current;
    if (file) void work.addPicture(file);
    else if (own && own.copied.text === text) {
      const keys = pasteThings(doc, slide, own.copied, own.slide === slide.key);
      selection.select(keys);
    } else if (text.trim()) work.addText(text);
  };
  return { onCopy, onCut, onPaste };
}

const isField = (target: EventTarget) => (target as HTMLElement).closest('[role="textbox"]') !== null;
