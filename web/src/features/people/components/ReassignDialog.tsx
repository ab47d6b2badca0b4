import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyDone } from '@/shared/notify';
import { Dialog } from '@/shared/ui';
import { startReassign } from '../api/tasks';
import { usePeopleTasks } from '../hooks/usePeopleTasks';
import type { PersonLine } from '../types';
import { PersonSelect } from './PersonSelect';
import { TaskProgress } from './TaskProgress';

interface ReassignDialogProps {
  person: PersonLine;
  onClose: () => void;
}

/** Gives what a disabled person owns to somebody else. */
export function ReassignDialog({ person, onClose }: ReassignDialogProps) {
  const { t } = useTranslation();
  const tasks = usePeopleTasks('reassign');
  const [heir, setHeir] = useState<PersonLine | null>(null);
  const [deleting, setDeleting] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!heir) return;
    const finished = await tasks.run([person], ({ id }) => startReassign(id, heir.id, deleting));
    if (finished.length === 0) return;
    notifyDone(t('people.reassigned', { name: person.name, heir: heir.name }));
    onClose();
  };

  const { state } = tasks;
  const working = state.person !== null || state.failures.length > 0;
  return (
    <Dialog onClose={onClose} title={t('people.reassignTitle', { name: person.name })}>
      {working ? (
        <TaskProgress state={state} label={t('task.reassign')} onStop={tasks.stop} onClose={onClose} />
      ) : (
        <form onSubmit={submit}>
          <Stack>
            <Text>{t('people.reassignText')}</Text>
            <PersonSelect heirs label={t('people.heir')} value={heir} onChange={setHeir} except={[person.id]} />
            <Checkbox
              label={t('people.deleteAfter')}
              checked={deleting}
              onChange={(event) => setDeleting(event.currentTarget.checked)}
            />
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {t('common.cancel')}
              </Button>
              <Button type="submit" disabled={!heir}>
                {t('people.reassignSubmit')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Dialog>
  );
}
