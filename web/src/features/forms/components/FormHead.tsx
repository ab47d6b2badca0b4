import { Button, Group, Text, Title } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { FileIcon, useWayBack } from '@/features/files';
import { documentReady } from '@/shared/embed';
import { IconButton } from '@/shared/ui';
import { IconArrowLeft, IconDeviceFloppy, IconPlayerPlay, IconSend } from '@/shared/ui/icons';
import { useManageFilling } from '../api/filling';
import type { FormOpening } from '../api/opening';
import type { Filling } from '../hooks/useFilling';
import type { Paper } from '../lib/paper';
import classes from './FormPage.module.css';

interface FormHeadProps {
  opening: FormOpening;
  filling: Filling;
  paper: Paper | null;
}

/** Title, what became of what was filled in, and what to do with it. */
export function FormHead({ opening, filling, paper }: FormHeadProps) {
  const { t } = useTranslation();
  const manage = useManageFilling();
  const { entry, fills, submits, starts, role } = opening;
  const busy = filling.state === 'saving' || filling.state === 'sending';
  const back = useWayBack(entry);
  useEffect(() => {
    if (paper) documentReady();
  }, [paper]);
  const words = fills ? t(`form.state.${filling.state}`) : t(starts ? 'form.notStarted' : 'form.lookOnly');
  return (
    <header className={classes.head}>
      {back && (
        <IconButton label={t('editor.back')} onClick={back}>
          <IconArrowLeft size={20} />
        </IconButton>
      )}
      <FileIcon kind={entry.kind} size={28} />
      <div className={classes.names}>
        <Title order={1} className={classes.title}>
          {entry.title}
        </Title>
        <Text component="p" role="status" size="sm" c="dimmed" className={classes.state} data-state={filling.state}>
          {role ? t('form.asRole', { role, words }) : words}
        </Text>
      </div>
      <Group gap="xs" wrap="nowrap" className={classes.tools}>
        {fills && (
          <Button
            variant="default"
            size="sm"
            disabled={!paper || busy}
            loading={filling.state === 'saving'}
            leftSection={<IconDeviceFloppy size={18} aria-hidden />}
            onClick={() => paper && void filling.save(paper)}
          >
            {t('form.save')}
          </Button>
        )}
        {fills && submits && (
          <Button
            size="sm"
            disabled={!paper || busy}
            loading={filling.state === 'sending'}
            leftSection={<IconSend size={18} aria-hidden />}
            onClick={() => paper && void filling.submit(paper)}
          >
            {t('form.submit')}
          </Button>
        )}
        {starts && (
          <Button
            size="sm"
            loading={manage.isPending}
            leftSection={<IconPlayerPlay size={18} aria-hidden />}
            onClick={() => manage.mutate({ form: entry, action: 'start' })}
          >
            {t('form.start')}
          </Button>
        )}
      </Group>
    </header>
  );
}
