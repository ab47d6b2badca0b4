import { Button, Group, NumberInput, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/shared/ui';
import type { Axis } from '../lib/deeds';

interface SizeDialogProps {
  axis: Axis;
  /** Of now; nothing for the usual one. */
  size: number | undefined;
  onSize: (size: number | null) => void;
  onClose: () => void;
}

/** How wide columns are in characters, or how high rows are in points. */
export function SizeDialog({ axis, size, onSize, onClose }: SizeDialogProps) {
  const { t } = useTranslation();
  const [value, setValue] = useState<string | number>(size ?? '');
  const most = axis === 'rows' ? 409 : 255;
  const name = axis === 'rows' ? 'Rows' : 'Columns';
  const take = (next: number | null) => {
    onSize(next);
    onClose();
  };
  return (
    <Dialog onClose={onClose} title={t(`sheet.do.size${name}`)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          take(typeof value === 'number' ? value : null);
        }}
      >
        <Stack>
          <NumberInput
            data-autofocus
            label={t(`sheet.size.${axis}`)}
            placeholder={t('sheet.size.usual')}
            min={1}
            max={most}
            decimalScale={2}
            value={value}
            onChange={setValue}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={() => take(null)}>
              {t('sheet.size.usual')}
            </Button>
            <Button type="submit">{t('common.save')}</Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
