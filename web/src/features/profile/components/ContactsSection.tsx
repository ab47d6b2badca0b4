import { Alert, Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSelf } from '@/features/session';
import { sentence } from '@/shared/errors';
import { notifyDone } from '@/shared/notify';
import { IconButton, Section } from '@/shared/ui';
import { IconPlus, IconTrash } from '@/shared/ui/icons';
import { useSaveProfile } from '../api/profile';

const TYPES = ['mobphone', 'phone', 'mail', 'telegram', 'skype', 'linkedin', 'facebook', 'twitter', 'site'] as const;
const MOST = 20;

interface ContactLine {
  /** Keeps the fields apart while they change. */
  line: number;
  type: string;
  value: string;
}

/** Ways to reach one, in any number. */
export function ContactsSection() {
  const { t } = useTranslation();
  const self = useSelf();
  const save = useSaveProfile();
  const was = (self.contacts ?? []).map(({ type, value }, line) => ({ line, type: type ?? '', value: value ?? '' }));
  const [lines, setLines] = useState<ContactLine[]>(was);
  const change = (line: number, part: Partial<ContactLine>) =>
    setLines(lines.map((one) => (one.line === line ? { ...one, ...part } : one)));
  const add = () =>
    setLines([...lines, { line: Math.max(-1, ...lines.map(({ line }) => line)) + 1, type: TYPES[0], value: '' }]);

  const contacts = lines.flatMap(({ type, value }) => (value.trim() ? [{ type, value: value.trim() }] : []));
  const changed = JSON.stringify(contacts) !== JSON.stringify(was.map(({ type, value }) => ({ type, value })));
  const label = (type: string) => t(`contact.${type as 'phone'}`, { defaultValue: type });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ contacts }, { onSuccess: () => notifyDone(t('profile.saved')) });
  };

  return (
    <Section title={t('profile.contacts')} hint={t('profile.contactsHint')}>
      <form onSubmit={submit}>
        <Stack>
          {save.isError && (
            <Alert color="red" role="alert">
              {sentence(save.error)}
            </Alert>
          )}
          {lines.map(({ line, type, value }, index) => (
            <Group key={line} gap="xs" wrap="nowrap">
              <Select
                w={148}
                aria-label={t('profile.contactType', { number: index + 1 })}
                allowDeselect={false}
                data={[...new Set([...TYPES, type])].map((one) => ({ value: one, label: label(one) }))}
                value={type}
                onChange={(next) => next && change(line, { type: next })}
              />
              <TextInput
                flex={1}
                aria-label={label(type)}
                maxLength={255}
                value={value}
                onChange={(event) => change(line, { value: event.currentTarget.value })}
              />
              <IconButton
                label={t('profile.removeContact', { name: label(type) })}
                onClick={() => setLines(lines.filter((one) => one.line !== line))}
              >
                <IconTrash size={18} />
              </IconButton>
            </Group>
          ))}
          <Group>
            {lines.length < MOST && (
              <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={add}>
                {t('profile.addContact')}
              </Button>
            )}
            {changed && (
              <Button type="submit" loading={save.isPending}>
                {t('profile.saveContacts')}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
