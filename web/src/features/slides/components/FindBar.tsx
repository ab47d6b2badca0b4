import { TextInput } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/shared/ui';
import { IconChevronDown, IconChevronUp, IconX } from '@/shared/ui/icons';
import { found, type Hit } from '../lib/find';
import type { Slide } from '../lib/model';
import classes from './Slides.module.css';

interface FindBarProps {
  slides: Slide[];
  onHit: (hit: Hit) => void;
  onClose: () => void;
}

/** Looks for words on all slides and in their notes, and goes there. */
export function FindBar({ slides, onHit, onClose }: FindBarProps) {
  const { t } = useTranslation();
  const [sought, setSought] = useState('');
  const [at, setAt] = useState(0);
  const hits = found(slides, sought.trim());
  const here = Math.min(at, Math.max(hits.length - 1, 0));
  const go = (list: Hit[], to: number) => {
    const next = list.length === 0 ? 0 : (to + list.length) % list.length;
    setAt(next);
    const hit = list[next];
    if (hit) onHit(hit);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') go(hits, here + (event.shiftKey ? -1 : 1));
    else if (event.key === 'Escape') onClose();
    else return;
    event.preventDefault();
  };
  return (
    <search className={classes.find} aria-label={t('prose.do.find')}>
      <TextInput
        size="xs"
        autoFocus
        aria-label={t('slides.find')}
        placeholder={t('slides.find')}
        value={sought}
        onChange={(event) => {
          const words = event.currentTarget.value;
          setSought(words);
          go(found(slides, words.trim()), 0);
        }}
        onKeyDown={onKeyDown}
      />
      <span role="status" className={classes.counted}>
        {sought.trim() === ''
          ? ''
          : hits.length === 0
            ? t('prose.find.none')
            : t('prose.find.count', { at: here + 1, count: hits.length })}
      </span>
      <IconButton
        label={t('prose.find.previous')}
        size="sm"
        disabled={hits.length === 0}
        onClick={() => go(hits, here - 1)}
      >
        <IconChevronUp size={16} />
      </IconButton>
      <IconButton
        label={t('prose.find.next')}
        size="sm"
        disabled={hits.length === 0}
        onClick={() => go(hits, here + 1)}
      >
        <IconChevronDown size={16} />
      </IconButton>
      <IconButton label={t('common.close')} size="sm" onClick={onClose}>
        <IconX size={16} />
      </IconButton>
    </search>
  );
}
