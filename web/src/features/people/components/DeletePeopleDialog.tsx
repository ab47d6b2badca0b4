import { Button, Group, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyDone } from '@/shared/notify';
import { Dialog } from '@/shared/ui';
import { useDeletePeople } from '../api/remove';
import { useDisableQuietly } from '../api/status';
import { startReassign } from '../api/tasks';
import { usePeopleTasks } from '../hooks/usePeopleTasks';
import { labelOf } from '../lib/label';
import type { PersonLine } from '../types';
import { PersonSelect } from './PersonSelect';
import { TaskProgress } from './TaskProgress';

interface DeletePeopleDialogProps {
  people: PersonLine[];
  onClose: () => void;
}

/** Deletes accounts. Whoever is still active is disabled on the way; what they own goes to whom one says. */
export function DeletePeopleDialog({ people, onClose }: DeletePeopleDialogProps) {
  const { t } = useTranslation();
  const disable = useDisableQuietly();
  const remove = useDeletePeople();
  const tasks = usePeopleTasks('reassign');
  const [heir, setHeir] = useState<PersonLine | null>(null);

  const invitations = people.every(({ pending }) => pending);
  const owners = people.filter(({ type, pending }) => !pending && (type === 'RoomAdmin' || type === 'DocSpaceAdmin'));
  const name = labelOf(people);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    await disable.mutateAsync(people.filter(({ disabled }) => !disabled));
    if (heir) {
      const finished = await tasks.run(owners, ({ id }) => startReassign(id, heir.id, true));
      const kept = new Set(owners.filter((person) => !finished.includes(person)));
      const rest = people.filter((person) => !finished.includes(person) && !kept.has(person));
      if (rest.length > 0) await remove.mutateAsync(rest);
      if (finished.length > 0) notifyDone(t('people.deleted', { name: labelOf(finished) }));
      if (kept.size > 0) return;
    } else {
      await remove.mutateAsync(people);
    }
    onClose();
  };

  const { state } = tasks;
  const working = state.person !== null || state.failures.length > 0;
  return (
    <Dialog onClose={onClose} title={t(invitations ? 'people.revokeTitle' : 'people.deleteTitle', { name })}>
      {working ? (
        <TaskProgress state={state} label={t('task.reassign')} onStop={tasks.stop} onClose={onClose} />
      ) : (
        <form onSubmit={(event) => void submit(event).catch(() => undefined)}>
          <Stack>
            <Text>{t(invitations ? 'people.revokeText' : 'people.deleteText')}</Text>
            {owners.length > 0 && (
              <PersonSelect
                heirs
                clearable
                label={t('people.heir')}
                description={t('people.heirOwner')}
                value={heir}
                onChange={setHeir}
                except={people.map(({ id }) => id)}
              />
            )}
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose} data-autofocus>
                {t('common.cancel')}
              </Button>
              <Button type="submit" color="red" loading={disable.isPending || remove.isPending}>
                {t(invitations ? 'people.revoke' : 'people.deleteSubmit')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Dialog>
  );
}
