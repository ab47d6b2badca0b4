import { Drawer, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFocusBack } from './Dialog';

interface SidePanelProps {
  title: string;
  onClose: () => void;
  /** A dialog lies over the panel: Escape is for that. */
  covered?: boolean;
  children: ReactNode;
}

/** Facts and verbs about one thing of a list, at the side of it. */
export function SidePanel({ title, onClose, covered = false, children }: SidePanelProps) {
  const { t } = useTranslation();
  useFocusBack();
  return (
    <Drawer
      opened
      onClose={onClose}
      closeOnEscape={!covered}
      returnFocus={false}
      position="right"
      size="sm"
      title={<Text fw={650}>{title}</Text>}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {children}
    </Drawer>
  );
}
