// Writing in place: a small editor bound to the words of one shape, one cell or the notes.
import { baseKeymap, chainCommands } from 'prosemirror-commands';
import { keymap } from 'prosemirror-keymap';
import { type Attrs, type Mark, type MarkSpec, type Node, type NodeSpec, Schema } from 'prosemirror-model';
import { type Command, EditorState, Plugin, TextSelection } from 'prosemirror-state';
import { Decoration, DecorationSet, EditorView } from 'prosemirror-view';
import { initProseMirrorDoc, yCursorPlugin, ySyncPluginKey } from 'y-prosemirror';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import { cursor, marks as proseMarks } from '@/features/prose';
import { inside } from './binding';
import type { Level } from './deck';
import { markersOf, paragraphStyle } from './look';

const nodes: Record<string, NodeSpec> = {
  doc: { content: 'paragraph+' },
  paragraph: {
    content: 'inline*',
    attrs: {
      id: { default: null },
      level: { default: null },
      align: { default: null },
      bullet: { default: null },
    },
    parseDOM: [{ tag: 'p' }, { tag: 'li' }, { tag: 'div' }],
    toDOM: () => ['p', 0],
  },
  text: { group: 'inline' },
  hard_break: {
    inline: true,
    group: 'inline',
    selectable: false,
    attrs: { run: { default: null } },
    parseDOM: [{ tag: 'br' }],
    toDOM: () => ['br'],
  },
  opaque: {
    inline: true,
    group: 'inline',
    atom: true,
    attrs: { id: { default: null }, label: { default: '' } },
    toDOM: ({ attrs }) => ['span', { 'data-kept': '' }, String(attrs['label'] ?? '')],
  },
};

/** One pixel is a point here, and text may be scaled to fit. */
const size: MarkSpec = {
  ...proseMarks.size,
  toDOM: ({ attrs }) => [
    'span',
    {
      'data-size': String(attrs['value']),
      style: `font-size:calc(${Number(attrs['value']) || 18}px * var(--scale, 1))`,
    },
    0,
  ],
};

const { highlight: _none, ...rest } = proseMarks;
export const schema = new Schema({ nodes, marks: { ...rest, size } });
type MarkName = 'bold' | 'italic' | 'underline' | 'strike' | 'color' | 'size' | 'font' | 'link';
export type Toggle = 'bold' | 'italic' | 'underline' | 'strike';

const markType = (name: MarkName) => {
  const type = schema.marks[name];
  if (!type) throw new Error(`no mark ${name}`);
  return type;
};

/** What a level has without being told. */
export function inherits(level: Level | undefined, name: Toggle): boolean {
  return name === 'bold' || name === 'italic' ? (level?.[name] ?? false) : false;
}

/** The mark that makes text so, or nothing when it is so anyhow. */
export function toggleValue(on: boolean, inherited: boolean): { off?: true } | null {
  if (on === inherited) return null;
  return on ? {} : { off: true };
}

const levelOf = (node: Node, levels: Level[]) => levels[Number(node.attrs['level'] ?? 0)];

function marksHere(state: EditorState): { marks: readonly Mark[]; node: Node }[] {
  const { from, to, $from, empty } = state.selection;
  if (empty) return [{ marks: state.storedMarks ?? $from.marks(), node: $from.parent }];
  const found: { marks: readonly Mark[]; node: Node }[] = [];
  state.doc.nodesBetween(from, to, (node, _pos, parent) => {
    if (node.isText && parent) found.push({ marks: node.marks, node: parent });
  });
  return found;
}

export function isOn(state: EditorState, name: Toggle, levels: Level[]): boolean {
  const all = marksHere(state);
  return (
    all.length > 0 &&
    all.every(({ marks, node }) => {
      const mark = markType(name).isInSet(marks);
      return mark ? !mark.attrs['off'] : inherits(levelOf(node, levels), name);
    })
  );
}

/** The value that all that is selected has. */
export function valueNow(state: EditorState, name: 'color' | 'size' | 'font', levels: Level[]): unknown {
  const values = new Set(
    marksHere(state).map(
      ({ marks, node }) => markType(name).isInSet(marks)?.attrs['value'] ?? levelOf(node, levels)?.[name],
    ),
  );
  return values.size === 1 ? [...values][0] : null;
}

export function toggle(name: Toggle, levels: Level[]): Command {
  return (state, dispatch) => {
    const value = toggleValue(
      !isOn(state, name, levels),
      inherits(levelOf(state.selection.$from.parent, levels), name),
    );
    return setMark(name, value && { off: value.off ?? null })(state, dispatch);
  };
}

export function setMark(name: MarkName, attrs: Attrs | null): Command {
  return (state, dispatch) => {
    const { from, to, empty } = state.selection;
    const type = markType(name);
    const { tr } = state;
    if (empty) {
      if (attrs) tr.addStoredMark(type.create(attrs));
      else tr.removeStoredMark(type);
    } else {
      tr.removeMark(from, to, type);
      if (attrs) tr.addMark(from, to, type.create(attrs));
    }
    dispatch?.(tr);
    return true;
  };
}

export function setParagraph(attrs: Attrs | ((node: Node) => Attrs | null)): Command {
  return (state, dispatch) => {
    const { from, to } = state.selection;
    const { tr } = state;
    state.doc.nodesBetween(from, to, (node, pos) => {
      if (node.type.name !== 'paragraph') return true;
      const wanted = typeof attrs === 'function' ? attrs(node) : attrs;
      if (wanted) tr.setNodeMarkup(pos, undefined, { ...node.attrs, ...wanted });
      return false;
    });
    if (!tr.docChanged) return false;
    dispatch?.(tr);
    return true;
  };
}

/** One level deeper, or back. */
export function indent(by: 1 | -1): Command {
  return setParagraph((node) => {
    const level = Number(node.attrs['level'] ?? 0) + by;
    return level < 0 || level > 8 ? null : { level: level || null };
  });
}

/** Tab stays in the words, whatever it finds to do. */
const held =
  (command: Command): Command =>
  (state, dispatch) =>
    command(state, dispatch) || true;

const lineBreak: Command = (state, dispatch) => {
  const type = schema.nodes['hard_break'];
  if (!type) return false;
  dispatch?.(state.tr.replaceSelectionWith(type.create()).scrollIntoView());
  return true;
};

/** A new paragraph looks as the one it comes from; an empty item goes a level back instead. */
const newParagraph: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (empty && $from.parent.content.size === 0 && $from.parent.attrs['level']) return indent(-1)(state, dispatch);
  if (!dispatch) return true;
  const marks = state.storedMarks ?? $from.marks();
  const { tr } = state;
  tr.deleteSelection();
  tr.split(tr.selection.from).ensureMarks(marks);
  dispatch(tr.scrollIntoView());
  return true;
};

/** Backspace at the beginning of an item makes it plain text first. */
const outOfList: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0) return false;
  const { level } = $from.parent.attrs;
  return level ? indent(-1)(state, dispatch) : false;
};

/** Styles, bullets and numbers of paragraphs, drawn as where nobody writes. */
function looks(levels: Level[], prompt: string): Plugin {
  return new Plugin({
    props: {
      decorations({ doc }) {
        const paragraphs: { node: Node; pos: number }[] = [];
        doc.forEach((node, pos) => {
          paragraphs.push({ node, pos });
        });
        const said = paragraphs.map(({ node }) => ({
          level: Number(node.attrs['level'] ?? 0),
          align: node.attrs['align'],
          bullet: node.attrs['bullet'],
          empty: node.content.size === 0,
        }));
        const markers = markersOf(said, levels);
        const bare = paragraphs.length === 1 && said[0]?.empty;
        return DecorationSet.create(
          doc,
          paragraphs.map(({ node, pos }, index) =>
            Decoration.node(pos, pos + node.nodeSize, {
              style: cssOf(paragraphStyle(said[index] ?? { level: 0, align: null, bullet: null }, levels, index === 0)),
              ...(markers[index] && { 'data-marker': markers[index] }),
              ...(bare && prompt && { 'data-prompt': prompt }),
            }),
          ),
        );
      },
    },
  });
}

function cssOf(style: object): string {
  const pixels = new Set(['marginTop', 'paddingLeft', 'textIndent']);
  return Object.entries(style)
    .map(([name, value]) => {
      const property = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      return `${property}:${pixels.has(name) ? `${value}px` : value}`;
    })
    .join(';');
}

export interface FieldOptions {
  place: HTMLElement;
  words: Y.XmlElement;
  awareness: Awareness;
  levels: Level[];
  label: string;
  visitor: string;
  prompt: string;
  mayEdit: () => boolean;
  undo: Y.UndoManager;
  /** What Tab does here instead of choosing a level; `false` lets it lead on. */
  tab?: ((by: 1 | -1) => boolean) | undefined;
  /** What the tools show may be another. */
  onChange: () => void;
  onLeave: () => void;
}

export class Field {
  readonly view: EditorView;
  readonly levels: Level[];

  constructor(options: FieldOptions) {
    const { place, words, awareness, levels, label, visitor, prompt, undo, tab } = options;
    this.levels = levels;
    const begun = initProseMirrorDoc(words, schema);
    const back: Command = () => Boolean(undo.undo()) || true;
    const again: Command = () => Boolean(undo.redo()) || true;
    const leave: Command = () => {
      options.onLeave();
      return true;
    };
    this.view = new EditorView(place, {
      editable: options.mayEdit,
      attributes: () => ({
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': label,
        'aria-readonly': String(!options.mayEdit()),
        tabindex: '0',
        spellcheck: 'true',
      }),
      state: EditorState.create({
        schema,
        doc: begun.doc,
        plugins: [
          inside(words, begun.mapping),
          yCursorPlugin(awareness, { cursorBuilder: (user) => cursor(user, visitor) }),
          looks(levels, prompt),
          keymap({
            'Mod-z': back,
            'Mod-y': again,
            'Mod-Shift-z': again,
            'Mod-b': toggle('bold', levels),
            'Mod-i': toggle('italic', levels),
            'Mod-u': toggle('underline', levels),
            'Shift-Enter': lineBreak,
            Enter: newParagraph,
            Tab: tab ? () => tab(1) : held(indent(1)),
            'Shift-Tab': tab ? () => tab(-1) : held(indent(-1)),
            Backspace: chainCommands(outOfList, baseKeymap['Backspace'] ?? (() => false)),
            Escape: leave,
          }),
          keymap(baseKeymap),
        ],
      }),
      dispatchTransaction(this: EditorView, tr) {
        if (this.isDestroyed) return;
        this.updateState(this.state.apply(tr));
        options.onChange();
      },
    });
  }

  run(command: Command): void {
    command(this.view.state, this.view.dispatch, this.view);
    this.view.focus();
  }

  /** The cursor behind everything that stands there. */
  toEnd(): void {
    const { doc, tr } = this.view.state;
    this.view.dispatch(tr.setSelection(TextSelection.atEnd(doc)));
    this.view.focus();
  }

  write(text: string): void {
    this.view.dispatch(this.view.state.tr.insertText(text));
  }

  /** What is written next has this colour. */
  ink(color: string): void {
    setMark('color', { value: color })(this.view.state, this.view.dispatch);
  }

  destroy(): void {
    this.view.destroy();
  }
}

/** Where changes by typing come from, for undo. */
export const TYPED = ySyncPluginKey;
