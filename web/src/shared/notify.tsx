import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import i18n from 'i18next';
import { sentence } from './errors';

/** Tells that something failed, in a sentence. */
export function notifyError(error: unknown, title?: string): void {
  notifications.show({
    color: 'red',
    title: title ?? i18n.t('error.title'),
    message: sentence(error),
    autoClose: 8000,
    closeButtonProps: { 'aria-label': i18n.t('common.close') },
  });
}

const COLORS = { success: 'atrium', error: 'red', warning: 'clay', info: 'gray' };

/** Shows the words of somebody else, such as a plugin's. */
export function notifyWords(message: string, kind: keyof typeof COLORS = 'info'): void {
  notifications.show({
    color: COLORS[kind] ?? COLORS.info,
    withBorder: true,
    message,
    autoClose: kind === 'error' ? 8000 : 5000,
    closeButtonProps: { 'aria-label': i18n.t('common.close') },
  });
}

interface Undo {
  label?: string;
  run: () => void;
}

/** Tells that something is done, with a way back where there is one. */
export function notifyDone(message: string, undo?: Undo): void {
  const id = crypto.randomUUID?.() ?? String(Math.random());
  notifications.show({
    id,
    color: 'atrium',
    withBorder: true,
    autoClose: undo ? 10_000 : 4000,
    closeButtonProps: { 'aria-label': i18n.t('common.close') },
    message: (
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text size="sm">{message}</Text>
        {undo && (
          <Button
            size="compact-sm"
            variant="light"
            onClick={() => {
              notifications.hide(id);
              undo.run();
            }}
          >
            {undo.label ?? i18n.t('common.undo')}
          </Button>
        )}
      </Group>
    ),
  });
}
