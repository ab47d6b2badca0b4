import { Alert, Button, Group, Input, MultiSelect, Stack, TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sentence } from '@/shared/errors';
import { Dialog } from '@/shared/ui';
import { useCovers } from '../api/choices';
import { type RoomGroup, useRoomsOfGroup, useSaveRoomGroup } from '../api/groups';
import { useRooms } from '../api/rooms';
import { toFilter } from '../lib/roomSearch';
import { GroupIcon } from './RoomGroups';
import classes from './RoomGroups.module.css';

interface RoomGroupDialogProps {
  /** null for a group to be made. */
  group: RoomGroup | null;
  /** Rooms that come into a new group. */
  rooms?: number[];
  onSaved?: (id: number) => void;
  onClose: () => void;
}

/** Name, symbol and rooms of a group. */
export function RoomGroupDialog({ group, rooms = [], onSaved, onClose }: RoomGroupDialogProps) {
  const { t } = useTranslation();
  const save = useSaveRoomGroup();
  const covers = useCovers(true);
  const before = useRoomsOfGroup(group?.id ?? null);
  const [name, setName] = useState(group?.name ?? '');
  const [icon, setIcon] = useState(group?.iconId ?? '');
  const [changed, setChanged] = useState<number[] | null>(group ? null : rooms);
  const there = before.data ?? [];
  const chosen = changed ?? there;
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 200);
  const found = useRooms(toFilter({ q: search, sort: 'AZ' }));
  const listed = useRooms(toFilter({ sort: 'AZ' }));
  const names = new Map(
    [...(listed.data?.pages ?? []), ...(found.data?.pages ?? [])].flatMap((page) =>
      page.rooms.map(({ id, title }) => [String(id), title] as const),
    ),
  );
  for (const id of chosen) if (!names.has(String(id))) names.set(String(id), `#${id}`);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(
      {
        id: group?.id ?? null,
        name: name.trim(),
        icon,
        add: chosen.filter((id) => !there.includes(id)),
        remove: there.filter((id) => !chosen.includes(id)),
      },
      {
        onSuccess: (saved) => {
          if (saved.id !== undefined) onSaved?.(saved.id);
          onClose();
        },
      },
    );
  };
  return (
    <Dialog onClose={onClose} title={t(group ? 'roomGroup.edit' : 'roomGroup.make')}>
      <form onSubmit={submit}>
        <Stack>
          {save.isError && (
            <Alert color="red" role="alert">
              {sentence(save.error)}
            </Alert>
          )}
          <TextInput
            data-autofocus
            label={t('roomGroup.name')}
            maxLength={128}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <MultiSelect
            searchable
            hidePickedOptions
            label={t('nav.rooms')}
            placeholder={chosen.length === 0 ? t('rooms.search') : ''}
            nothingFoundMessage={t('search.none')}
            data={[...names].map(([value, label]) => ({ value, label }))}
            value={chosen.map(String)}
            searchValue={typed}
            onSearchChange={setTyped}
            onChange={(ids) => setChanged(ids.map(Number))}
          />
          {(covers.data?.length ?? 0) > 0 && (
            <Input.Wrapper label={t('rooms.cover')} labelElement="div">
              <div className={classes.icons} role="radiogroup" aria-label={t('rooms.cover')}>
                {covers.data?.map(({ id, svg }) => (
                  <UnstyledButton
                    key={id}
                    className={classes.choice}
                    role="radio"
                    aria-checked={icon === id}
                    aria-label={id.replaceAll('_', ' ')}
                    onClick={() => setIcon(icon === id ? '' : id)}
                  >
                    <GroupIcon svg={svg} />
                  </UnstyledButton>
                ))}
              </div>
            </Input.Wrapper>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={save.isPending} disabled={!name.trim() || chosen.length === 0}>
              {t(group ? 'common.save' : 'common.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
