import { Badge, Checkbox, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatMoment } from '@/shared/lib/format';
import type { Delivery } from '../api/deliveries';
import { useTriggers } from '../api/webhooks';
import { useTriggerText } from '../hooks/useTriggerText';
import classes from './DeliveryTable.module.css';

interface DeliveryTableProps {
  deliveries: Delivery[];
  /** Ids of those that are chosen. */
  chosen: number[];
  onChoose: (ids: number[]) => void;
  onOpen: (id: number) => void;
}

/** A page of deliveries: when, to whom, about what, and how it went. */
export function DeliveryTable({ deliveries, chosen, onChoose, onOpen }: DeliveryTableProps) {
  const { t } = useTranslation();
  const all = chosen.length === deliveries.length;
  return (
    <div role="table" aria-label={t('webhooks.deliveries')} className={classes.table}>
      <div role="row" className={classes.heading}>
        <span role="columnheader">
          <Checkbox
            aria-label={t('webhooks.chooseAll')}
            checked={all}
            indeterminate={!all && chosen.length > 0}
            onChange={() => onChoose(all ? [] : deliveries.map(({ id }) => id))}
          />
          <span className={classes.narrow} aria-hidden>
            {t('webhooks.chooseAll')}
          </span>
        </span>
        <span role="columnheader">{t('events.what')}</span>
        <span role="columnheader">{t('webhooks.one')}</span>
        <span role="columnheader">{t('events.when')}</span>
        <span role="columnheader">{t('webhooks.answer')}</span>
      </div>
      {deliveries.map((delivery) => (
        <DeliveryRow
          key={delivery.id}
          delivery={delivery}
          chosen={chosen.includes(delivery.id)}
          onChoose={(on) => onChoose(on ? [...chosen, delivery.id] : chosen.filter((id) => id !== delivery.id))}
          onOpen={() => onOpen(delivery.id)}
        />
      ))}
    </div>
  );
}

interface DeliveryRowProps {
  delivery: Delivery;
  chosen: boolean;
  onChoose: (on: boolean) => void;
  onOpen: () => void;
}

function DeliveryRow({ delivery, chosen, onChoose, onOpen }: DeliveryRowProps) {
  const { t } = useTranslation();
  const { id, name, created } = delivery;
  const what = useTriggerOf(delivery);
  return (
    <div role="row" className={classes.row} data-chosen={chosen || undefined}>
      <div role="cell">
        <Checkbox
          aria-label={t('webhooks.choose', { id })}
          checked={chosen}
          onChange={(event) => onChoose(event.currentTarget.checked)}
        />
      </div>
      <div role="cell" className={classes.what}>
        <UnstyledButton className={classes.open} aria-label={t('webhooks.detailsOf', { what, id })} onClick={onOpen}>
          {what}
        </UnstyledButton>
      </div>
      <div role="cell" className={classes.small} title={delivery.uri}>
        {name}
      </div>
      <div role="cell" className={classes.small}>
        {created && <time dateTime={created.toISOString()}>{formatMoment(created)}</time>}
      </div>
      <div role="cell" className={classes.answer}>
        <Answer delivery={delivery} />
      </div>
    </div>
  );
}

/** What a delivery tells of, in words. */
export function useTriggerOf({ trigger }: Delivery): string {
  const triggers = useTriggers();
  const text = useTriggerText();
  const known = triggers.data?.find(({ number }) => number === trigger);
  return known ? text(known.name) : String(trigger);
}

/** How a delivery was answered. */
export function Answer({ delivery: { status, sent } }: { delivery: Delivery }) {
  const { t } = useTranslation();
  if (sent === null) return <Badge color="gray">{t('webhooks.underWay')}</Badge>;
  if (status === 0) return <Badge color="red">{t('webhooks.outcome.unanswered')}</Badge>;
  return <Badge color={status >= 200 && status < 300 ? 'atrium' : 'red'}>{status}</Badge>;
}
