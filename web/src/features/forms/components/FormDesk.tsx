import { Alert, Loader } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useBlocker } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconAlertTriangle } from '@/shared/ui/icons';
import type { FormOpening } from '../api/opening';
import { useFilling } from '../hooks/useFilling';
import { usePaper } from '../hooks/usePaper';
import { FormHead } from './FormHead';
import classes from './FormPage.module.css';
import { PaperTools } from './PaperTools';
import { Sent } from './Sent';

interface FormDeskProps {
  opening: FormOpening;
  /** Opens the form anew. */
  onAgain: () => void;
}

/** A form on the desk: its pages, what one can do with them, and what became of what was filled in. */
export function FormDesk({ opening, onAgain }: FormDeskProps) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const [searching, setSearching] = useState(false);
  const filling = useFilling(opening.entry);
  const state = usePaper(box, opening.content, opening.fills, filling.changed);
  const paper = state && 'paper' in state ? state.paper : null;
  const broken = state !== null && 'broken' in state;
  const unsaved = filling.state === 'changed' || filling.state === 'failed';
  useBlocker({
    shouldBlockFn: () => unsaved && !window.confirm(t('form.leave')),
    enableBeforeUnload: () => unsaved,
  });
  useHotkeys(
    [
      ['mod+S', () => paper && opening.fills && void filling.save(paper)],
      ['mod+F', () => setSearching(true)],
    ],
    [],
  );
  if (filling.sent) return <Sent entry={opening.entry} sent={filling.sent} onAgain={onAgain} />;
  return (
    <div className={classes.page}>
      <FormHead opening={opening} filling={filling} paper={paper} />
      {filling.problem && (
        <Alert role="alert" color="red" radius={0} icon={<IconAlertTriangle size={18} aria-hidden />}>
          {filling.problem}
        </Alert>
      )}
      {state && 'paper' in state && (
        <PaperTools
          paper={state.paper}
          view={state.view}
          signs={opening.fills}
          searching={searching}
          onSearching={setSearching}
        />
      )}
      <main className={classes.desk} aria-label={opening.entry.title}>
        <div
          className={classes.strip}
          ref={box}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: pages must scroll with the keyboard
          tabIndex={0}
        >
          <div className="pdfViewer" />
        </div>
        {state === null && <Loader className={classes.waiting ?? ''} aria-label={t('common.loading')} />}
        {broken && (
          <Alert role="alert" color="red" m="md" icon={<IconAlertTriangle size={18} aria-hidden />}>
            {t('form.broken')}
          </Alert>
        )}
      </main>
    </div>
  );
}
