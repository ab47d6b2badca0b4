import { Group, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { brokenRules, usePasswordPolicy } from '@/features/session';
import { useCopy } from '@/shared/lib/useCopy';
import { IconButton } from '@/shared/ui';
import { IconCheck, IconCopy, IconRefresh } from '@/shared/ui/icons';
import { makeSecret } from '../lib/secret';

interface SecretFieldProps {
  value: string;
  /** There is one already, which nothing in the field keeps. */
  kept: boolean;
  onChange: (secret: string) => void;
}

/** Whether a secret is as good as a password has to be. */
export function useSecretIsGood(secret: string, kept: boolean): boolean {
  const policy = usePasswordPolicy();
  return secret === '' ? kept : brokenRules(secret, policy).length === 0;
}

/** What deliveries are signed with: seen while it is chosen, to be taken along, and never again. */
export function SecretField({ value, kept, onChange }: SecretFieldProps) {
  const { t } = useTranslation();
  const { copied, copy } = useCopy();
  const good = useSecretIsGood(value, kept);
  return (
    <Group gap={6} wrap="nowrap" align="flex-start">
      <TextInput
        flex={1}
        label={t('webhooks.secret')}
        description={t(kept ? 'webhooks.secretKept' : 'webhooks.secretHint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        error={!good && value !== '' && t('webhooks.secretWeak')}
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <Group gap={4} wrap="nowrap" pt={25}>
        <IconButton label={t('webhooks.secretNew')} variant="default" size={36} onClick={() => onChange(makeSecret())}>
          <IconRefresh size={18} />
        </IconButton>
        <IconButton
          label={copied ? t('link.copied') : t('webhooks.secretCopy')}
          variant="default"
          size={36}
          disabled={value === ''}
          onClick={() => void copy(value)}
        >
          {copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
        </IconButton>
      </Group>
    </Group>
  );
}
