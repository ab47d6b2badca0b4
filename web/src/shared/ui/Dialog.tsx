import { Modal, type ModalProps } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

type DialogProps = Omit<ModalProps, 'opened' | 'closeButtonProps' | 'returnFocus'>;

/** Puts the focus back where it was before this component came; a menu that has gone hands it to its list. */
export function useFocusBack(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      setTimeout(() => {
        if (document.querySelector('[role="dialog"]')) return;
        const back =
          before?.isConnected && before !== document.body
            ? before
            : document.querySelector('[role="grid"][tabindex="0"], [role="grid"] [tabindex="0"]');
        if (back instanceof HTMLElement) back.focus({ preventScroll: true });
      });
    },
    [before],
  );
}

/** A dialog that is there as long as it is rendered. */
export function Dialog(props: DialogProps) {
  const { t } = useTranslation();
  useFocusBack();
  return <Modal opened closeButtonProps={{ 'aria-label': t('common.close') }} returnFocus={false} {...props} />;
}
