import { TextInput } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_TEXT, nameOf, type Place, placeOf } from '../lib/address';
import type { Spot } from '../lib/deeds';
import classes from './Sheet.module.css';

interface FormulaBarProps {
  sheet: number;
  /** How many deeds have moved cells. */
  epoch: number;
  active: Place;
  /** What stands in the cell, or is being typed into it. */
  input: string;
  mayEdit: boolean;
  onGo: (place: Place) => void;
  onType: (spot: Spot & { epoch: number }, input: string, move: boolean) => void;
}

/** Which cell it is, and what was typed into it: formulas are seen and written here. */
export function FormulaBar({ sheet, epoch, active, input, mayEdit, onGo, onType }: FormulaBarProps) {
  const { t } = useTranslation();
  const name = nameOf(active);
  const [where, setWhere] = useState(name);
  const [draft, setDraft] = useState<string | null>(null);
  // Cells may move meanwhile: what is written is meant for the cell of the moment when it was begun.
  const begun = useRef<{ spot: Spot & { epoch: number }; text: string }>(null);
  const write = (text: string | null) => {
    begun.current = text === null ? null : { spot: begun.current?.spot ?? { sheet, ...active, epoch }, text };
    setDraft(text);
  };
  const take = (move: boolean) => {
    const said = begun.current;
    write(null);
    if (said) onType(said.spot, said.text, move);
  };
  // Who goes to another cell meant what he wrote for the one before.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another cell is the occasion
  useEffect(() => {
    setWhere(name);
    take(false);
  }, [name]);

  const go = (event: KeyboardEvent) => {
    const place = event.key === 'Enter' ? placeOf(where) : null;
    if (place) onGo(place);
    else if (event.key === 'Escape') setWhere(name);
  };
  const type = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') take(true);
    else if (event.key === 'Escape') write(null);
  };

  return (
    <div className={classes.bar}>
      <TextInput
        className={classes.name ?? ''}
        size="xs"
        aria-label={t('sheet.where')}
        value={where}
        onChange={(event) => setWhere(event.currentTarget.value)}
        onKeyDown={go}
        onBlur={() => setWhere(name)}
      />
      <TextInput
        className={classes.formula ?? ''}
        size="xs"
        aria-label={t('sheet.content', { name })}
        placeholder={mayEdit ? t('sheet.contentHint') : ''}
        readOnly={!mayEdit}
        spellCheck={false}
        maxLength={MAX_TEXT}
        value={draft ?? input}
        onChange={(event) => write(event.currentTarget.value)}
        onKeyDown={type}
        onBlur={() => take(false)}
      />
    </div>
  );
}
