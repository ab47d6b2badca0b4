import { Alert, Button, Group, List, Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { TasksState } from '../hooks/usePeopleTasks';

interface TaskProgressProps {
  state: TasksState;
  /** What is being done, such as "Handing over". */
  label: string;
  onStop: () => void;
  onClose: () => void;
}

/** How far a long task on people is, with a way to stop it. */
export function TaskProgress({ state, label, onStop, onClose }: TaskProgressProps) {
  const { t } = useTranslation();
  const { person, done, total, percentage, failures } = state;
  return (
    <Stack>
      {person && (
        <>
          <Text role="status">
            {total > 1
              ? t('task.ofMany', { what: label, name: person.name, at: done + 1, total })
              : t('task.ofOne', { what: label, name: person.name })}
          </Text>
          <Progress.Root size="lg">
            <Progress.Section value={Math.max(percentage, 4)} aria-label={label} animated />
          </Progress.Root>
          <Text size="sm" c="dimmed">
            {t('task.goesOn')}
          </Text>
        </>
      )}
      {failures.length > 0 && (
        <Alert color="red" role="alert" title={t('task.failed')}>
          <List size="sm">
            {failures.map(({ name, reason }) => (
              <List.Item key={name}>
                <b>{name}</b>: {reason}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
      <Group justify="flex-end">
        {person && (
          <Button variant="light" color="red" onClick={onStop}>
            {t('task.stop')}
          </Button>
        )}
        <Button variant="default" onClick={onClose}>
          {t('common.close')}
        </Button>
      </Group>
    </Stack>
  );
}
