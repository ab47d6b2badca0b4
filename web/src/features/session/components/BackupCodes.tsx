import { Button, Code, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCopy } from '@/shared/lib/useCopy';
import { IconCheck, IconCopy, IconDownload } from '@/shared/ui/icons';
import type { BackupCode } from '../api/factor';

/** The codes, to be copied or kept as a file. */
export function BackupCodes({ codes }: { codes: BackupCode[] }) {
  const { t } = useTranslation();
  const { copied, copy } = useCopy();
  const text = codes
    .filter(({ used }) => !used)
    .map(({ code }) => code)
    .join('\n');
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(`${window.location.host}\n${text}\n`)}`;
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 2, xs: 3 }} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {codes.map(({ code, used }) => (
          <li key={code}>
            <Code fz="md" td={used ? 'line-through' : undefined} c={used ? 'dimmed' : undefined}>
              {code}
            </Code>
            {used && (
              <Text span size="xs" c="dimmed" ml={6}>
                {t('factor.used')}
              </Text>
            )}
          </li>
        ))}
      </SimpleGrid>
      <Group gap="xs">
        <Button
          size="xs"
          variant="light"
          leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
          onClick={() => void copy(text)}
        >
          {t(copied ? 'link.copied' : 'factor.copyCodes')}
        </Button>
        <Button
          size="xs"
          variant="light"
          component="a"
          href={file}
          download="atrium-backup-codes.txt"
          leftSection={<IconDownload size={16} aria-hidden />}
        >
          {t('factor.saveCodes')}
        </Button>
      </Group>
    </Stack>
  );
}
