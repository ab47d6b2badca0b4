import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import type { Level } from '../lib/deck';
import { Field } from '../lib/words';
import classes from './Slides.module.css';

interface TextFieldProps {
  words: Y.XmlElement;
  levels: Level[];
  label: string;
  prompt?: string;
  mayEdit: boolean;
  awareness: Awareness;
  undo: Y.UndoManager;
  /** The cursor goes there at once, and again when somebody begins anew; what was typed to get here is written. */
  begin?: { text: string } | null | undefined;
  /** The colour of what is written first, where that of the place cannot be read. */
  ink?: string | null;
  tab?: ((by: 1 | -1) => boolean) | undefined;
  /** The field that is there now, or that has gone. */
  onField: (field: Field, there: boolean) => void;
  onChange: () => void;
  onLeave: () => void;
}

/** Words being written, where they stand. */
export function TextField(props: TextFieldProps) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const { words, mayEdit, begin } = props;
  const field = useRef<Field>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what changes later is told to the field that is there
  useEffect(() => {
    if (!place.current) return;
    const { awareness, levels, label, prompt = '', undo, onField } = props;
    const made = new Field({
      place: place.current,
      words,
      awareness,
      levels,
      label,
      prompt,
      visitor: t('editor.visitor'),
      undo,
      mayEdit: () => latest.current.mayEdit,
      ...(props.tab && { tab: (by) => latest.current.tab?.(by) ?? false }),
      onChange: () => latest.current.onChange(),
      onLeave: () => latest.current.onLeave(),
    });
    field.current = made;
    onField(made, true);
    return () => {
      field.current = null;
      latest.current.onField(made, false);
      made.destroy();
    };
  }, [words]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: beginning is the occasion, also in other words
  useEffect(() => {
    const { current } = field;
    if (!begin || !current) return;
    current.toEnd();
    if (latest.current.ink) current.ink(latest.current.ink);
    if (begin.text) current.write(begin.text);
  }, [words, begin]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the right is what changed
  useEffect(() => field.current?.view.setProps({}), [mayEdit]);

  return <div ref={place} className={classes.field} />;
}
