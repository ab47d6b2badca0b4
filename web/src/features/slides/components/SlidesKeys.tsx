import { Group, Kbd, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { keyLabel } from '@/features/prose';
import { Dialog } from '@/shared/ui';

/** Keys as they are written, by what they do. */
const GROUPS = {
  slides: { walk: '↑ ↓', new: 'Mod-M', duplicate: 'Mod-D', move: 'Alt-↑ ↓', delete: 'Del', stage: 'Enter' },
  things: {
    walk: 'Tab',
    write: 'Enter',
    nudge: '← ↑ ↓ →',
    stretch: 'Shift-← ↑ ↓ →',
    turn: 'Alt-← →',
    fine: 'Mod',
    duplicate: 'Mod-D',
    all: 'Mod-A',
    leave: 'Esc',
  },
  show: {
    beginning: 'F5',
    here: 'Shift-F5',
    next: '→',
    previous: '←',
    black: 'B',
    full: 'F',
    speaker: 'S',
    end: 'Esc',
  },
  anywhere: { undo: 'Mod-Z', redo: 'Mod-Y', save: 'Mod-S', find: 'Mod-F', toolbar: 'Alt-F10', help: 'Mod-/' },
} as const;

/** All keys of the editor. */
export function SlidesKeys({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog size="xl" title={t('prose.do.help')} onClose={onClose}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl" verticalSpacing="lg">
        {Object.entries(GROUPS).map(([group, keys]) => (
          <section key={group}>
            <Title order={3} size="h5" mb="xs">
              {t(`slides.keys.${group as 'slides'}.title`)}
            </Title>
            <Stack component="dl" gap={6} m={0}>
              {Object.entries(keys).map(([deed, key]) => (
                <Group key={deed} justify="space-between" wrap="nowrap" gap="md">
                  <Text component="dt" size="sm">
                    {t(`slides.keys.${group as 'slides'}.${deed as 'walk'}`)}
                  </Text>
                  <Text component="dd" m={0} size="sm" style={{ flex: 'none' }}>
                    <Kbd size="xs">{keyLabel(key)}</Kbd>
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
