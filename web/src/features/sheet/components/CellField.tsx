import { type CSSProperties, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { MAX_TEXT } from '../lib/address';
import classes from './Sheet.module.css';

interface CellFieldProps {
  label: string;
  style: CSSProperties;
  /** What stands in it at first. */
  input: string;
  onType: (input: string) => void;
  onDone: (input: string | null, rows: number, columns: number) => void;
}

/** Where one types into a cell. Enter and Tab take it over, Escape does not. */
export function CellField({ label, style, input, onType, onDone }: CellFieldProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(input);
  const over = useRef(false);

  useEffect(() => {
    const element = field.current;
    element?.focus();
    element?.setSelectionRange(element.value.length, element.value.length);
  }, []);

  const end = (said: string | null, rows: number, columns: number) => {
    if (over.current) return;
    over.current = true;
    onDone(said, rows, columns);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    event.stopPropagation();
    const back = event.shiftKey ? -1 : 1;
    if (event.key === 'Enter' && !event.altKey) end(text, back, 0);
    else if (event.key === 'Tab') end(text, 0, back);
    else if (event.key === 'Escape') end(null, 0, 0);
    else return;
    event.preventDefault();
  };

  return (
    <textarea
      ref={field}
      className={classes.field}
      style={style}
      aria-label={label}
      rows={1}
      maxLength={MAX_TEXT}
      spellCheck={false}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        onType(event.currentTarget.value);
      }}
      onKeyDown={onKeyDown}
      onPaste={(event) => event.stopPropagation()}
      onCopy={(event) => event.stopPropagation()}
      onCut={(event) => event.stopPropagation()}
      onBlur={() => end(text, 0, 0)}
    />
  );
}
