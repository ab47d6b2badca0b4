import { Badge, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatMoment } from '@/shared/lib/format';
import { ErrorState, Section } from '@/shared/ui';
import { IconDeviceDesktop, IconDeviceMobile } from '@/shared/ui/icons';
import { type DeviceSession, useEndSessions, useSessions } from '../api/sessions';
import classes from './SessionsSection.module.css';

/** Where one is signed in. */
export function SessionsSection() {
  const { t } = useTranslation();
  const sessions = useSessions();
  const end = useEndSessions();
  return (
    <Section title={t('sessions.title')} hint={t('sessions.hint')}>
      {sessions.isPending && <Skeleton height={120} />}
      {sessions.isError && <ErrorState error={sessions.error} onRetry={() => sessions.refetch()} />}
      {sessions.data && (
        <Stack>
          <ul className={classes.list}>
            {sessions.data.map((session) => (
              <SessionLine key={session.id} session={session} onEnd={() => end.mutate(session.id)} />
            ))}
          </ul>
          {sessions.data.length > 1 && (
            <Group>
              <Button variant="light" onClick={() => end.mutate(null)}>
                {t('sessions.endOthers')}
              </Button>
            </Group>
          )}
        </Stack>
      )}
    </Section>
  );
}

function SessionLine({ session, onEnd }: { session: DeviceSession; onEnd: () => void }) {
  const { t } = useTranslation();
  const { current, browser, platform, mobile, ip, place, since } = session;
  const Glyph = mobile ? IconDeviceMobile : IconDeviceDesktop;
  const name = [browser, platform].filter(Boolean).join(' · ') || t('sessions.unknown');
  return (
    <li className={classes.line}>
      <Glyph size={22} stroke={1.6} aria-hidden style={{ flex: 'none' }} />
      <div className={classes.what}>
        <Group gap="xs">
          <Text fw={550}>{name}</Text>
          {current && <Badge color="atrium">{t('sessions.this')}</Badge>}
        </Group>
        <Text size="sm" c="dimmed">
          {[since && formatMoment(since), ip, place].filter(Boolean).join(' · ')}
        </Text>
      </div>
      {!current && (
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          aria-label={t('sessions.endOne', { name })}
          onClick={onEnd}
        >
          {t('sessions.end')}
        </Button>
      )}
    </li>
  );
}
