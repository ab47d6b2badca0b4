import { Alert, Button, Group, Skeleton, Stack, Switch, Title } from '@mantine/core';
import i18n from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { type Brand, useBrand } from '@/features/session';
import { sentence } from '@/shared/errors';
import { ConfirmDialog, Section } from '@/shared/ui';
import { useSaveLogos } from '../api/brand';
import {
  APP_PLACES,
  EDITOR_PLACES,
  editorsDiffer,
  type LogoDraft,
  type LogoPlace,
  picked,
  refusalIn,
  SINGLE_EDITORS,
  withDraft,
} from '../lib/logos';
import { BrandPreview } from './BrandPreview';
import { LogoRow } from './LogoRow';
import classes from './LogosSection.module.css';

/** The logos of the space: picked, seen where they will stand, then saved. */
export function LogosSection() {
  const { t } = useTranslation();
  const brand = useBrand();
  return (
    <Section title={t('brand.logos')} hint={t('brand.logosHint')}>
      {brand ? <Logos before={brand} /> : <Skeleton height={320} />}
    </Section>
  );
}

function Logos({ before }: { before: Brand }) {
  const { t } = useTranslation();
  const save = useSaveLogos();
  const [draft, setDraft] = useState<LogoDraft>({});
  const [singly, setSingly] = useState(() => editorsDiffer(before));
  const [asking, setAsking] = useState(false);
  const brand = withDraft(before, draft);
  const changed = Object.keys(draft).length > 0;
  const resettable = before.logos.some(({ chosen }) => chosen.light ?? chosen.dark);
  const rows = (places: LogoPlace[]) => (
    <Stack component="ul" gap="lg" m={0} p={0} style={{ listStyle: 'none' }}>
      {places.map((place) => (
        <LogoRow
          key={place.name}
          place={place}
          brand={brand}
          isDraft={(tone) => draft[`${place.kinds[0] ?? 0}/${tone}`] !== undefined}
          onPick={(tone, picture) => setDraft((now) => picked(now, place.kinds, tone, picture))}
        />
      ))}
    </Stack>
  );
  return (
    <Stack gap="xl">
      <BrandPreview brand={brand} />
      {rows(APP_PLACES)}
      <Stack>
        <Title order={3} size="h4">
          {t('brand.editors')}
        </Title>
        <Switch
          label={t('brand.singly')}
          checked={singly}
          onChange={(event) => setSingly(event.currentTarget.checked)}
        />
        {rows(singly ? SINGLE_EDITORS : EDITOR_PLACES)}
      </Stack>
      {(changed || resettable || save.isError) && (
        <div className={classes.bar}>
          {save.isError && (
            <Alert color="red" role="alert" mb="sm">
              {words(save.error)}
            </Alert>
          )}
          <Group gap="xs">
            <Button
              disabled={!changed}
              loading={save.isPending}
              onClick={() => save.mutate(draft, { onSuccess: () => setDraft({}) })}
            >
              {t('common.save')}
            </Button>
            {changed ? (
              <Button
                variant="default"
                onClick={() => {
                  setDraft({});
                  save.reset();
                }}
              >
                {t('common.cancel')}
              </Button>
            ) : (
              resettable && (
                <Button variant="subtle" onClick={() => setAsking(true)}>
                  {t('brand.restore')}
                </Button>
              )
            )}
          </Group>
        </div>
      )}
      {asking && (
        <ConfirmDialog
          title={t('brand.restoreAsk')}
          text={t('brand.restoreAskText')}
          confirm={t('brand.restore')}
          onConfirm={() => save.mutate(null)}
          onClose={() => setAsking(false)}
        />
      )}
    </Stack>
  );
}

/** The server judges pictures in English; the reasons are known. */
function words(error: unknown): string {
  const refusal = error instanceof ApiError ? refusalIn(error.detail) : null;
  return refusal ? i18n.t(`brand.refused.${refusal}`) : sentence(error);
}
