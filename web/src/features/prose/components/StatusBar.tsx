import { useTranslation } from 'react-i18next';
import { type Store, useStore } from '@/shared/lib/store';
import { IconButton } from '@/shared/ui';
import { IconKeyboard, IconZoomIn, IconZoomOut } from '@/shared/ui/icons';
import { shortcut } from '../lib/keys';
import type { Tools } from '../lib/tools';
import classes from './Prose.module.css';

const ZOOMS = [50, 75, 90, 100, 110, 125, 150, 200];

interface StatusBarProps {
  tools: Store<Tools>;
  zoom: number;
  onZoom: (zoom: number) => void;
  onKeys: () => void;
}

/** How long the text is, and how large it is shown. */
export function StatusBar({ tools, zoom, onZoom, onKeys }: StatusBarProps) {
  const { t, i18n } = useTranslation();
  const { count, selected } = useStore(tools);
  const written = (number: number) => number.toLocaleString(i18n.language);
  const words = t('prose.words', { count: count.words, written: written(count.words) });
  const characters = t('prose.characters', { count: count.characters, written: written(count.characters) });
  const smaller = ZOOMS.findLast((one) => one < zoom);
  const larger = ZOOMS.find((one) => one > zoom);
  return (
    <footer className={classes.status}>
      <span>
        {selected
          ? t('prose.selectedWords', {
              selected: written(selected.words),
              count: count.words,
              written: written(count.words),
            })
          : words}
      </span>
      <span className={classes.characters}>{characters}</span>
      <span className={classes.spring} />
      <IconButton label={`${t('prose.do.help')} (${shortcut('help')})`} size="sm" onClick={onKeys}>
        <IconKeyboard size={16} />
      </IconButton>
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
}
