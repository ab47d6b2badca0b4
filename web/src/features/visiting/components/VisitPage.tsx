import { Alert, Anchor, Button, Container, Group, Loader, PasswordInput, Stack, Text } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setShareKey } from '@/api/client';
import { FolderScreen } from '@/features/browser';
import { DoorFrame } from '@/features/session';
import { ActivityPanel } from '@/features/transfers';
import { sentence } from '@/shared/errors';
import { useDelayed } from '@/shared/lib/useDelayed';
import { openLink } from '@/shared/realtime';
import { LogoMark, PageHeader } from '@/shared/ui';
import { useEnterPassword, useSocketPath, useVisit, type Visit } from '../api/link';

interface VisitPageProps {
  shareKey: string;
  folder?: string;
}

/** What somebody sees who follows a link for everybody: the room, to look into. */
export function VisitPage({ shareKey, folder }: VisitPageProps) {
  const { t } = useTranslation();
  setShareKey(shareKey);
  useEffect(() => () => setShareKey(null), []);
  const visit = useVisit(shareKey, folder);
  const late = useDelayed(visit.isPending);
  const navigate = useNavigate();
  const member = visit.data?.isMember ? (folder ?? String(visit.data.folderId)) : null;
  useEffect(() => {
    if (!member) return;
    setShareKey(null);
    void navigate({ to: '/rooms/$folderId', params: { folderId: member }, replace: true });
  }, [member, navigate]);

  if (visit.isPending) return late ? <Loader m="xl" aria-label={t('common.loading')} /> : null;
  if (visit.isError) return <DoorFrame title={t('error.title')} hint={sentence(visit.error)} />;
  const { state, title, folderId } = visit.data;
  if (state === 'password' || state === 'wrongPassword') return <PasswordGate shareKey={shareKey} title={title} />;
  if (state !== 'ok') return <Closed state={state} />;
  return (
    <Inside
      folderId={folder ? Number(folder) : folderId}
      title={title}
      shareKey={shareKey}
      deeper={folder !== undefined}
    />
  );
}

interface InsideProps {
  folderId: number;
  title: string;
  shareKey: string;
  /** In a folder of the room, not at its top. */
  deeper: boolean;
}

function Inside({ folderId, title, shareKey, deeper }: InsideProps) {
  const { t } = useTranslation();
  const path = useSocketPath(shareKey);
  useEffect(() => openLink({ path, share: shareKey }), [path, shareKey]);
  return (
    <Container size="xl" component="main" pb={80}>
      <Group justify="space-between" pt="md">
        <Group gap="xs">
          <LogoMark size={28} />
          <Text fw={680}>Atrium</Text>
        </Group>
        <Button variant="default" size="xs" renderRoot={(props) => <Link to="/login" {...props} />}>
          {t('visit.signIn')}
        </Button>
      </Group>
      <FolderScreen
        key={folderId}
        source={{ place: 'folder', id: folderId }}
        tree="visit"
        label={title}
        empty={{ title: t('folder.empty'), hint: '' }}
        header={(page, actions) => (
          <PageHeader
            above={
              deeper && (
                <Anchor
                  size="sm"
                  c="dimmed"
                  renderRoot={(props) => <Link to="/rooms/share" search={{ key: shareKey }} {...props} />}
                >
                  {title}
                </Anchor>
              )
            }
            title={page?.folder.title ?? title}
            actions={actions}
          />
        )}
      />
      <ActivityPanel />
    </Container>
  );
}

function Closed({ state }: { state: Exclude<Visit['state'], 'ok' | 'password' | 'wrongPassword'> }) {
  const { t } = useTranslation();
  return (
    <DoorFrame title={t('join.noGood')} hint={t(`visit.${state}`)}>
      <Button fullWidth renderRoot={(props) => <Link to="/login" {...props} />}>
        {t('join.toSignIn')}
      </Button>
    </DoorFrame>
  );
}

function PasswordGate({ shareKey, title }: { shareKey: string; title: string }) {
  const { t } = useTranslation();
  const enter = useEnterPassword(shareKey);
  const [password, setPassword] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    enter.mutate(password);
  };
  const wrong = enter.isSuccess && enter.data.state !== 'ok';
  return (
    <DoorFrame title={title || t('visit.password')} hint={t('visit.passwordHint')}>
      <form onSubmit={submit}>
        <Stack>
          {enter.isError && (
            <Alert color="red" role="alert">
              {sentence(enter.error)}
            </Alert>
          )}
          <PasswordInput
            autoFocus
            required
            withAsterisk={false}
            label={t('signIn.password')}
            error={wrong && t('visit.wrong')}
            visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" size="md" loading={enter.isPending}>
            {t('visit.enter')}
          </Button>
        </Stack>
      </form>
    </DoorFrame>
  );
}
