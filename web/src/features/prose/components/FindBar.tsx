import { Button, Checkbox, Group, TextInput } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Store, useStore } from '@/shared/lib/store';
import { IconButton } from '@/shared/ui';
import { IconChevronDown, IconChevronRight, IconChevronUp, IconX } from '@/shared/ui/icons';
import { ask, go, replaceAll, replaceOne } from '../lib/find';
import type { Surface } from '../lib/surface';
import type { Tally } from '../lib/tools';
import classes from './Prose.module.css';

interface FindBarProps {
  surface: Surface;
  tally: Store<Tally>;
  replaces: boolean;
  mayEdit: boolean;
  onReplaces: (replaces: boolean) => void;
  onClose: () => void;
}

/** What is looked for, how often it is there, and what is to stand there instead. */
export function FindBar({ surface, tally, replaces, mayEdit, onReplaces, onClose }: FindBarProps) {
  const { t } = useTranslation();
  const { count, at } = useStore(tally).found;
  const [text, setText] = useState(() => selectedWords(surface));
  const [instead, setInstead] = useState('');
  const [matchCase, setMatchCase] = useState(false);
  const [words, setWords] = useState(false);
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => field.current?.select(), []);
  useEffect(() => {
    surface.view.dispatch(ask(surface.view.state.tr, { text, matchCase, words }));
    surface.run(go(1, true), { focus: false });
  }, [surface, text, matchCase, words]);
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key === 'Escape' && !event.isComposing && !document.querySelector('[role="dialog"], [role="menu"]')) {
        onClose();
        return;
      }
      const next = event.key === 'F3' || ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'g');
      if (!next) return;
      event.preventDefault();
      surface.run(go(event.shiftKey ? -1 : 1), { focus: false });
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [surface, onClose]);

  const move = (by: 1 | -1) => void surface.run(go(by), { focus: false });
  const onFind = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    move(event.shiftKey ? -1 : 1);
  };
  const onReplace = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    surface.run(replaceOne(instead), { focus: false });
  };
  const told = count === 0 ? t('prose.find.none') : t('prose.find.count', { at: at + 1, count });

  return (
    <search className={classes.find} aria-label={t('prose.do.find')}>
      <Group gap={4} wrap="nowrap">
        {mayEdit && (
          <IconButton
            label={t('prose.find.withReplace')}
            size="sm"
            aria-expanded={replaces}
            onClick={() => onReplaces(!replaces)}
          >
            {replaces ? <IconChevronDown size={16} /> : <IconChevronRight size={16} />}
          </IconButton>
        )}
        <TextInput
          ref={field}
          autoFocus
          size="xs"
          className={classes.sought ?? ''}
          aria-label={t('prose.find.text')}
          placeholder={t('prose.find.text')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onFind}
        />
        <span role="status" className={classes.counted}>
          {text !== '' && told}
        </span>
        <IconButton label={t('prose.find.previous')} size="sm" onClick={() => move(-1)}>
          <IconChevronUp size={16} />
        </IconButton>
        <IconButton label={t('prose.find.next')} size="sm" onClick={() => move(1)}>
          <IconChevronDown size={16} />
        </IconButton>
        <IconButton label={t('common.close')} size="sm" onClick={onClose}>
          <IconX size={16} />
        </IconButton>
      </Group>
      {replaces && (
        <Group gap={6}>
          <TextInput
            size="xs"
            className={classes.sought ?? ''}
            aria-label={t('prose.find.instead')}
            placeholder={t('prose.find.instead')}
            value={instead}
            onChange={(event) => setInstead(event.currentTarget.value)}
            onKeyDown={onReplace}
          />
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => surface.run(replaceOne(instead), { focus: false })}
          >
            {t('prose.find.replace')}
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => surface.run(replaceAll(instead), { apart: true, focus: false })}
          >
            {t('prose.find.replaceAll')}
          </Button>
        </Group>
      )}
      <Group gap="md">
        <Checkbox
          size="xs"
          label={t('prose.find.matchCase')}
          checked={matchCase}
          onChange={(event) => setMatchCase(event.currentTarget.checked)}
        />
        <Checkbox
          size="xs"
          label={t('prose.find.words')}
          checked={words}
          onChange={(event) => setWords(event.currentTarget.checked)}
        />
      </Group>
    </search>
  );
}

/** What is selected is looked for at once, when it is short. */
function selectedWords({ view }: Surface): string {
  const { from, to } = view.state.selection;
  if (to - from > 100) return '';
  const text = view.state.doc.textBetween(from, to, '\n');
  return text.includes('\n') ? '' : text;
}
