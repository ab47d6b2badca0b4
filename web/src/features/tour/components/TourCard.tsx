import { Button, Group, Portal, Text, Title } from '@mantine/core';
import { useFocusTrap, useMergedRef } from '@mantine/hooks';
import { type KeyboardEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFocusBack } from '@/shared/ui';
import { useTarget } from '../hooks/useTarget';
import type { Step } from '../lib/steps';
import classes from './Tour.module.css';

interface TourCardProps {
  step: Step;
  /** Its number, from 0. */
  at: number;
  total: number;
  onStep: (at: number) => void;
  onEnd: () => void;
}

/** One stop: what it is about is lit, the words stand beside it. Arrow keys walk, Escape ends. */
export function TourCard({ step, at, total, onStep, onEnd }: TourCardProps) {
  const { t } = useTranslation();
  const id = useId();
  useFocusBack();
  const [card, setCard] = useState<HTMLElement | null>(null);
  const ref = useMergedRef(useFocusTrap(), setCard);
  const { light, place } = useTarget(step, card);
  const last = at === total - 1;
  const next = () => (last ? onEnd() : onStep(at + 1));

  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onEnd();
    else if (event.key === 'ArrowRight' && !last) next();
    else if (event.key === 'ArrowLeft' && at > 0) onStep(at - 1);
    else {
      // Shortcuts of what is behind have to wait; the trap of the focus has not.
      if (event.key !== 'Tab') event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <Portal>
      <div className={classes.dim} data-lit={light !== null || undefined} />
      {light && <div className={classes.light} style={light} />}
      {/* Each stop is a dialog of its own, so that a screen reader tells it anew. */}
      <div
        key={step.name}
        ref={ref}
        role="dialog"
        aria-modal
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-text`}
        className={classes.card}
        style={place}
        onKeyDown={onKey}
      >
        <Text size="xs" c="dimmed" aria-live="off">
          {t('tour.step', { at: at + 1, total })}
        </Text>
        <Title order={2} size="h3" id={`${id}-title`} mt={2}>
          {t(`tour.${step.name}.title`)}
        </Title>
        <Text size="sm" id={`${id}-text`} mt="xs" mb="md">
          {t(`tour.${step.name}.text`)}
        </Text>
        <Group justify="space-between" gap="xs" wrap="nowrap">
          {last ? (
            <span />
          ) : (
            <Button variant="subtle" color="gray" size="compact-sm" onClick={onEnd}>
              {t('tour.skip')}
            </Button>
          )}
          <Group gap="xs" wrap="nowrap">
            {at > 0 && (
              <Button variant="default" size="sm" onClick={() => onStep(at - 1)}>
                {t('common.back')}
              </Button>
            )}
            <Button size="sm" onClick={next} data-autofocus>
              {t(last ? 'tour.done' : at === 0 ? 'tour.begin' : 'tour.next')}
            </Button>
          </Group>
        </Group>
      </div>
    </Portal>
  );
}
