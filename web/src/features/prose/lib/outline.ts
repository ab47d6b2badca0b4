// Markers before the paragraphs of lists, and headings as screen readers know them: neither stands in the document.
import type { Node } from 'prosemirror-model';
import { type EditorState, Plugin, PluginKey, type Transaction } from 'prosemirror-state';
import { Decoration, DecorationSet } from 'prosemirror-view';
import type { Look, Styles } from './look';
import { Counter } from './numbering';
import { isRemote } from './remote';

interface Outline {
  look: Look;
  styles: Styles;
  shown: DecorationSet;
}

const key = new PluginKey<Outline>('outline');

export function outline(look: Look, styles: Styles): Plugin<Outline> {
  return new Plugin<Outline>({
    key,
    state: {
      init: (_, state) => ({ look, styles, shown: drawn(state.doc, look, styles) }),
      apply(tr, before) {
        const told = tr.getMeta(key) as Pick<Outline, 'look' | 'styles'> | undefined;
        const { look: now, styles: set } = told ?? before;
        if (!told && !tr.docChanged) return before;
        if (!told && !isRemote(tr) && onlyText(tr)) return { ...before, shown: before.shown.map(tr.mapping, tr.doc) };
        return { look: now, styles: set, shown: drawn(tr.doc, now, set) };
      },
    },
    props: { decorations: (state) => key.getState(state)?.shown },
  });
}

/** Other styles and lists than before. */
export function relook(tr: Transaction, look: Look, styles: Styles): Transaction {
  return tr.setMeta(key, { look, styles }).setMeta('addToHistory', false);
}

export function stylesOf(state: EditorState): Styles {
  const found = key.getState(state);
  if (!found) throw new Error('the outline is missing');
  return found.styles;
}

function drawn(doc: Node, look: Look, styles: Styles): DecorationSet {
  const counter = new Counter(look.lists);
  const found: Decoration[] = [];
  doc.descendants((node, pos) => {
    if (node.type.name !== 'paragraph') return true;
    const marker = counter.next(node.attrs);
    const level = styles.levelOf(node.attrs['style']);
    const attrs: Record<string, string> = {};
    if (marker) {
      attrs['data-marker'] = marker.text;
      attrs['style'] = `--indent:${marker.indent}pt;--hanging:${marker.hanging}pt`;
    }
    if (level) {
      attrs['role'] = 'heading';
      attrs['aria-level'] = String(level);
    }
    if (marker || level) found.push(Decoration.node(pos, pos + node.nodeSize, attrs));
    return false;
  });
  return DecorationSet.create(doc, found);
}

/** Whether nothing changed but inside of one paragraph of the body. */
function onlyText({ before, doc }: Transaction): boolean {
  if (before.childCount !== doc.childCount) return false;
  const others: number[] = [];
  for (let index = 0; index < doc.childCount && others.length < 2; index += 1)
    if (before.child(index) !== doc.child(index)) others.push(index);
  const [index] = others;
  if (index === undefined) return true;
  const [old, now] = [before.child(index), doc.child(index)];
  return others.length === 1 && now.isTextblock && old.isTextblock && old.sameMarkup(now);
}
