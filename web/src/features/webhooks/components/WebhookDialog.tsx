import { Alert, Button, Group, MultiSelect, Radio, Stack, Switch, TextInput } from '@mantine/core';
import { type FormEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RoomSelect } from '@/features/rooms';
import { sentence } from '@/shared/errors';
import { Dialog } from '@/shared/ui';
import { useSaveWebhook, useTriggers, type Webhook, type WebhookDraft } from '../api/webhooks';
import { useTriggerText } from '../hooks/useTriggerText';
import { makeSecret } from '../lib/secret';
import { areaOf, EVERYTHING, membersOf, setOf } from '../lib/triggers';
import { SecretField, useSecretIsGood } from './SecretField';

interface WebhookDialogProps {
  /** null for a new one. */
  webhook: Webhook | null;
  onClose: () => void;
}

const LONGEST_NAME = 50;
const ADDRESS = /^https?:\/\/[^\s/]+/i;

function fresh(): WebhookDraft {
  return { name: '', uri: '', secret: makeSecret(), enabled: true, ssl: true, triggers: EVERYTHING, target: '' };
}

/** Makes a webhook or changes one. Its address is asked whether it is there, and what it says to that is told. */
export function WebhookDialog({ webhook, onClose }: WebhookDialogProps) {
  const { t } = useTranslation();
  const save = useSaveWebhook();
  const [draft, setDraft] = useState<WebhookDraft>(() => (webhook ? { ...webhook, secret: '' } : fresh()));
  const [some, setSome] = useState(draft.triggers !== EVERYTHING);
  const set = (part: Partial<WebhookDraft>) => setDraft((now) => ({ ...now, ...part }));
  const secretIsGood = useSecretIsGood(draft.secret, webhook !== null);
  const isAddress = ADDRESS.test(draft.uri.trim());
  const secure = /^https:/i.test(draft.uri.trim());
  const ready =
    draft.name.trim() !== '' &&
    isAddress &&
    secretIsGood &&
    (!some || draft.triggers !== EVERYTHING) &&
    !save.isPending;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    const triggers = some ? draft.triggers : EVERYTHING;
    save.mutate(
      { id: webhook?.id ?? null, draft: { ...draft, triggers, ssl: draft.ssl && secure } },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog onClose={onClose} title={t(webhook ? 'webhooks.editTitle' : 'webhooks.make')} closeOnClickOutside={false}>
      <form onSubmit={submit}>
        <Stack>
          {save.isError && (
            <Alert color="red" role="alert" title={t('webhooks.refused')}>
              {sentence(save.error)}
            </Alert>
          )}
          <TextInput
            data-autofocus
            label={t('webhooks.name')}
            maxLength={LONGEST_NAME}
            value={draft.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <TextInput
            type="url"
            label={t('webhooks.uri')}
            description={t('webhooks.uriHint')}
            placeholder="https://example.org/hook"
            error={draft.uri.trim() !== '' && !isAddress && t('webhooks.noAddress')}
            value={draft.uri}
            onChange={(event) => set({ uri: event.currentTarget.value })}
          />
          <SecretField value={draft.secret} kept={webhook !== null} onChange={(secret) => set({ secret })} />
          <Switch
            label={t('webhooks.ssl')}
            description={t('webhooks.sslHint')}
            disabled={!secure}
            checked={draft.ssl && secure}
            onChange={(event) => set({ ssl: event.currentTarget.checked })}
          />
          <Radio.Group
            label={t('webhooks.hears')}
            value={some ? 'some' : 'all'}
            onChange={(value) => setSome(value === 'some')}
          >
            <Stack gap="xs" mt={6}>
              <Radio value="all" label={t('webhooks.everythingMine')} />
              <Radio value="some" label={t('webhooks.some')} />
            </Stack>
          </Radio.Group>
          {some && <TriggerSelect value={draft.triggers} onChange={(triggers) => set({ triggers })} />}
          <TargetField value={draft.target} onChange={(target) => set({ target })} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={save.isPending} disabled={!ready}>
              {t(webhook ? 'common.save' : 'webhooks.makeSubmit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

function TriggerSelect({ value, onChange }: { value: number; onChange: (triggers: number) => void }) {
  const { t } = useTranslation();
  const triggers = useTriggers();
  const text = useTriggerText();
  const all = useMemo(() => (triggers.data ?? []).filter(({ number }) => number !== EVERYTHING), [triggers.data]);
  const areas = [...new Set(all.map(({ name }) => areaOf(name)))];
  return (
    <MultiSelect
      searchable
      label={t('webhooks.triggers')}
      placeholder={value === EVERYTHING ? t('webhooks.pickTriggers') : ''}
      nothingFoundMessage={t('search.none')}
      maxDropdownHeight={260}
      data={areas.map((area) => ({
        group: t(`webhooks.area.${area as 'file'}`, area),
        items: all
          .filter(({ name }) => areaOf(name) === area)
          .map(({ name, number }) => ({ value: String(number), label: text(name) })),
      }))}
      value={membersOf(value, all).map(({ number }) => String(number))}
      onChange={(numbers) => onChange(setOf(numbers.map(Number)))}
    />
  );
}

/** Rooms are chosen by name; other things were given by a program, as an id. */
function TargetField({ value, onChange }: { value: string; onChange: (target: string) => void }) {
  const { t } = useTranslation();
  const isRoom = value === '' || /^\d+$/.test(value);
  if (!isRoom)
    return (
      <TextInput
        label={t('webhooks.targetId')}
        description={t('webhooks.targetHint')}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  return (
    <RoomSelect
      clearable
      label={t('webhooks.target')}
      description={t('webhooks.targetHint')}
      placeholder={t('webhooks.anywhere')}
      value={value === '' ? null : Number(value)}
      onChange={(id) => onChange(id === null ? '' : String(id))}
    />
  );
}
