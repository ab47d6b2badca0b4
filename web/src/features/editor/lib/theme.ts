import { HighlightStyle } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The look of the writing surface: the app's own colours, which know light and dark. */
export const surface = EditorView.theme({
  '&': { height: '100%', fontSize: '0.95rem', backgroundColor: 'var(--atrium-surface)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace', lineHeight: '1.65' },
  '.cm-content': { padding: '1.25rem 0', caretColor: 'var(--mantine-color-text)' },
  '.cm-line': { padding: '0 1.25rem' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--mantine-color-text)', borderLeftWidth: '2px' },
  '.cm-gutters': {
    backgroundColor: 'transparent',
    color: 'var(--mantine-color-dimmed)',
    borderRight: '1px solid var(--atrium-line)',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--atrium-hover) 60%, transparent)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--atrium-selected)',
  },
  '.cm-searchMatch': { backgroundColor: 'color-mix(in srgb, var(--mantine-color-clay-4) 35%, transparent)' },
  '.cm-searchMatch-selected': { backgroundColor: 'color-mix(in srgb, var(--mantine-color-clay-4) 70%, transparent)' },
  '.cm-panels': { backgroundColor: 'var(--atrium-sunken)', color: 'var(--mantine-color-text)' },
  '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--atrium-line)' },
  '.cm-panels.cm-panels-bottom': { borderTop: '1px solid var(--atrium-line)' },
  '.cm-textfield': {
    backgroundColor: 'var(--atrium-surface)',
    border: '1px solid var(--mantine-color-default-border)',
  },
  '.cm-button': { backgroundImage: 'none', backgroundColor: 'var(--atrium-chip)', border: 'none', borderRadius: '6px' },
  '.cm-ySelectionInfo': {
    fontFamily: 'var(--mantine-font-family)',
    fontSize: '0.72rem',
    fontWeight: '600',
    padding: '1px 5px',
    borderRadius: '4px 4px 4px 0',
    opacity: '1',
    color: '#fff',
    transitionDelay: '0s',
  },
});

/** Colours of code and marks, each readable on both backgrounds. */
export const colours = HighlightStyle.define([
  { tag: tags.heading, fontWeight: '700', color: 'var(--atrium-accent-text)' },
  { tag: [tags.strong], fontWeight: '700' },
  { tag: [tags.emphasis], fontStyle: 'italic' },
  { tag: tags.strikethrough, textDecoration: 'line-through' },
  { tag: [tags.link, tags.url], color: 'var(--atrium-accent-text)', textDecoration: 'underline' },
  { tag: [tags.processingInstruction, tags.comment, tags.meta], color: 'var(--mantine-color-dimmed)' },
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: 'var(--editor-keyword)', fontWeight: '600' },
  { tag: [tags.string, tags.regexp, tags.special(tags.string)], color: 'var(--editor-string)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--editor-number)' },
  { tag: [tags.typeName, tags.className, tags.tagName, tags.namespace], color: 'var(--editor-type)' },
  { tag: [tags.propertyName, tags.attributeName], color: 'var(--editor-property)' },
  { tag: [tags.function(tags.variableName), tags.definition(tags.variableName)], color: 'var(--atrium-accent-text)' },
  { tag: tags.invalid, color: 'var(--atrium-danger)' },
]);
