import { ActionIcon, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconSearch, IconX } from '@/shared/ui/icons';

interface SearchFieldProps {
  value: string;
  placeholder: string;
  onChange: (value: string) => void;
}

/** Types freely, asks the server once the typing rests. */
export function SearchField({ value, placeholder, onChange }: SearchFieldProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  const settle = useDebouncedCallback(onChange, 250);
  useEffect(() => setText(value), [value]);
  const change = (next: string) => {
    setText(next);
    settle(next);
  };
  return (
    <TextInput
      type="search"
      aria-label={placeholder}
      placeholder={placeholder}
      value={text}
      leftSection={<IconSearch size={17} aria-hidden />}
      rightSection={
        text ? (
          <ActionIcon size="sm" aria-label={t('common.clear')} onClick={() => change('')}>
            <IconX size={15} />
          </ActionIcon>
        ) : null
      }
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Escape' && text && change('')}
      style={{ flex: 1, minWidth: 0, maxWidth: 420 }}
    />
  );
}
