import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { notifyDone } from '@/shared/notify';
import { Dialog } from '@/shared/ui';
import { startRemove } from '../api/tasks';
import { usePeopleTasks } from '../hooks/usePeopleTasks';
import type { PersonLine } from '../types';
import { TaskProgress } from './TaskProgress';

interface RemoveDataDialogProps {
  person: PersonLine;
  onClose: () => void;
}

/** Removes what a disabled person has, and keeps the account. */
export function RemoveDataDialog({ person, onClose }: RemoveDataDialogProps) {
  const { t } = useTranslation();
  const tasks = usePeopleTasks('remove');
  const start = async () => {
    const finished = await tasks.run([person], ({ id }) => startRemove(id));
    if (finished.length === 0) return;
    notifyDone(t('people.dataRemoved', { name: person.name }));
    onClose();
  };
  const { state } = tasks;
  const working = state.person !== null || state.failures.length > 0;
  return (
    <Dialog onClose={onClose} title={t('people.removeDataTitle', { name: person.name })}>
      {working ? (
        <TaskProgress state={state} label={t('task.remove')} onStop={tasks.stop} onClose={onClose} />
      ) : (
        <Stack>
          <Text>{t('people.removeDataText')}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose} data-autofocus>
              {t('common.cancel')}
            </Button>
            <Button color="red" onClick={() => void start()}>
              {t('people.removeDataSubmit')}
            </Button>
          </Group>
        </Stack>
      )}
    </Dialog>
  );
}
