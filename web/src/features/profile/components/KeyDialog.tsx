import { Alert, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sentence } from '@/shared/errors';
import { CopyField, Dialog } from '@/shared/ui';
import { type ApiKey, useChangeKey, useMakeKey } from '../api/keys';
import { fromPermissions, toPermissions } from '../lib/scopes';
import { ScopeFields } from './ScopeFields';

interface KeyDialogProps {
  /** null for a new key. */
  apiKey: ApiKey | null;
  onClose: () => void;
}

const LONGEST_NAME = 30;
const LIVES = ['30', '90', '365', 'never'] as const;

/** Makes a key and shows its secret once; or changes a key. */
export function KeyDialog({ apiKey, onClose }: KeyDialogProps) {
  const { t } = useTranslation();
  const make = useMakeKey();
  const change = useChangeKey();
  const [name, setName] = useState(apiKey?.name ?? '');
  const [life, setLife] = useState<(typeof LIVES)[number]>('90');
  const [scopes, setScopes] = useState(fromPermissions(apiKey?.permissions ?? ['*:read']));
  const permissions = toPermissions(scopes);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (apiKey) change.mutate({ id: apiKey.id, name: name.trim(), permissions }, { onSuccess: onClose });
    else make.mutate({ name, permissions, days: life === 'never' ? null : Number(life) });
  };

  if (make.isSuccess)
    return (
      <Dialog onClose={onClose} title={t('keys.made', { name })} closeOnClickOutside={false}>
        <Stack>
          <Alert color="clay" role="status">
            {t('keys.once')}
          </Alert>
          <CopyField label={t('keys.secret')} labelled value={make.data} />
          <Text size="sm" c="dimmed">
            {t('keys.howTo')}
          </Text>
          <Group justify="flex-end">
            <Button onClick={onClose}>{t('keys.kept')}</Button>
          </Group>
        </Stack>
      </Dialog>
    );
  return (
    <Dialog onClose={onClose} title={apiKey ? t('keys.editTitle') : t('keys.make')}>
      <form onSubmit={submit}>
        <Stack>
          {make.isError && (
            <Alert color="red" role="alert">
              {sentence(make.error)}
            </Alert>
          )}
          <TextInput
            data-autofocus
            required
            withAsterisk={false}
            maxLength={LONGEST_NAME}
            label={t('keys.name')}
            description={t('keys.nameHint')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {!apiKey && (
            <Select
              label={t('keys.life')}
              allowDeselect={false}
              data={LIVES.map((value) => ({ value, label: t(`keys.lives.${value}`) }))}
              value={life}
              onChange={(value) => value && setLife(value as typeof life)}
            />
          )}
          <ScopeFields value={scopes} onChange={setScopes} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button
              type="submit"
              loading={make.isPending || change.isPending}
              disabled={!name.trim() || permissions.length === 0}
            >
              {t(apiKey ? 'common.save' : 'keys.makeSubmit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
