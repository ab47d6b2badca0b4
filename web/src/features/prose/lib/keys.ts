// Keys as people know them from other programs for documents.
import { baseKeymap, chainCommands } from 'prosemirror-commands';
import { InputRule, inputRules, undoInputRule } from 'prosemirror-inputrules';
import { keymap } from 'prosemirror-keymap';
import type { Command, EditorState, Plugin } from 'prosemirror-state';
import { redoCommand, undoCommand } from 'y-prosemirror';
import { backspace, enter, indent, indentList, insert, setAlign, setHeading, toggleList } from './blocks';
import { clearFormat, resize, toggle, toggleVertical } from './format';
import { schema } from './schema';
import { deleteAcross, toCell } from './tables';
import { deleteBeyond, skipUnseen } from './unseen';
import type { ListKind } from './words';

/** Everything one can do by a key, with the keys; the first ones are shown. `Mod` is Ctrl, or ⌘ on a Mac. */
export const KEYS = {
  undo: ['Mod-z'],
  redo: ['Mod-y', 'Mod-Shift-z'],
  bold: ['Mod-b'],
  italic: ['Mod-i'],
  underline: ['Mod-u'],
  strike: ['Mod-Shift-x', 'Alt-Shift-5'],
  super: ['Mod-.'],
  sub: ['Mod-,'],
  larger: ['Mod-]', 'Mod-Shift->', 'Mod-Shift-.'],
  smaller: ['Mod-[', 'Mod-Shift-<', 'Mod-Shift-,'],
  clear: ['Mod-\\', 'Ctrl-Space'],
  plain: ['Mod-Alt-0', 'Mod-Shift-n'],
  heading1: ['Mod-Alt-1'],
  heading2: ['Mod-Alt-2'],
  heading3: ['Mod-Alt-3'],
  left: ['Mod-l'],
  center: ['Mod-e'],
  right: ['Mod-r'],
  justify: ['Mod-j'],
  bullets: ['Mod-Shift-l', 'Mod-Shift-8'],
  numbers: ['Mod-Shift-7'],
  indent: ['Mod-m'],
  outdent: ['Mod-Shift-m'],
  lineBreak: ['Shift-Enter'],
  pageBreak: ['Mod-Enter'],
} as const satisfies Record<string, readonly string[]>;

/** Those that lead out of the text: the page around it knows what to do. */
export const OUTSIDE = {
  link: ['Mod-k'],
  find: ['Mod-f'],
  replace: ['Mod-h'],
  help: ['Mod-/'],
  toolbar: ['Alt-F10'],
} as const;

export type Deed = keyof typeof KEYS;

export const DEEDS: Record<Deed, Command> = {
  undo: chainCommands(undoInputRule, undoCommand),
  redo: redoCommand,
  bold: toggle('bold'),
  italic: toggle('italic'),
  underline: toggle('underline'),
  strike: toggle('strike'),
  super: toggleVertical('super'),
  sub: toggleVertical('sub'),
  larger: resize(1),
  smaller: resize(-1),
  clear: clearFormat,
  plain: setHeading(0),
  heading1: setHeading(1),
  heading2: setHeading(2),
  heading3: setHeading(3),
  left: setAlign('left'),
  center: setAlign('center'),
  right: setAlign('right'),
  justify: setAlign('justify'),
  bullets: toggleList('bullet'),
  numbers: toggleList('number'),
  indent: indent(1),
  outdent: indent(-1),
  lineBreak: insert('hard_break'),
  pageBreak: insert('hard_break', 'page'),
};

const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '');
const SIGNS: Record<string, string> = isMac ? { Mod: '⌘', Alt: '⌥', Shift: '⇧' } : { Mod: 'Ctrl' };

/** A key as it is written on keyboards. */
export function keyLabel(key: string): string {
  const parts = key.replace(/-$/, '-minus').split('-');
  return parts.map((part) => SIGNS[part] ?? (part.length === 1 ? part.toUpperCase() : part)).join(isMac ? '' : '+');
}

export function shortcut(deed: Deed | keyof typeof OUTSIDE): string {
  const [first = ''] = deed in KEYS ? KEYS[deed as Deed] : OUTSIDE[deed as keyof typeof OUTSIDE];
  return keyLabel(first);
}

/** Tab stays in the text, unless Escape came right before: then it leads on. */
function tabs(): Record<string, Command> {
  let escaped: EditorState | null = null;
  const held =
    (command: Command): Command =>
    (state, dispatch, view) => {
      const leaves = escaped?.doc === state.doc && escaped.selection.eq(state.selection);
      escaped = null;
      return !leaves && command(state, dispatch, view);
    };
  return {
    Escape: (state) => {
      escaped = state;
      return false;
    },
    Tab: held(chainCommands(indentList(1), toCell(1), insert('tab'))),
    'Shift-Tab': held(chainCommands(indentList(-1), toCell(-1))),
  };
}

export function keys(): Plugin[] {
  const bound: Record<string, Command> = {};
  for (const [deed, list] of Object.entries(KEYS)) for (const one of list) bound[one] = DEEDS[deed as Deed];
  return [
    inputRules({ rules: [listRule(/^[-*•]\s$/, 'bullet'), listRule(/^1[.)]\s$/, 'number')] }),
    keymap({
      ...bound,
      ...tabs(),
      Enter: chainCommands(deleteAcross, enter),
      ArrowLeft: skipUnseen(-1),
      ArrowRight: skipUnseen(1),
      Backspace: chainCommands(undoInputRule, deleteAcross, deleteBeyond(-1), backspace),
      'Mod-Backspace': chainCommands(deleteAcross, backspace),
      Delete: chainCommands(deleteAcross, deleteBeyond(1)),
      'Shift-Delete': deleteAcross,
    }),
    keymap(baseKeymap),
  ];
}

/** What people write who want a list. */
function listRule(pattern: RegExp, list: ListKind): InputRule {
  return new InputRule(pattern, (state, _match, start, end) => {
    const at = state.doc.resolve(start);
    if (at.parent.type !== schema.nodes.paragraph || at.parent.attrs['list']) return null;
    const attrs = { ...at.parent.attrs, list, level: 0, num: null };
    return state.tr.delete(start, end).setNodeMarkup(at.before(), null, attrs);
  });
}
