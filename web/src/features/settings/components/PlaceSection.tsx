import { Alert, Button, Group, Radio, Skeleton, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sentence } from '@/shared/errors';
import { ConfirmDialog, ErrorState, Section } from '@/shared/ui';
import { isUnderWay, type Place, useMove, useMoveProgress, usePlace } from '../api/place';
import { isBucket } from '../lib/bucket';
import { BucketFields } from './BucketFields';
import { ProgressLine } from './ProgressLine';

/** Where the space keeps its files, and moving them. */
export function PlaceSection() {
  const { t } = useTranslation();
  const place = usePlace();
  return (
    <Section title={t('place.title')} hint={t('place.hint')}>
      {place.isPending && <Skeleton height={96} />}
      {place.isError && <ErrorState error={place.error} onRetry={() => place.refetch()} />}
      {place.isSuccess && <PlaceForm place={place.data} />}
    </Section>
  );
}

function PlaceForm({ place }: { place: Place }) {
  const { t } = useTranslation();
  const move = useMove();
  const { data: percent } = useMoveProgress();
  // null while nothing is changed: then the form shows what the server says, also when that changes.
  const [draft, setDraft] = useState<Place | null>(null);
  const [asking, setAsking] = useState(false);
  const { own, bucket, known } = draft ?? place;
  const moving = isUnderWay(percent);
  const changed = draft !== null && JSON.stringify(draft) !== JSON.stringify(place) && (own || place.own);
  const sound = !own || isBucket(bucket, known);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsking(true);
  };

  if (moving) return <ProgressLine label={t('place.moving')} percent={percent} />;
  return (
    <form onSubmit={submit}>
      <Stack>
        {move.isError && (
          <Alert color="red" role="alert" title={t('place.refused')}>
            {sentence(move.error)}
          </Alert>
        )}
        {move.isSuccess && percent === 100 && (
          <Alert color="atrium" role="status">
            {t(place.own ? 'place.doneBucket' : 'place.doneHome')}
          </Alert>
        )}
        {place.failure && (
          <Alert color="red" role="alert" title={t('place.failed')}>
            {place.failure}
          </Alert>
        )}
        <Radio.Group
          label={t('place.where')}
          value={own ? 'bucket' : 'home'}
          onChange={(kind) => setDraft({ ...place, own: kind === 'bucket', bucket })}
        >
          <Stack gap="xs" mt={6}>
            <Radio value="home" label={t('place.home')} description={t('place.homeHint')} />
            <Radio value="bucket" label={t('place.bucket')} description={t('place.bucketHint')} />
          </Stack>
        </Radio.Group>
        {own && (
          <BucketFields value={bucket} known={known} onChange={(next) => setDraft({ ...place, own, bucket: next })} />
        )}
        {changed && (
          <Group gap="xs">
            <Button type="submit" disabled={!sound} loading={move.isPending}>
              {t('place.move')}
            </Button>
            <Button variant="default" onClick={() => setDraft(null)}>
              {t('common.cancel')}
            </Button>
          </Group>
        )}
      </Stack>
      {asking && (
        <ConfirmDialog
          title={t('place.ask')}
          text={t('place.askText')}
          confirm={t('place.move')}
          onConfirm={() => move.mutate(own ? bucket : null, { onSuccess: () => setDraft(null) })}
          onClose={() => setAsking(false)}
        />
      )}
    </form>
  );
}
