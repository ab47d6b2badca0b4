import { Group, SegmentedControl, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/shared/ui';
import {
  IconArrowsHorizontal,
  IconChevronDown,
  IconChevronUp,
  IconSearch,
  IconX,
  IconZoomIn,
  IconZoomOut,
} from '@/shared/ui/icons';
import type { Hand, Paper, View } from '../lib/paper';
import classes from './FormPage.module.css';

interface PaperToolsProps {
  paper: Paper;
  view: View;
  /** Signatures can be put onto the pages. */
  signs: boolean;
  searching: boolean;
  onSearching: (on: boolean) => void;
}

/** Pages, zoom, search and the hand one signs with. */
export function PaperTools({ paper, view, signs, searching, onSearching }: PaperToolsProps) {
  const { t } = useTranslation();
  const [hand, setHand] = useState<Hand>('fill');
  const take = (next: Hand) => {
    paper.hand = next;
    setHand(next);
  };
  return (
    <div className={classes.bar} role="toolbar" aria-label={t('preview.view')}>
      <Group gap={2} wrap="nowrap">
        <IconButton label={t('preview.pageBefore')} disabled={view.page <= 1} onClick={() => paper.show(view.page - 1)}>
          <IconChevronUp size={18} />
        </IconButton>
        <Text size="sm" className={classes.number} aria-live="polite">
          {view.page} / {view.pages}
        </Text>
        <IconButton
          label={t('preview.pageAfter')}
          disabled={view.page >= view.pages}
          onClick={() => paper.show(view.page + 1)}
        >
          <IconChevronDown size={18} />
        </IconButton>
        <IconButton label={t('preview.farther')} onClick={() => paper.zoom('out')}>
          <IconZoomOut size={18} />
        </IconButton>
        <Text size="sm" className={classes.number}>
          {Math.round(view.scale * 100)} %
        </Text>
        <IconButton label={t('preview.closer')} onClick={() => paper.zoom('in')}>
          <IconZoomIn size={18} />
        </IconButton>
        <IconButton label={t('preview.fit')} onClick={() => paper.zoom('fit')}>
          <IconArrowsHorizontal size={18} />
        </IconButton>
        {!searching && (
          <IconButton label={t('form.search')} onClick={() => onSearching(true)}>
            <IconSearch size={18} />
          </IconButton>
        )}
      </Group>
      {signs && (
        <SegmentedControl
          size="xs"
          aria-label={t('form.hand')}
          value={hand}
          onChange={(value) => take(value as Hand)}
          data={(['fill', 'draw', 'type'] as const).map((value) => ({ value, label: t(`form.hands.${value}`) }))}
        />
      )}
      {searching && <Search paper={paper} view={view} onClose={() => onSearching(false)} />}
    </div>
  );
}

function Search({ paper, view, onClose }: { paper: Paper; view: View; onClose: () => void }) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const close = () => {
    paper.find('', 'first');
    onClose();
  };
  return (
    <Group gap={2} wrap="nowrap" role="search">
      <TextInput
        size="xs"
        autoFocus
        aria-label={t('form.search')}
        placeholder={t('form.search')}
        value={query}
        onChange={({ currentTarget }) => {
          setQuery(currentTarget.value);
          paper.find(currentTarget.value, 'first');
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') paper.find(query, event.shiftKey ? 'previous' : 'next');
          if (event.key === 'Escape') close();
        }}
      />
      <Text size="sm" className={classes.number} role="status">
        {query && view.found ? t('form.found', view.found) : ''}
      </Text>
      <IconButton label={t('form.searchEnd')} onClick={close}>
        <IconX size={18} />
      </IconButton>
    </Group>
  );
}
