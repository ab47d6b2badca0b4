import { Alert, Button, Group, PasswordInput, Select, Stack, Switch, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sentence } from '@/shared/errors';
import { ExpiryField } from '@/shared/ui';
import type { LinkTerms, ShareLink } from '../api/links';

interface LinkFormProps {
  /** null for a link to be made. */
  link: ShareLink | null;
  roles: number[];
  /** The first link of a public room never ends. */
  mayExpire: boolean;
  mayBeInternal: boolean;
  busy: boolean;
  error: unknown;
  onSave: (terms: LinkTerms) => void;
  onCancel: () => void;
}

/** What a link allows, to whom, and for how long. */
export function LinkForm({ link, roles, mayExpire, mayBeInternal, busy, error, onSave, onCancel }: LinkFormProps) {
  const { t } = useTranslation();
  const [terms, setTerms] = useState<LinkTerms>({
    title: link?.title ?? t('share.linkTitle'),
    access: link?.access ?? (roles.includes(2) ? 2 : (roles[0] ?? 2)),
    expires: link?.expires ?? null,
    password: link?.password ?? '',
    denyDownload: link?.denyDownload ?? false,
    internal: link?.internal ?? false,
  });
  const [guarded, setGuarded] = useState(terms.password !== '');
  const [past, setPast] = useState(false);
  const change = (part: Partial<LinkTerms>) => setTerms((now) => ({ ...now, ...part }));
  const incomplete = past || !terms.title.trim() || (guarded && !terms.password.trim());

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (incomplete) return;
    onSave({ ...terms, title: terms.title.trim(), password: guarded ? terms.password.trim() : '' });
  };
  return (
    <form onSubmit={submit} aria-label={t(link ? 'share.editLink' : 'share.newLink', { name: terms.title })}>
      <Stack gap="sm">
        {error !== null && error !== undefined && (
          <Alert color="red" role="alert">
            {sentence(error)}
          </Alert>
        )}
        <TextInput
          label={t('share.linkName')}
          value={terms.title}
          maxLength={255}
          onChange={(event) => change({ title: event.currentTarget.value })}
        />
        {roles.length > 1 && (
          <Select
            label={t('link.role')}
            allowDeselect={false}
            data={roles.map((access) => ({ value: String(access), label: t(`role.${access as 2}`) }))}
            value={String(terms.access)}
            onChange={(value) => value && change({ access: Number(value) })}
          />
        )}
        {mayExpire && (
          <ExpiryField
            expires={terms.expires}
            onChange={(expires) => {
              setPast(expires === undefined);
              if (expires !== undefined) change({ expires });
            }}
          />
        )}
        <Switch
          label={t('share.guarded')}
          checked={guarded}
          onChange={(event) => setGuarded(event.currentTarget.checked)}
        />
        {guarded && (
          <PasswordInput
            label={t('share.password')}
            value={terms.password}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
            onChange={(event) => change({ password: event.currentTarget.value })}
          />
        )}
        <Switch
          label={t('share.denyDownload')}
          description={t('share.denyDownloadHint')}
          checked={terms.denyDownload}
          onChange={(event) => change({ denyDownload: event.currentTarget.checked })}
        />
        {mayBeInternal && (
          <Switch
            label={t('share.internal')}
            description={t('share.internalHint')}
            checked={terms.internal}
            onChange={(event) => change({ internal: event.currentTarget.checked })}
          />
        )}
        <Group justify="flex-end" gap="xs">
          <Button size="xs" variant="default" onClick={onCancel}>
            {t('common.cancel')}
          </Button>
          <Button size="xs" type="submit" loading={busy} disabled={incomplete}>
            {t(link ? 'common.save' : 'link.make')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
