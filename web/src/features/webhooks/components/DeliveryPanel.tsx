import { Button, Code, Group, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatMoment } from '@/shared/lib/format';
import { FactList, PanelTabs, SidePanel } from '@/shared/ui';
import { IconSend } from '@/shared/ui/icons';
import type { Delivery } from '../api/deliveries';
import { pretty } from '../lib/pretty';
import { Answer, useTriggerOf } from './DeliveryTable';

interface DeliveryPanelProps {
  delivery: Delivery;
  busy: boolean;
  onSendAgain: () => void;
  onClose: () => void;
}

/** What was sent, letter by letter, and what came back. */
export function DeliveryPanel({ delivery, busy, onSendAgain, onClose }: DeliveryPanelProps) {
  const { t } = useTranslation();
  const { id, name, uri, created, sent, request, answer } = delivery;
  const what = useTriggerOf(delivery);
  return (
    <SidePanel title={t('webhooks.delivery', { id })} onClose={onClose}>
      <Stack>
        <FactList
          facts={[
            [t('events.what'), what],
            [t('webhooks.one'), name],
            [t('webhooks.uri'), uri],
            [t('events.when'), created && formatMoment(created)],
            [t('webhooks.answered'), sent && formatMoment(sent)],
            [t('webhooks.answer'), <Answer key="answer" delivery={delivery} />],
          ]}
        />
        <Group>
          <Button
            size="xs"
            variant="light"
            leftSection={<IconSend size={16} aria-hidden />}
            loading={busy}
            onClick={onSendAgain}
          >
            {t('webhooks.sendAgain')}
          </Button>
        </Group>
        <PanelTabs
          tabs={[
            { id: 'request', label: t('webhooks.request'), content: () => <Message {...request} /> },
            { id: 'answer', label: t('webhooks.answer'), content: () => <Message {...answer} /> },
          ]}
        />
      </Stack>
    </SidePanel>
  );
}

function Message({ headers, body }: { headers: string; body: string }) {
  const { t } = useTranslation();
  if (!headers && !body) return <Text c="dimmed">{t('webhooks.nothingYet')}</Text>;
  return (
    <Stack gap="sm">
      <Part title={t('webhooks.headers')} text={pretty(headers)} />
      <Part title={t('webhooks.body')} text={pretty(body)} />
    </Stack>
  );
}

function Part({ title, text }: { title: string; text: string }) {
  if (!text) return null;
  return (
    <div>
      <Title order={3} size="sm" mb={4}>
        {title}
      </Title>
      <Code
        block
        tabIndex={0}
        role="region"
        aria-label={title}
        style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
      >
        {text}
      </Code>
    </div>
  );
}
