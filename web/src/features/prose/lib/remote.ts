import type { Transaction } from 'prosemirror-state';
import { ySyncPluginKey } from 'y-prosemirror';

/**
 * Whether a change comes out of the shared tree: of somebody else, or of undoing. Such a one replaces the whole document
 * as far as positions are concerned, however little is different.
 */
export function isRemote(tr: Transaction): boolean {
  return Boolean((tr.getMeta(ySyncPluginKey) as { isChangeOrigin?: boolean } | undefined)?.isChangeOrigin);
}
