import { Button, Group, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/shared/ui';
import { useCreate } from '../api/create';
import type { Entry } from '../types';
import type { NewKind } from './NewMenu';

interface CreateDialogProps {
  kind: NewKind;
  folderId: number;
  onClose: () => void;
  onCreated: (entry: Entry) => void;
}

/** Asks for the title of a new folder or document. */
export function CreateDialog({ kind, folderId, onClose, onCreated }: CreateDialogProps) {
  const { t } = useTranslation();
  const create = useCreate();
  const [title, setTitle] = useState(() => t(`create.title.${kind}`));
  const isFolder = kind === 'folder';

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const name = title.trim();
    if (!name) return;
    create.mutate(
      { folderId, isFolder, title: isFolder ? name : `${name}.${kind}` },
      {
        onSuccess: (entry) => {
          onCreated(entry);
          onClose();
        },
      },
    );
  };

  return (
    <Dialog onClose={onClose} title={t(`create.${kind}`)}>
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            data-autofocus
            label={t('create.name')}
            value={title}
            maxLength={160}
            rightSection={isFolder ? null : <span>.{kind}</span>}
            rightSectionWidth={isFolder ? undefined : 56}
            onFocus={(event) => event.currentTarget.select()}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={create.isPending} disabled={!title.trim()}>
              {t('common.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
