import { TextInput } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { splitTitle } from '@/shared/lib/format';
import type { Entry } from '../types';

const SETTLING = 350;

interface RenameFieldProps {
  entry: Entry;
  onDone: (title: string | null) => void;
}

/** The title as a field: Enter keeps, Escape gives up; the extension is not marked. */
export function RenameField({ entry, onDone }: RenameFieldProps) {
  const { t } = useTranslation();
  const [value, setValue] = useState(entry.title);
  const field = useRef<HTMLInputElement>(null);
  const over = useRef(false);
  const born = useRef(performance.now());

  useEffect(() => {
    const end = entry.isFolder ? entry.title.length : splitTitle(entry.title)[0].length;
    field.current?.focus();
    field.current?.setSelectionRange(0, end);
  }, [entry]);

  // The menu that led here still wants to give its focus back; the field keeps it.
  const onBlur = () => {
    if (performance.now() - born.current < SETTLING) field.current?.focus();
    else finish(value);
  };

  const finish = (title: string | null) => {
    if (over.current) return;
    over.current = true;
    const trimmed = title?.trim() ?? '';
    onDone(trimmed && trimmed !== entry.title ? trimmed : null);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Enter') finish(value);
    if (event.key === 'Escape') finish(null);
  };

  return (
    <TextInput
      ref={field}
      size="xs"
      aria-label={t('entries.newTitle', { name: entry.title })}
      value={value}
      maxLength={165}
      onChange={(event) => setValue(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      onBlur={onBlur}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
    />
  );
}
