import { useTranslation } from 'react-i18next';

/** What a trigger is called on the screen. */
export function useTriggerText(): (name: string) => string {
  const { t } = useTranslation();
  return (name) => (name === '*' ? t('webhooks.everything') : t(`trigger.${name as 'file.created'}`, name));
}
