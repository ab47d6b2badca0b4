import { Alert, Button, Group, Skeleton, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sentence } from '@/shared/errors';
import { notifyDone } from '@/shared/notify';
import { Dialog, ErrorState } from '@/shared/ui';
import { useGroup, useSaveGroup } from '../api/groups';
import type { GroupDetails, PersonLine } from '../types';
import { PeoplePicker } from './PeoplePicker';
import { PersonSelect } from './PersonSelect';

interface GroupDialogProps {
  /** Id of the group to change; null for a new one. */
  id: string | null;
  onClose: () => void;
}

const LONGEST_NAME = 128;

/** Makes a group, or changes it. */
export function GroupDialog({ id, onClose }: GroupDialogProps) {
  const { t } = useTranslation();
  const group = useGroup(id);
  return (
    <Dialog onClose={onClose} title={t(id ? 'groups.edit' : 'groups.create')}>
      {id && group.isPending && <Skeleton height={180} />}
      {group.isError && <ErrorState error={group.error} onRetry={() => group.refetch()} />}
      {(!id || group.data) && <GroupForm group={group.data ?? null} onClose={onClose} />}
    </Dialog>
  );
}

function GroupForm({ group, onClose }: { group: GroupDetails | null; onClose: () => void }) {
  const { t } = useTranslation();
  const save = useSaveGroup();
  const before = group?.people ?? [];
  const [name, setName] = useState(group?.name ?? '');
  const [manager, setManager] = useState<PersonLine | null>(before.find(({ id }) => id === group?.manager?.id) ?? null);
  const [members, setMembers] = useState(before.map(({ id }) => id));

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const was = before.map(({ id }) => id);
    save.mutate(
      {
        id: group?.id,
        name,
        manager: manager?.id ?? null,
        add: members.filter((id) => !was.includes(id)),
        remove: was.filter((id) => !members.includes(id) && id !== manager?.id),
      },
      {
        onSuccess: () => {
          notifyDone(t(group ? 'groups.saved' : 'groups.created', { name: name.trim() }));
          onClose();
        },
      },
    );
  };

  return (
    <form onSubmit={submit}>
      <Stack>
        {save.isError && (
          <Alert color="red" role="alert">
            {sentence(save.error)}
          </Alert>
        )}
        <TextInput
          data-autofocus
          required
          withAsterisk={false}
          maxLength={LONGEST_NAME}
          label={t('groups.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PersonSelect
          members
          label={t('groups.manager')}
          description={t('groups.managerHint')}
          value={manager}
          onChange={setManager}
        />
        <PeoplePicker members label={t('groups.members')} initial={before} value={members} onChange={setMembers} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!name.trim()}>
            {t(group ? 'common.save' : 'groups.createSubmit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
