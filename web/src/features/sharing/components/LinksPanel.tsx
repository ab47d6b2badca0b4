import { Button, Skeleton, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '@/shared/ui';
import { IconPlus } from '@/shared/ui/icons';
import { type Target, useSaveLink, useShareLinks } from '../api/links';
import { nextLink, type ShareOffer } from '../lib/offer';
import { LinkForm } from './LinkForm';
import { LinkItem } from './LinkItem';

interface LinksPanelProps {
  target: Target;
  offer: ShareOffer;
}

/** The links of a room, a folder or a file, and a way to make another. */
export function LinksPanel({ target, offer }: LinksPanelProps) {
  const { t } = useTranslation();
  const links = useShareLinks(target);
  const save = useSaveLink(target);
  const [making, setMaking] = useState(false);
  if (links.isError) return <ErrorState error={links.error} onRetry={() => links.refetch()} />;
  if (links.isPending) return <Skeleton height={96} />;
  const next = nextLink(offer, links.data);
  const rolesOf = (primary: boolean) => (primary ? offer.primaryRoles : offer.linkRoles);
  const open = () => {
    save.reset();
    setMaking(true);
  };

  return (
    <Stack gap="sm">
      {links.data.length === 0 && !making && (
        <Text size="sm" c="dimmed">
          {t('share.noLinks')}
        </Text>
      )}
      <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }} aria-label={t('members.links')}>
        {links.data.map((link) => (
          <LinkItem key={link.id} target={target} link={link} roles={rolesOf(link.primary)} />
        ))}
      </Stack>
      {making && next && (
        <LinkForm
          link={null}
          roles={rolesOf(next === 'primary')}
          mayExpire
          mayBeInternal
          busy={save.isPending}
          error={save.error}
          onCancel={() => setMaking(false)}
          onSave={(terms) =>
            save.mutate({ ...terms, primary: next === 'primary' }, { onSuccess: () => setMaking(false) })
          }
        />
      )}
      {next && !making && (
        <Button variant="light" size="xs" leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
          {t('link.make')}
        </Button>
      )}
    </Stack>
  );
}
