import { Anchor, Container } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { setShareKey } from '@/api/client';
import { FolderScreen } from '@/features/browser';
import { ActivityPanel } from '@/features/transfers';
import { openLink } from '@/shared/realtime';
import { PageHeader } from '@/shared/ui';
import { useSocketPath, type Visit } from '../api/link';
import { LinkGate } from './LinkGate';
import { VisitorHead } from './VisitorHead';

interface VisitPageProps {
  shareKey: string;
  folder?: string | undefined;
}

/** What somebody sees who follows a link for everybody: the room, to look into. */
export function VisitPage({ shareKey, folder }: VisitPageProps) {
  return (
    <LinkGate shareKey={shareKey} folder={folder}>
      {(visit) => <Room visit={visit} shareKey={shareKey} folder={folder} />}
    </LinkGate>
  );
}

/** Members of the room go inside; strangers look in. */
function Room({ visit, shareKey, folder }: VisitPageProps & { visit: Visit }) {
  const navigate = useNavigate();
  const member = visit.isMember ? (folder ?? String(visit.folderId)) : null;
  useEffect(() => {
    if (!member) return;
    setShareKey(null);
    void navigate({ to: '/rooms/$folderId', params: { folderId: member }, replace: true });
  }, [member, navigate]);
  if (member) return null;
  return (
    <Inside
      folderId={folder ? Number(folder) : visit.folderId}
      title={visit.title}
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
      <VisitorHead />
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
