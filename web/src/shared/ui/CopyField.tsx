import { Group, TextInput } from '@mantine/core';

import { useTranslation } from 'react-i18next';
import { useCopy } from '../lib/useCopy';
import { IconButton } from './IconButton';
import { IconCheck, IconCopy } from './icons';

interface CopyFieldProps {
  label: string;
  value: string;
  /** The label stands above the field, too. */
  labelled?: boolean;
}

/** A text to take along: seen whole, copied with one click. */
export function CopyField({ label, value, labelled = false }: CopyFieldProps) {
  const { t } = useTranslation();
  const { copied, copy } = useCopy();
  return (
    <Group gap={6} wrap="nowrap" align="flex-end">
      <TextInput
        flex={1}
        readOnly
        {...(labelled ? { label } : { 'aria-label': label })}
        value={value}
        onFocus={(event) => event.currentTarget.select()}
      />
      <IconButton
        label={copied ? t('link.copied') : t('link.copy')}
        variant="default"
        size={36}
        onClick={() => void copy(value)}
      >
        {copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
      </IconButton>
    </Group>
  );
}
