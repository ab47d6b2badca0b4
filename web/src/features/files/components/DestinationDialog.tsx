import { Breadcrumbs, Button, Group, ScrollArea, Skeleton, Stack, Text, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyError } from '@/shared/notify';
import { Dialog, ErrorState } from '@/shared/ui';
import { IconBuildingArch, IconChevronRight, IconFolder, IconHome } from '@/shared/ui/icons';
import { findConflicts, useRelocate } from '../api/move';
import { type Place, usePlaces } from '../api/places';
import { labelOf } from '../lib/label';
import type { Entry } from '../types';
import { ConflictDialog } from './ConflictDialog';
import classes from './DestinationDialog.module.css';

interface DestinationDialogProps {
  entries: Entry[];
  copy: boolean;
  onClose: () => void;
}

/** Where to? One walks from "My documents" and the rooms down to a folder. */
export function DestinationDialog({ entries, copy, onClose }: DestinationDialogProps) {
  const { t } = useTranslation();
  const [trail, setTrail] = useState<Place[]>([]);
  const [conflicts, setConflicts] = useState<string[] | null>(null);
  const relocate = useRelocate();
  const here = trail[trail.length - 1] ?? null;
  const places = usePlaces(here);
  const moving = new Set(entries.filter(({ isFolder }) => isFolder).map(({ id }) => id));

  const go = (onConflict: 'Skip' | 'Overwrite' | 'Duplicate') => {
    if (!here) return;
    relocate.mutate({ entries, destination: { id: here.id, title: here.title }, copy, onConflict });
    onClose();
  };
  const confirm = async () => {
    if (!here) return;
    try {
      const same = entries.every(({ parentId }) => parentId === here.id);
      const found = same ? [] : await findConflicts(entries, here.id);
      if (found.length > 0) setConflicts(found);
      else go(same ? 'Duplicate' : 'Skip');
    } catch (error) {
      notifyError(error);
    }
  };

  if (conflicts)
    return (
      <ConflictDialog
        titles={conflicts}
        replaceLabel={t('conflict.replace')}
        onReplace={() => go('Overwrite')}
        onKeepBoth={() => go('Duplicate')}
        onClose={onClose}
      />
    );

  return (
    <Dialog
      onClose={onClose}
      size="lg"
      title={t(copy ? 'destination.copy' : 'destination.move', { name: labelOf(entries) })}
    >
      <Stack gap="sm">
        <Breadcrumbs
          separator={<IconChevronRight size={14} aria-hidden />}
          separatorMargin={4}
          component="nav"
          aria-label={t('destination.path')}
        >
          <UnstyledButton className={classes.crumb} onClick={() => setTrail([])}>
            {t('destination.start')}
          </UnstyledButton>
          {trail.map((place, index) => (
            <UnstyledButton
              key={place.id}
              className={classes.crumb}
              onClick={() => setTrail(trail.slice(0, index + 1))}
            >
              {place.title}
            </UnstyledButton>
          ))}
        </Breadcrumbs>
        <ScrollArea h={320} type="auto" className={classes.box}>
          {places.isPending && [1, 2, 3, 4].map((row) => <Skeleton key={row} height={36} m="xs" w="auto" />)}
          {places.isError && <ErrorState error={places.error} onRetry={() => places.refetch()} />}
          {places.data?.length === 0 && (
            <Text c="dimmed" ta="center" py="xl">
              {t('destination.noFolders')}
            </Text>
          )}
          {places.data?.map((place) => (
            <UnstyledButton
              key={place.id}
              className={classes.place}
              disabled={!place.open || (!copy && moving.has(place.id))}
              onClick={() => setTrail([...trail, place])}
            >
              <PlaceIcon kind={place.kind} />
              <Text truncate flex={1}>
                {place.title}
              </Text>
              <IconChevronRight size={16} aria-hidden />
            </UnstyledButton>
          ))}
        </ScrollArea>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button disabled={!here?.accepts} onClick={confirm}>
            {here
              ? t(copy ? 'destination.copyTo' : 'destination.moveTo', { title: here.title })
              : t('destination.choose')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

function PlaceIcon({ kind }: { kind: Place['kind'] }) {
  const Glyph = { my: IconHome, room: IconBuildingArch, folder: IconFolder }[kind];
  return <Glyph size={20} stroke={1.6} color="var(--mantine-color-atrium-6)" aria-hidden />;
}
