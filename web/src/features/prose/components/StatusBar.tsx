import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Store, useStore } from '@/shared/lib/store';
import { IconButton } from '@/shared/ui';
import { IconKeyboard, IconZoomIn, IconZoomOut } from '@/shared/ui/icons';
import type { Aside } from '../hooks/useAside';
import { shortcut } from '../lib/keys';
import type { Tally } from '../lib/tools';
import classes from './Prose.module.css';

const ZOOMS = [50, 75, 90, 100, 110, 125, 150, 200];

interface StatusBarProps {
  tally: Store<Tally>;
  zoom: number;
  /** Whether the keys are told of. */
  help: boolean;
  onZoom: (zoom: number) => void;
  onAside: (aside: Aside) => void;
}

/** How long the text is, and how large it is shown. */
export const StatusBar = memo(function StatusBar({ tally, zoom, help, onZoom, onAside }: StatusBarProps) {
  const { t } = useTranslation();
  const smaller = ZOOMS.findLast((one) => one < zoom);
  const larger = ZOOMS.find((one) => one > zoom);
  return (
    <footer className={classes.status}>
      <Length tally={tally} />
      <span className={classes.spring} />
      {help && (
        <IconButton label={`${t('prose.do.help')} (${shortcut('help')})`} size="sm" onClick={() => onAside('help')}>
          <IconKeyboard size={16} />
        </IconButton>
      )}
      <IconButton
        label={t('prose.zoomOut')}
        size="sm"
        disabled={smaller === undefined}
        onClick={() => smaller && onZoom(smaller)}
      >
        <IconZoomOut size={16} />
      </IconButton>
      <button type="button" className={classes.zoom} onClick={() => onZoom(100)} aria-label={t('prose.zoom', { zoom })}>
        {zoom} %
      </button>
      <IconButton
        label={t('prose.zoomIn')}
        size="sm"
        disabled={larger === undefined}
        onClick={() => larger && onZoom(larger)}
      >
        <IconZoomIn size={16} />
      </IconButton>
    </footer>
  );
});

function Length({ tally }: { tally: Store<Tally> }) {
  const { t, i18n } = useTranslation();
  const {
    count: { words, characters },
    selected,
  } = useStore(tally);
  const written = (number: number) => number.toLocaleString(i18n.language);
  const all = { count: words, written: written(words) };
  return (
    <>
      <span>
        {selected ? t('prose.selectedWords', { ...all, selected: written(selected.words) }) : t('prose.words', all)}
      </span>
      <span className={classes.characters}>
        {t('prose.characters', { count: characters, written: written(characters) })}
      </span>
    </>
  );
}
