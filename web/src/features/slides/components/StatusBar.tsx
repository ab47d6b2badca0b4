import { useTranslation } from 'react-i18next';
import { keyLabel } from '@/features/prose';
import { IconButton } from '@/shared/ui';
import { IconChevronLeft, IconChevronRight, IconKeyboard, IconNotes, IconZoomIn, IconZoomOut } from '@/shared/ui/icons';
import classes from './Slides.module.css';

const ZOOMS = [25, 50, 75, 100, 125, 150, 200, 300];

interface StatusBarProps {
  at: number;
  count: number;
  /** Per cent; nothing fits the slide into its place. */
  zoom: number | null;
  notes: boolean;
  onGo: (at: number) => void;
  onZoom: (zoom: number | null) => void;
  onNotes: () => void;
  onHelp: () => void;
}

/** Which slide it is of how many, whether notes are shown, and how large the slide is. */
export function StatusBar({ at, count, zoom, notes, onGo, onZoom, onNotes, onHelp }: StatusBarProps) {
  const { t } = useTranslation();
  const now = zoom ?? 100;
  const smaller = ZOOMS.findLast((one) => one < now);
  const larger = ZOOMS.find((one) => one > now);
  return (
    <footer className={classes.status}>
      <IconButton label={t('slides.previous')} size="sm" disabled={at === 0} onClick={() => onGo(at - 1)}>
        <IconChevronLeft size={16} />
      </IconButton>
      <span>{t('slides.position', { at: at + 1, count })}</span>
      <IconButton label={t('slides.next')} size="sm" disabled={at >= count - 1} onClick={() => onGo(at + 1)}>
        <IconChevronRight size={16} />
      </IconButton>
      <span className={classes.spring} />
      <IconButton
        label={t('slides.notes')}
        size="sm"
        aria-pressed={notes}
        className={classes.tool ?? ''}
        onClick={onNotes}
      >
        <IconNotes size={16} />
      </IconButton>
      <IconButton
        label={`${t('prose.do.help')} (${keyLabel('Mod-/')})`}
        size="sm"
        onClick={onHelp}
        className={classes.wide ?? ''}
      >
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
      <button
        type="button"
        className={classes.zoom}
        onClick={() => onZoom(null)}
        aria-label={zoom === null ? t('slides.fits') : t('slides.fit', { zoom })}
      >
        {zoom === null ? t('slides.fitShort') : `${zoom} %`}
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
