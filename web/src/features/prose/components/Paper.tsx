import { type CSSProperties, type ReactNode, type RefObject, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Look, Styles, sheetOf } from '../lib/look';
import classes from './Prose.module.css';

interface PaperProps {
  /** Where the editor is put. */
  place: RefObject<HTMLDivElement | null>;
  look: Look;
  /** Per cent. */
  zoom: number;
  /** What lies over the paper. */
  children?: ReactNode;
}

/** One long sheet of the document's paper, with its margins, and what its pages have at their head and foot. */
export function Paper({ place, look, zoom, children }: PaperProps) {
  const { t } = useTranslation();
  const { page, header, footer, styles, defaults } = look;
  const sheet = useMemo(() => {
    const all = sheetOf(new Styles({ styles, defaults }), styles, `.${classes.text}`);
    const { width, height, top, right, bottom, left } = page;
    return `${all}\n@page{size:${width}pt ${height}pt;margin:${top}pt ${right}pt ${bottom}pt ${left}pt}`;
  }, [styles, defaults, page]);
  const style = {
    '--page-width': `${page.width}pt`,
    '--page-height': `${page.height}pt`,
    '--page-margin': `${page.top}pt ${page.right}pt ${page.bottom}pt ${page.left}pt`,
    '--page-break': JSON.stringify(t('prose.pageBreak')),
    '--column-break': JSON.stringify(t('prose.columnBreak')),
    '--page-zoom': zoom / 100,
  } as CSSProperties;
  return (
    <div className={classes.desk}>
      <style>{sheet}</style>
      {children}
      <section className={classes.scroll} aria-label={t('prose.paper')} tabIndex={-1}>
        <div className={classes.paper} style={style}>
          {header && (
            <div className={classes.head} role="note" aria-label={t('prose.header')}>
              {header}
            </div>
          )}
          <div ref={place} className={classes.text} lang={look.lang ?? undefined} />
          {footer && (
            <div className={classes.foot} role="note" aria-label={t('prose.footer')}>
              {footer}
            </div>
          )}
        </div>
      </section>
    </div>
  );
}
