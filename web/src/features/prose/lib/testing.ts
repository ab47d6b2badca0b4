// Documents for tests, built as the server seeds them.
import { EditorState, type Plugin, TextSelection } from 'prosemirror-state';
import { initProseMirrorDoc } from 'y-prosemirror';
import * as Y from 'yjs';
import { type Look, lookOf, Styles } from './look';
import { outline } from './outline';
import { schema, TREE } from './schema';

type Attributes = Record<string, string | number>;
type Piece = string | [text: string, marks: Record<string, object>] | Y.XmlElement;

/** An element of the shared tree. */
export function element(name: string, attrs: Attributes, children: (Y.XmlElement | Y.XmlText)[] = []) {
  const made = new Y.XmlElement<Attributes>(name);
  for (const [key, value] of Object.entries(attrs)) made.setAttribute(key, value);
  made.insert(0, children);
  return made as unknown as Y.XmlElement;
}

export function paragraph(attrs: Attributes, ...pieces: Piece[]): Y.XmlElement {
  const children: (Y.XmlElement | Y.XmlText)[] = [];
  let run: { insert: string; attributes?: object }[] = [];
  const close = () => {
    if (run.length === 0) return;
    const text = new Y.XmlText();
    text.applyDelta(run);
    children.push(text);
    run = [];
  };
  for (const piece of pieces) {
    if (typeof piece === 'string') run.push({ insert: piece });
    else if (Array.isArray(piece)) run.push({ insert: piece[0], attributes: piece[1] });
    else {
      close();
      children.push(piece);
    }
  }
  close();
  return element('paragraph', attrs, children);
}

export function table(rows: string[][]): Y.XmlElement {
  return element(
    'table',
    { id: 't1' },
    rows.map((cells, row) =>
      element(
        'table_row',
        { id: `r${row}` },
        cells.map((text, column) =>
          element('table_cell', { id: `c${row}${column}`, width: 120 }, [paragraph({}, text)]),
        ),
      ),
    ),
  );
}

export function tree(...blocks: Y.XmlElement[]): Y.Doc {
  const doc = new Y.Doc();
  doc.getXmlFragment(TREE).insert(0, blocks);
  return doc;
}

export const LOOK = lookOf({
  prose: {
    styles: [
      { id: 'Normal', name: 'Normal', kind: 'paragraph', isDefault: true, css: { fontSize: 11 } },
      {
        id: 'Heading1',
        name: 'heading 1',
        kind: 'paragraph',
        basedOn: 'Normal',
        heading: 1,
        css: { bold: true, fontSize: 16 },
      },
      { id: 'Heading2', name: 'heading 2', kind: 'paragraph', basedOn: 'Heading1', heading: 2, css: { fontSize: 13 } },
      { id: 'Quote', name: 'Quote', kind: 'paragraph', basedOn: 'Normal', css: { italic: true, align: 'center' } },
    ],
    defaults: { fontFamily: 'Calibri', fontSize: 11 },
  },
}) as Look;

/** A state of the editor without a page around it. */
export function stateOf(doc: Y.Doc, plugins: Plugin[] = []): EditorState {
  const begun = initProseMirrorDoc(doc.getXmlFragment(TREE), schema);
  return EditorState.create({ schema, doc: begun.doc, plugins: [outline(LOOK, new Styles(LOOK)), ...plugins] });
}

/** The words that are selected; the cursor behind them when they are `before`. */
export function at(state: EditorState, words: string, before = false): EditorState {
  let found = -1;
  state.doc.descendants((node, pos) => {
    const index = node.isTextblock ? node.textContent.indexOf(words) : -1;
    if (found < 0 && index >= 0) found = pos + 1 + index;
  });
  if (found < 0) throw new Error(`no ${words}`);
  const end = found + words.length;
  return state.apply(state.tr.setSelection(TextSelection.create(state.doc, before ? end : found, end)));
}

/** What a command makes of a state. */
export function after(
  state: EditorState,
  command: (state: EditorState, dispatch: (tr: EditorState['tr']) => void) => boolean,
): EditorState {
  let next = state;
  command(state, (tr) => {
    next = state.apply(tr);
  });
  return next;
}
