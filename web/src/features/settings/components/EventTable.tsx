import { useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoment } from '@/shared/lib/format';
import { useRowWindow } from '@/shared/list';
import type { EventLine } from '../api/events';
import classes from './EventTable.module.css';

interface EventTableProps {
  events: EventLine[];
  label: string;
  /** The sentence about one event. */
  what: (event: EventLine) => ReactNode;
  onSeen: (first: number, last: number) => void;
}

const HEIGHT = 58;
const NARROW_HEIGHT = 104;

/** Who did what, when and from where; beyond a hundred lines only what is seen is rendered. */
export function EventTable({ events, label, what, onSeen }: EventTableProps) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const height = narrow ? NARROW_HEIGHT : HEIGHT;
  const count = events.length;
  const seen = useRowWindow({ box, count, lines: count, height, cursor: null, cursorLine: -1, onSeen });
  const line = (index: number) => {
    const event = events[index];
    return event && <EventRow key={event.key} event={event} index={index} what={what(event)} />;
  };
  return (
    <div ref={box} role="table" aria-label={label} aria-rowcount={-1} className={classes.table}>
      <div role="row" aria-rowindex={1} className={classes.heading}>
        <span role="columnheader">{t('events.when')}</span>
        <span role="columnheader">{t('events.who')}</span>
        <span role="columnheader">{t('events.what')}</span>
        <span role="columnheader">{t('events.where')}</span>
      </div>
      {seen ? (
        <div role="presentation" style={{ height: seen.height, position: 'relative' }}>
          {seen.items.map(({ key, index, top }) => (
            <div key={key} role="presentation" className={classes.slot} style={{ transform: `translateY(${top}px)` }}>
              {line(index)}
            </div>
          ))}
        </div>
      ) : (
        events.map((_, index) => line(index))
      )}
    </div>
  );
}

function EventRow({ event, index, what }: { event: EventLine; index: number; what: ReactNode }) {
  const { when, who, ip, device } = event;
  return (
    <div role="row" aria-rowindex={index + 2} className={classes.row}>
      <div role="cell" className={classes.small}>
        {when && <time dateTime={when.toISOString()}>{formatMoment(when)}</time>}
      </div>
      <div role="cell" className={classes.who} title={who}>
        {who}
      </div>
      <div role="cell" className={classes.what}>
        {what}
      </div>
      <div role="cell" className={classes.small} title={device}>
        {[ip, device].filter(Boolean).join(' · ')}
      </div>
    </div>
  );
}
