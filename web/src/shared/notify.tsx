import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import i18n from 'i18next';
import type { ReactNode } from 'react';
import { sentence } from './errors';

const COLORS = { success: 'atrium', error: 'red', warning: 'clay', info: 'gray' };

interface Notice {
  kind?: keyof typeof COLORS;
  title?: string | undefined;
  id?: string;
  /** ms until it goes by itself. */
  time?: number | undefined;
  /** Whether one can send it away. */
  closable?: boolean | undefined;
}

/** Tells something in words: the app's own, or those of somebody else, such as a plugin's. */
export function notifyWords(message: ReactNode, notice: Notice = {}): void {
  const { kind = 'info', title, id, time, closable = true } = notice;
  notifications.show({
    ...(id && { id }),
    ...(title && { title }),
    color: COLORS[kind] ?? COLORS.info,
    withBorder: true,
    message,
    autoClose: time ?? (kind === 'error' ? 8000 : 5000),
    withCloseButton: closable,
    closeButtonProps: { 'aria-label': i18n.t('common.close') },
  });
}

/** Tells that something failed, in a sentence. */
export function notifyError(error: unknown, title?: string): void {
  notifyWords(sentence(error), { kind: 'error', title: title ?? i18n.t('error.title') });
}

interface Undo {
  label?: string;
  run: () => void;
}

/** Tells that something is done, with a way back where there is one. */
export function notifyDone(message: string, undo?: Undo): void {
  const id = crypto.randomUUID?.() ?? String(Math.random());
  notifyWords(
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
    </Group>,
    { kind: 'success', id, time: undo ? 10_000 : 4000 },
  );
}
