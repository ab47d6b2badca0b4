import { Button, Group, ScrollArea, Skeleton, Stack, Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '@/shared/ui';
import { IconChevronLeft } from '@/shared/ui/icons';
import { useRooms } from '../api/rooms';
import { toFilter } from '../lib/roomSearch';
import type { Room } from '../types';
import { RoomCover } from './RoomCover';
import classes from './RoomForm.module.css';

/** The templates one may use, to choose one. */
export function TemplateChoice({ onChoose, onBack }: { onChoose: (template: Room) => void; onBack: () => void }) {
  const { t } = useTranslation();
  const templates = useRooms(toFilter({ sort: 'AZ' }, 'templates'));
  const list = templates.data?.pages.flatMap(({ rooms }) => rooms) ?? [];
  return (
    <Stack>
      {templates.isPending && <Skeleton height={64} />}
      {templates.isError && <ErrorState error={templates.error} onRetry={() => templates.refetch()} />}
      {templates.isSuccess && list.length === 0 && <Text c="dimmed">{t('template.none')}</Text>}
      <ScrollArea.Autosize mah="55vh" type="auto">
        <Stack gap="xs">
          {list.map((template, index) => (
            <UnstyledButton
              key={template.key}
              className={classes.type}
              data-autofocus={index === 0 || undefined}
              onClick={() => onChoose(template)}
            >
              <RoomCover room={template} shape="tile" size={44} />
              <span style={{ minWidth: 0 }}>
                <Text component="span" display="block" fw={600} truncate>
                  {template.title}
                </Text>
                <Text component="span" display="block" size="sm" c="dimmed">
                  {[t(`roomType.${template.type}`), t('rooms.files', { count: template.files })].join(' · ')}
                </Text>
              </span>
            </UnstyledButton>
          ))}
          {templates.hasNextPage && (
            <Button
              variant="default"
              loading={templates.isFetchingNextPage}
              onClick={() => void templates.fetchNextPage()}
            >
              {t('common.more')}
            </Button>
          )}
        </Stack>
      </ScrollArea.Autosize>
      <Group>
        <Button variant="subtle" color="gray" leftSection={<IconChevronLeft size={17} aria-hidden />} onClick={onBack}>
          {t('common.back')}
        </Button>
      </Group>
    </Stack>
  );
}
