import { Alert, Button, Group, Skeleton, Stack } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sentence } from '@/shared/errors';
import { ConfirmDialog, ErrorState, Section } from '@/shared/ui';
import { type Setting, useSaveSetting, useSetting } from '../api/setting';

interface SettingSectionProps<T> {
  setting: Setting<T>;
  title: string;
  hint?: ReactNode;
  /** The fields; `change` takes the whole new value. */
  children: (value: T, change: (value: T) => void) => ReactNode;
  /** Whether a value may be saved. */
  valid?: (value: T) => boolean;
  /** Whether there is something to be reset; always where it is left out. */
  mayReset?: (value: T) => boolean;
  /** What to ask before a value is saved; null = nothing. */
  ask?: (value: T) => { title: string; text: string } | null;
  /** Says what went wrong, where the server's own words are none. */
  words?: (error: unknown) => string;
  /** Takes the place of the ordinary saving. */
  onSave?: (value: T) => Promise<unknown>;
}

/** A group of settings: read, changed, saved, reset. */
export function SettingSection<T>(props: SettingSectionProps<T>) {
  const { setting, title, hint } = props;
  const loaded = useSetting(setting);
  return (
    <Section title={title} hint={hint}>
      {loaded.isPending && <Skeleton height={96} />}
      {loaded.isError && <ErrorState error={loaded.error} onRetry={() => loaded.refetch()} />}
      {loaded.isSuccess && <SettingForm before={loaded.data} {...props} />}
    </Section>
  );
}

function SettingForm<T>({
  before,
  setting,
  children,
  valid,
  mayReset,
  ask,
  words = sentence,
  onSave,
}: SettingSectionProps<T> & { before: T }) {
  const { t } = useTranslation();
  const save = useSaveSetting(setting);
  // null while nothing is changed: then the form shows what the server says, also when that changes.
  const [draft, setDraft] = useState<{ value: T } | null>(null);
  const value = draft ? draft.value : before;
  const [asking, setAsking] = useState<{ title: string; text: string } | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const changed = JSON.stringify(value) !== JSON.stringify(before);
  const sound = valid?.(value) ?? true;
  const resettable = setting.reset !== undefined && (mayReset?.(before) ?? true);

  const store = (next: T | null) => {
    setFailure(null);
    const saving = next !== null && onSave ? onSave(next) : save.mutateAsync(next);
    // What was changed while the server was busy stays.
    saving.then(() => setDraft((now) => (now?.value === next ? null : now))).catch(setFailure);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const question = ask?.(value) ?? null;
    if (question) setAsking(question);
    else store(value);
  };

  return (
    <form onSubmit={submit}>
      <Stack>
        {failure !== null && (
          <Alert color="red" role="alert">
            {words(failure)}
          </Alert>
        )}
        {children(value, (next) => setDraft({ value: next }))}
        {(changed || resettable) && (
          <Group gap="xs">
            <Button type="submit" disabled={!changed || !sound} loading={save.isPending}>
              {t('common.save')}
            </Button>
            {changed && (
              <Button variant="default" onClick={() => setDraft(null)}>
                {t('common.cancel')}
              </Button>
            )}
            {!changed && resettable && (
              <Button variant="subtle" onClick={() => store(null)}>
                {t('settings.reset')}
              </Button>
            )}
          </Group>
        )}
      </Stack>
      {asking && (
        <ConfirmDialog
          title={asking.title}
          text={asking.text}
          confirm={t('common.save')}
          onConfirm={() => store(value)}
          onClose={() => setAsking(null)}
        />
      )}
    </form>
  );
}
