import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { passkeysWork } from '@/features/session';
import { formatWhen } from '@/shared/lib/format';
import { ConfirmDialog, ErrorState, IconButton, Section } from '@/shared/ui';
import { IconFingerprint, IconPencil, IconPlus, IconTrash } from '@/shared/ui/icons';
import { type Passkey, useDeletePasskey, usePasskeys } from '../api/passkeys';
import { PasskeyDialog } from './PasskeyDialog';
import classes from './SessionsSection.module.css';

type Open = { is: 'add' } | { is: 'rename'; passkey: Passkey } | { is: 'delete'; passkey: Passkey };

/** Fingerprint, face or PIN of one's devices instead of a password. */
export function PasskeysSection() {
  const { t } = useTranslation();
  const passkeys = usePasskeys();
  const remove = useDeletePasskey();
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  return (
    <Section title={t('passkey.title')} hint={t('passkey.hint')}>
      {passkeys.isPending && <Skeleton height={72} />}
      {passkeys.isError && <ErrorState error={passkeys.error} onRetry={() => passkeys.refetch()} />}
      {passkeys.data && (
        <Stack>
          {passkeys.data.length > 0 && (
            <ul className={classes.list}>
              {passkeys.data.map((passkey) => (
                <PasskeyLine
                  key={passkey.id}
                  passkey={passkey}
                  onRename={() => setOpen({ is: 'rename', passkey })}
                  onDelete={() => setOpen({ is: 'delete', passkey })}
                />
              ))}
            </ul>
          )}
          {passkeysWork() ? (
            <Group>
              <Button
                variant="light"
                leftSection={<IconPlus size={18} aria-hidden />}
                onClick={() => setOpen({ is: 'add' })}
              >
                {t('passkey.add')}
              </Button>
            </Group>
          ) : (
            <Text size="sm" c="dimmed">
              {t('passkey.cannot')}
            </Text>
          )}
        </Stack>
      )}
      {open?.is === 'add' && <PasskeyDialog passkey={null} onClose={close} />}
      {open?.is === 'rename' && <PasskeyDialog passkey={open.passkey} onClose={close} />}
      {open?.is === 'delete' && (
        <ConfirmDialog
          title={t('passkey.deleteTitle', { name: open.passkey.name })}
          text={t('passkey.deleteText')}
          confirm={t('passkey.delete')}
          onConfirm={() => remove.mutate(open.passkey)}
          onClose={close}
        />
      )}
    </Section>
  );
}

interface PasskeyLineProps {
  passkey: Passkey;
  onRename: () => void;
  onDelete: () => void;
}

function PasskeyLine({ passkey, onRename, onDelete }: PasskeyLineProps) {
  const { t } = useTranslation();
  const { name, host, created, lastUsed } = passkey;
  const facts = [
    created && t('keys.since', { date: formatWhen(created) }),
    lastUsed ? t('keys.lastUsed', { date: formatWhen(lastUsed) }) : t('keys.neverUsed'),
    host !== window.location.hostname && t('passkey.elsewhere', { host }),
  ];
  return (
    <li className={classes.line}>
      <IconFingerprint size={22} stroke={1.6} aria-hidden style={{ flex: 'none' }} />
      <div className={classes.what}>
        <Text fw={550} style={{ overflowWrap: 'anywhere' }}>
          {name}
        </Text>
        <Text size="sm" c="dimmed">
          {facts.filter(Boolean).join(' · ')}
        </Text>
      </div>
      <IconButton label={t('passkey.rename', { name })} onClick={onRename}>
        <IconPencil size={18} />
      </IconButton>
      <IconButton label={t('passkey.deleteOne', { name })} onClick={onDelete}>
        <IconTrash size={18} />
      </IconButton>
    </li>
  );
}
