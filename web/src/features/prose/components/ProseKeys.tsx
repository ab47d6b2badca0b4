import { Group, Kbd, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/shared/ui';
import { type Deed, type OUTSIDE, shortcut } from '../lib/keys';

const GROUPS = {
  writing: ['bold', 'italic', 'underline', 'strike', 'super', 'sub', 'larger', 'smaller', 'link', 'clear'],
  paragraphs: ['plain', 'heading1', 'heading2', 'heading3', 'left', 'center', 'right', 'justify'],
  lists: ['bullets', 'numbers', 'indent', 'outdent', 'lineBreak', 'pageBreak'],
  anywhere: ['undo', 'redo', 'find', 'replace', 'toolbar', 'help'],
} as const satisfies Record<string, readonly (Deed | keyof typeof OUTSIDE)[]>;

/** All keys of the text. */
export function ProseKeys({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog size="xl" title={t('prose.do.help')} onClose={onClose}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl" verticalSpacing="lg">
        {Object.entries(GROUPS).map(([group, deeds]) => (
          <section key={group}>
            <Title order={3} size="h5" mb="xs">
              {t(`prose.groups.${group as keyof typeof GROUPS}`)}
            </Title>
            <Stack component="dl" gap={6} m={0}>
              {deeds.map((deed) => (
                <Group key={deed} justify="space-between" wrap="nowrap" gap="md">
                  <Text component="dt" size="sm">
                    {t(`prose.do.${deed}`)}
                  </Text>
                  <Text component="dd" m={0} size="sm" style={{ flex: 'none' }}>
                    <Kbd size="xs">{shortcut(deed)}</Kbd>
                  </Text>
                </Group>
              ))}
            </Stack>
          </section>
        ))}
      </SimpleGrid>
      <Text size="sm" c="dimmed" mt="lg">
        {t('prose.tabHint')}
      </Text>
    </Dialog>
  );
}
