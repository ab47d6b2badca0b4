import { Group, Kbd, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { Fragment, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createStore, useStore } from '@/shared/lib/store';
import { Dialog } from '@/shared/ui';

const shown = createStore(false);

export const openShortcuts = () => shown.set(() => true);

/** Several keys held together, or one after the other choice. */
type Keys = string[][];

const GROUPS = {
  anywhere: [
    ['palette', [['Ctrl', 'K']]],
    ['help', [['?']]],
    ['close', [['Esc']]],
  ],
  lists: [
    ['walk', [['↑'], ['↓']]],
    ['ends', [['Home'], ['End']]],
    ['extend', [['Shift', '↓']]],
    ['toggle', [['Space']]],
    ['all', [['Ctrl', 'A']]],
    ['menu', [['Shift', 'F10']]],
  ],
  entries: [
    ['open', [['↵']]],
    ['rename', [['F2']]],
    ['delete', [['Del']]],
    ['move', [['M']]],
    ['copy', [['C']]],
    ['download', [['D']]],
    ['share', [['S']]],
    ['favorite', [['F']]],
    ['info', [['I']]],
    [
      'order',
      [
        ['Alt', '↑'],
        ['Alt', '↓'],
      ],
    ],
  ],
  rooms: [
    ['pin', [['P']]],
    ['group', [['G']]],
    ['use', [['N']]],
  ],
} as const satisfies Record<string, readonly (readonly [string, Keys])[]>;

/** All keys, in a dialog that the question mark opens. */
export function ShortcutsDialog() {
  const open = useStore(shown);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target } = event;
      const writing =
        target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
      if (event.key !== '?' || writing || event.ctrlKey || event.metaKey || document.querySelector('[role="dialog"]'))
        return;
      event.preventDefault();
      openShortcuts();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return open ? <Shortcuts /> : null;
}

function Shortcuts() {
  const { t } = useTranslation();
  const [groups] = useState(
    () => Object.entries(GROUPS) as [keyof typeof GROUPS, readonly (readonly [string, Keys])[]][],
  );
  return (
    <Dialog size="xl" title={t('shortcuts.title')} onClose={() => shown.set(() => false)}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl" verticalSpacing="lg">
        {groups.map(([group, lines]) => (
          <section key={group}>
            <Title order={3} size="h5" mb="xs">
              {t(`shortcuts.${group}.title`)}
            </Title>
            <Stack component="dl" gap={6} m={0}>
              {lines.map(([name, choices]) => (
                <Group key={name} justify="space-between" wrap="nowrap" gap="md">
                  <Text component="dt" size="sm">
                    {t(`shortcuts.${group}.${name}` as 'shortcuts.title')}
                  </Text>
                  <Text component="dd" m={0} size="sm" style={{ flex: 'none' }}>
                    {choices.map((keys, choice) => (
                      <Fragment key={keys.join('+')}>
                        {choice > 0 && ' / '}
                        {keys.map((key, at) => (
                          <Fragment key={key}>
                            {at > 0 && ' + '}
                            <Kbd size="xs">{key}</Kbd>
                          </Fragment>
                        ))}
                      </Fragment>
                    ))}
                  </Text>
                </Group>
              ))}
            </Stack>
          </section>
        ))}
      </SimpleGrid>
    </Dialog>
  );
}
