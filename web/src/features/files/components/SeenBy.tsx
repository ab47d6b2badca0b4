import { Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PersonAvatar } from '@/shared/ui';
import { useReaders } from '../api/seenBy';

/** So many are shown; of more it is said how many there are. */
const SHOWN = 12;

/** Who else has access to a file, and so can be mentioned in it. */
export function SeenBy({ file }: { file: number }) {
  const { t } = useTranslation();
  const { data: readers } = useReaders(file);
  if (!readers || readers.length === 0) return null;
  const more = readers.length - SHOWN;
  return (
    <section aria-label={t('info.readers')}>
      <Text size="xs" c="dimmed" mb={6}>
        {t('info.readers')}
      </Text>
      <Stack component="ul" gap={8} m={0} p={0} style={{ listStyle: 'none' }}>
        {readers.slice(0, SHOWN).map(({ id, name, email, avatar }) => (
          <Group key={id} component="li" gap="xs" wrap="nowrap">
            <PersonAvatar name={name} src={avatar} size={28} />
            <div style={{ minWidth: 0 }}>
              <Text size="sm" truncate>
                {name}
              </Text>
              <Text size="xs" c="dimmed" truncate>
                {email}
              </Text>
            </div>
          </Group>
        ))}
      </Stack>
      {more > 0 && (
        <Text size="xs" c="dimmed" mt={6}>
          {t('info.moreReaders', { count: more })}
        </Text>
      )}
    </section>
  );
}
