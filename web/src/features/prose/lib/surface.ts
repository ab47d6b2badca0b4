// The editor as it is put together: the shared tree, keys, clipboard, and everything that is drawn beside the text.
import { dropCursor } from 'prosemirror-dropcursor';
import { gapCursor } from 'prosemirror-gapcursor';
import { type Command, EditorState, Plugin, type Transaction } from 'prosemirror-state';
import { ReplaceStep } from 'prosemirror-transform';
import { EditorView } from 'prosemirror-view';
import { initProseMirrorDoc, yCursorPlugin, ySyncPlugin, yUndoPlugin, yUndoPluginKey } from 'y-prosemirror';
import type { UndoManager } from 'yjs';
import type { Face, Shared } from '@/features/editor';
import { ask, finder } from './find';
import { keys } from './keys';
import { type Look, Styles } from './look';
import { outline, relook, stylesOf } from './outline';
import { clipboard } from './paste';
import { isRemote } from './remote';
import { schema, TREE } from './schema';
import { deleteAcross, emptied, keepsTables } from './tables';
import { cursor, pictures } from './views';
import { safeLink } from './words';

export interface SurfaceOptions {
  place: HTMLElement;
  shared: Shared;
  fileId: number;
  /** Which document this is: another generation has other names for its parts. */
  generation: () => string;
  look: Look;
  mayEdit: () => boolean;
  /** What screen readers are told. */
  words: { label: string; visitor: string; picture: string };
  /** The text or the selection is another one. */
  onChange: (state: EditorState) => void;
}

export class Surface {
  readonly view: EditorView;
  private readonly options: SurfaceOptions;

  constructor(options: SurfaceOptions) {
    this.options = options;
    const { place, words } = options;
    this.view = new EditorView(place, {
      state: stateOf(options),
      editable: options.mayEdit,
      attributes: () => ({
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': words.label,
        'aria-readonly': String(!options.mayEdit()),
        // Who may only read scrolls with the keyboard all the same.
        tabindex: '0',
        spellcheck: 'true',
      }),
      nodeViews: { picture: pictures(options.fileId, words.picture) },
      ...clipboard(
        () => `${options.fileId}:${options.generation()}`,
        () => stylesOf(this.view.state),
      ),
      // Plugins speak while the view is being made: only it knows itself then.
      dispatchTransaction(this: EditorView, tr: Transaction) {
        // Cursors of others may move a moment after the page was left.
        if (this.isDestroyed) return;
        const apart = isLook(tr) && !isRemote(tr);
        if (apart) undoOf(this.state).stopCapturing();
        this.updateState(this.state.apply(tr));
        if (apart) undoOf(this.state).stopCapturing();
        options.onChange(this.state);
      },
      handleClick: (view, pos, event) => this.follow(view, pos, event),
      // Files are not taken into the text: they would be lost.
      handleDrop: (_view, event) => (event.dataTransfer?.files.length ?? 0) > 0,
      handleTextInput: (view, _from, _to, text) => {
        if (!deleteAcross(view.state, view.dispatch, view)) return false;
        view.dispatch(view.state.tr.insertText(text).scrollIntoView());
        return true;
      },
      handleDOMEvents: {
        cut: (view) => {
          // What lies across cells is copied by hand; only their text goes.
          if (deleteAcross(view.state)) setTimeout(() => deleteAcross(view.state, view.dispatch, view));
          return false;
        },
      },
    });
    options.onChange(this.view.state);
  }

  /** Does something where the cursor is; steps of undo before and after stay their own when it is `apart`. */
  run(command: Command, { apart = false, focus = true } = {}): boolean {
    if (apart) undoOf(this.view.state).stopCapturing();
    const done = command(this.view.state, this.view.dispatch, this.view);
    if (apart) undoOf(this.view.state).stopCapturing();
    if (focus) this.view.focus();
    return done;
  }

  /** Rights, styles or pages are other ones. */
  refresh(look: Look): void {
    this.view.setProps({});
    this.view.dispatch(relook(this.view.state.tr, look, new Styles(look)));
  }

  forgetFound(): void {
    this.view.dispatch(ask(this.view.state.tr, null));
  }

  destroy(): void {
    this.view.destroy();
  }

  /** A link is followed with Ctrl, or by a click of who may only read. */
  private follow(view: EditorView, pos: number, event: MouseEvent): boolean {
    if (this.options.mayEdit() && !event.ctrlKey && !event.metaKey) return false;
    const mark = schema.marks.link.isInSet(view.state.doc.resolve(pos).marks());
    const href = safeLink(mark?.attrs['href'] ?? (event.target as Element).closest?.('a')?.getAttribute('href'));
    if (!href) return false;
    window.open(href, '_blank', 'noopener,noreferrer');
    return true;
  }
}

function stateOf({ shared, look, words }: SurfaceOptions): EditorState {
  const tree = shared.doc.getXmlFragment(TREE);
  const begun = tree.length > 0 ? initProseMirrorDoc(tree, schema) : null;
  return EditorState.create({
    schema,
    ...(begun && { doc: begun.doc }),
    plugins: [
      ySyncPlugin(tree, begun ? { mapping: begun.mapping } : {}),
      yCursorPlugin(shared.awareness, {
        cursorBuilder: (user: Partial<Face>) => cursor(user, words.visitor),
        selectionBuilder: ({ color }: Face) => ({ style: `background-color:${color}2e`, class: 'prose-selected' }),
      }),
      yUndoPlugin(),
      outline(look, new Styles(look)),
      finder(),
      guard(),
      ...keys(),
      dropCursor({ class: 'prose-drop', color: false }),
      gapCursor(),
    ],
  });
}

function undoOf(state: EditorState): UndoManager {
  return (yUndoPluginKey.getState(state) as { undoManager: UndoManager }).undoManager;
}

/** Whether it is about looks: each such step is undone by itself, however fast it follows what was typed. */
function isLook({ steps }: Transaction): boolean {
  return steps.some((step) => !(step instanceof ReplaceStep));
}

/** Nothing that is done here takes tables apart, and no cell is left without a place to write. */
function guard(): Plugin {
  return new Plugin({
    filterTransaction: (tr) => !tr.docChanged || isRemote(tr) || keepsTables(tr),
    appendTransaction(transactions, _old, state) {
      if (!transactions.some((tr) => tr.docChanged && !isRemote(tr))) return null;
      const bare = transactions.flatMap((tr) => emptied(tr)).filter((pos) => !state.doc.nodeAt(pos)?.childCount);
      if (bare.length === 0) return null;
      const { tr } = state;
      for (const pos of [...new Set(bare)].sort((a, b) => b - a)) tr.insert(pos + 1, schema.nodes.paragraph.create());
      return tr;
    },
  });
}
