import { defaultKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { yCollab, yUndoManagerKeymap } from 'y-codemirror.next';
import * as Y from 'yjs';
import { kindOf, languageOf } from '../lib/language';
import { phrases } from '../lib/phrases';
import type { Shared } from '../lib/provider';
import { colours, surface } from '../lib/theme';

interface SurfaceProps {
  shared: Shared;
  title: string;
  mayEdit: boolean;
  /** Name of the field for screen readers. */
  label: string;
}

/** Where one writes. Escape and then Tab leads out of it. */
export function Surface({ shared, title, mayEdit, label }: SurfaceProps) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const rights = useRef(new Compartment());
  const language = useRef(new Compartment());

  // biome-ignore lint/correctness/useExhaustiveDependencies: what changes later is told to the surface that is there
  useEffect(() => {
    if (!place.current) return;
    const { text, awareness } = shared;
    const undoManager = new Y.UndoManager(text);
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: text.toString(),
        extensions: [
          // Only this counts as the end of a line: others are characters of the document.
          EditorState.lineSeparator.of('\n'),
          keymap.of([...yUndoManagerKeymap, ...searchKeymap, ...defaultKeymap]),
          EditorState.phrases.of(phrases(t)),
          ...look(title),
          drawSelection(),
          highlightActiveLine(),
          highlightSelectionMatches(),
          surface,
          syntaxHighlighting(colours),
          language.current.of([]),
          rights.current.of(readOnly(mayEdit)),
          EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'true' }),
          yCollab(text, awareness, { undoManager }),
        ],
      }),
    });
    view.current = made;
    made.focus();
    return () => {
      view.current = null;
      made.destroy();
      undoManager.destroy();
    };
  }, [shared]);

  useEffect(() => {
    view.current?.dispatch({ effects: rights.current.reconfigure(readOnly(mayEdit)) });
  }, [mayEdit]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another document is another surface
  useEffect(() => {
    let wanted = true;
    void languageOf(title).then((found) => {
      if (wanted) view.current?.dispatch({ effects: language.current.reconfigure(found) });
    });
    return () => {
      wanted = false;
    };
  }, [title, shared]);

  return <div ref={place} style={{ height: '100%', minWidth: 0 }} />;
}

function readOnly(mayEdit: boolean): Extension {
  return EditorState.readOnly.of(!mayEdit);
}

function look(title: string): Extension[] {
  if (kindOf(title) !== 'code') return [EditorView.lineWrapping];
  return [lineNumbers(), bracketMatching(), indentOnInput(), keymap.of([indentWithTab])];
}
