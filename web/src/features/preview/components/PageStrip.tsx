import { Group, Skeleton, Text } from '@mantine/core';
import { useElementSize, useHotkeys } from '@mantine/hooks';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entry } from '@/features/files';
import { IconButton } from '@/shared/ui';
import { IconArrowsHorizontal, IconChevronDown, IconChevronUp, IconZoomIn, IconZoomOut } from '@/shared/ui/icons';
import { type PageSize, pageUrl } from '../api/pages';
import { useZoom } from '../hooks/useZoom';
import classes from './PageStrip.module.css';

/** A page is never wider than this at its own size, px. */
const WIDEST = 900;
/** Pages before and behind those in sight whose pictures are fetched, too. */
const AHEAD = 2;

/** What a page looks like from afar, until it is there. */
const LINES = ['45%', '0', '92%', '96%', '88%', '94%', '60%', '0', '95%', '90%', '97%', '40%'];

interface PageStripProps {
  entry: Entry;
  version: number;
  sizes: PageSize[];
}

/** Pages below each other, with the number of the one in sight, zoom and keys. */
export function PageStrip({ entry, version, sizes }: PageStripProps) {
  const { t } = useTranslation();
  const { zoom, closer, farther, fit } = useZoom();
  const { ref: measure, width: room } = useElementSize();
  const strip = useRef<HTMLDivElement | null>(null);
  const [at, setAt] = useState(1);
  const width = Math.round(Math.min(room || WIDEST, WIDEST) * zoom);

  const show = (page: number) => {
    const target = strip.current?.querySelector(`[data-page="${page}"]`);
    target?.scrollIntoView({ block: 'start' });
  };
  useHotkeys([
    ['shift+plus', () => closer?.()],
    ['plus', () => closer?.()],
    ['=', () => closer?.()],
    ['minus', () => farther?.()],
    ['0', fit],
  ]);
  // The keys that scroll work at once.
  useEffect(() => strip.current?.focus({ preventScroll: true }), []);

  const scrolled = useCallback(() => {
    const box = strip.current;
    if (!box) return;
    const middle = box.getBoundingClientRect().top + box.clientHeight / 2;
    const sheets = box.querySelectorAll<HTMLElement>('[data-page]');
    const passed = Array.from(sheets).filter((sheet) => sheet.getBoundingClientRect().top <= middle);
    setAt(Math.max(passed.length, 1));
  }, []);

  return (
    <div className={classes.view}>
      <div
        className={classes.strip}
        ref={strip}
        onScroll={scrolled}
        role="group"
        aria-label={entry.title}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: pages must scroll with the keyboard
        tabIndex={0}
      >
        <div ref={measure} />
        {sizes.map((size, index) => {
          const page = index + 1;
          const near = Math.abs(page - at) <= AHEAD + Math.ceil(1 / zoom);
          return (
            <div
              key={page}
              className={classes.sheet}
              data-page={page}
              style={{ width, aspectRatio: `${size.width} / ${size.height}` }}
            >
              {near && (
                <Sheet
                  url={pageUrl(entry, version, page, width * window.devicePixelRatio)}
                  name={t('preview.page', { page, pages: sizes.length })}
                />
              )}
            </div>
          );
        })}
      </div>
      <Group className={classes.bar} gap={2} wrap="nowrap" role="toolbar" aria-label={t('preview.view')}>
        <IconButton label={t('preview.pageBefore')} disabled={at <= 1} onClick={() => show(at - 1)}>
          <IconChevronUp size={18} />
        </IconButton>
        <Text size="sm" px={4} className={classes.number} aria-live="polite">
          {at} / {sizes.length}
        </Text>
        <IconButton label={t('preview.pageAfter')} disabled={at >= sizes.length} onClick={() => show(at + 1)}>
          <IconChevronDown size={18} />
        </IconButton>
        <IconButton label={t('preview.farther')} disabled={!farther} onClick={farther}>
          <IconZoomOut size={18} />
        </IconButton>
        <Text size="sm" className={classes.number}>
          {Math.round(zoom * 100)} %
        </Text>
        <IconButton label={t('preview.closer')} disabled={!closer} onClick={closer}>
          <IconZoomIn size={18} />
        </IconButton>
        <IconButton label={t('preview.fit')} onClick={fit}>
          <IconArrowsHorizontal size={18} />
        </IconButton>
      </Group>
    </div>
  );
}

function Sheet({ url, name }: { url: string; name: string }) {
  const { t } = useTranslation();
  const [broken, setBroken] = useState<string | null>(null);
  // A sharper picture of the same page comes over the one that is there.
  const [here, setHere] = useState(false);
  if (broken === url) {
    return (
      <Text c="dark.4" ta="center" p="xl" role="alert">
        {t('preview.pageMissing')}
      </Text>
    );
  }
  return (
    <>
      {!here && (
        <div className={classes.coming} role="status" aria-label={t('preview.pageComing', { name })}>
          {LINES.map((width, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines never change
            <Skeleton key={line} className={classes.line} width={width} height="1.6%" />
          ))}
        </div>
      )}
      <img
        className={classes.picture}
        data-waiting={!here || undefined}
        src={url}
        alt={name}
        draggable={false}
        onLoad={() => setHere(true)}
        onError={() => setBroken(url)}
      />
    </>
  );
}
