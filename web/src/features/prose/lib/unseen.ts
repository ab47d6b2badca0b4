// Bookmarks and their like stand in the text and show nothing: the cursor walks past them, and so does deleting.
import type { ResolvedPos } from 'prosemirror-model';
import { type Command, TextSelection } from 'prosemirror-state';
import { isUnseen } from './nodes';

type Way = 1 | -1;

const beside = (at: ResolvedPos, way: Way) => (way > 0 ? at.nodeAfter : at.nodeBefore);

/** How far it is past the unseen marks on one side; 0 where there are none. */
function past(at: ResolvedPos, way: Way): number {
  let [reach, here] = [0, at];
  for (let next = beside(here, way); next && isUnseen(next); next = beside(here, way)) {
    reach += way * next.nodeSize;
    here = at.doc.resolve(at.pos + reach);
  }
  return reach;
}

/** Puts the cursor past them; the key that was pressed does its work from there. */
export function skipUnseen(way: Way): Command {
  return (state, dispatch) => {
    const { $from, empty } = state.selection;
    const reach = empty && $from.parent.isTextblock ? past($from, way) : 0;
    if (reach === 0 || !dispatch) return false;
    const at = state.doc.resolve($from.pos + reach);
    const next = beside(at, way);
    const step = next?.isText ? way * characterOf(next.text ?? '', way).length : 0;
    if (step === 0 && next) return false;
    dispatch(state.tr.setSelection(TextSelection.create(state.doc, at.pos + step)).scrollIntoView());
    return step !== 0;
  };
}

/** Deletes the character behind them, and leaves them where they are. */
export function deleteBeyond(way: Way): Command {
  return (state, dispatch) => {
    const { $from, empty } = state.selection;
    const reach = empty && $from.parent.isTextblock ? past($from, way) : 0;
    if (reach === 0) return false;
    const from = $from.pos + reach;
    const next = beside(state.doc.resolve(from), way);
    // At the edge of the paragraph the marks are no reason not to join it.
    if (!next) {
      dispatch?.(state.tr.setSelection(TextSelection.create(state.doc, from)));
      return false;
    }
    const to = from + way * (next.isText ? characterOf(next.text ?? '', way).length : next.nodeSize);
    dispatch?.(state.tr.delete(Math.min(from, to), Math.max(from, to)).scrollIntoView());
    return true;
  };
}

/** A sign as people see it, which may be many characters. */
function characterOf(text: string, way: Way): string {
  const signs = [
    ...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(
      way > 0 ? text.slice(0, 40) : text.slice(-40),
    ),
  ];
  return (way > 0 ? signs[0] : signs.at(-1))?.segment ?? '';
}
