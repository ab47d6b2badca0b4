import { useEffect, useState } from 'react';

function copyOldWay(text: string): void {
  const field = document.createElement('textarea');
  field.value = text;
  field.style.position = 'fixed';
  field.style.opacity = '0';
  // Beside what has the focus, so that a dialog's focus trap does not interfere.
  (document.activeElement?.parentElement ?? document.body).append(field);
  const before = document.activeElement;
  field.select();
  document.execCommand('copy');
  field.remove();
  if (before instanceof HTMLElement) before.focus();
}

/** Puts text on the clipboard, also on plain http where browsers hide the modern way. `copied` is true for a moment. */
export function useCopy() {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = window.setTimeout(() => setCopied(false), 1500);
    return () => window.clearTimeout(timer);
  }, [copied]);
  const copy = async (text: string): Promise<void> => {
    await (navigator.clipboard?.writeText(text) ?? Promise.reject()).catch(() => copyOldWay(text));
    setCopied(true);
  };
  return { copied, copy };
}
