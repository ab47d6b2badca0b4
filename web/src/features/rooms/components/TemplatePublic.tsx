import { Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSetTemplatePublic, useTemplatePublic } from '../api/templates';
import type { Room } from '../types';

/** Opens a template to everybody who makes rooms, or keeps it to those who are named. */
export function TemplatePublic({ template }: { template: Room }) {
  const { t } = useTranslation();
  const open = useTemplatePublic(template.id);
  const change = useSetTemplatePublic(template.id);
  return (
    <Switch
      label={t('template.public')}
      description={t('template.publicHint')}
      disabled={template.rights.EditAccess !== true || open.data === undefined}
      checked={open.data ?? false}
      onChange={(event) => change.mutate(event.currentTarget.checked)}
    />
  );
}
