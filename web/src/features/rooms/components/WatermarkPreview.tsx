import { useTranslation } from 'react-i18next';
import { useSelf } from '@/features/session';
import { formatDay } from '@/shared/lib/format';
import type { Watermark } from '../types';
import classes from './WatermarkPreview.module.css';

/** An address that belongs to nobody (RFC 5737). */
const ADDRESS = '192.0.2.17';

/** A page as whoever looks at it sees it. */
export function WatermarkPreview({ watermark, room }: { watermark: Watermark; room: string }) {
  const { t } = useTranslation();
  const self = useSelf();
  const { additions, text, rotate } = watermark;
  const parts: [bit: number, value: string][] = [
    [1, self.displayName ?? ''],
    [2, self.email ?? ''],
    [4, ADDRESS],
    [8, formatDay(new Date())],
    [16, room || t('rooms.titleExample')],
  ];
  const lines = [...parts.filter(([bit]) => (additions & bit) !== 0).map(([, value]) => value), text.trim()].filter(
    Boolean,
  );
  const said = lines.join(', ');
  return (
    <div className={classes.page} role="img" aria-label={t('guard.preview', { text: said })}>
      {[92, 64, 88, 70, 95, 54, 82, 76].map((width, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of a picture that never change
        <span key={line} className={classes.line} style={{ width: `${width}%` }} />
      ))}
      <span className={classes.marks} aria-hidden="true">
        {[0, 1, 2, 3].map((mark) => (
          <span key={mark} className={classes.mark} style={{ transform: `rotate(${rotate}deg)` }}>
            {lines.map((one, line) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same words may come twice
              <span key={line}>{one}</span>
            ))}
          </span>
        ))}
      </span>
    </div>
  );
}
