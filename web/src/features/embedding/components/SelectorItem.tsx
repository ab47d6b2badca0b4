import { Text, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { IconChevronRight } from '@/shared/ui/icons';
import classes from './Selector.module.css';

interface SelectorItemProps {
  title: string;
  picture: ReactNode;
  /** Undefined for what leads further instead of being chosen. */
  chosen?: boolean;
  onClick: () => void;
  /** A double click chooses and accepts. */
  onAccept?: () => void;
}

/** One line of a selector. */
export function SelectorItem({ title, picture, chosen, onClick, onAccept }: SelectorItemProps) {
  return (
    <li>
      <UnstyledButton className={classes.item} aria-pressed={chosen} onClick={onClick} onDoubleClick={onAccept}>
        {picture}
        <Text truncate flex={1}>
          {title}
        </Text>
        {chosen === undefined && <IconChevronRight size={16} aria-hidden />}
      </UnstyledButton>
    </li>
  );
}
