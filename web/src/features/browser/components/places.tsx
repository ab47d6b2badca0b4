import { useTranslation } from 'react-i18next';
import { CleanupChoice, Crumbs } from '@/features/files';
import { PageHeader } from '@/shared/ui';
import { FolderScreen } from './FolderScreen';

/** My documents, and the folders in them. */
export function DocumentsPage({ folderId }: { folderId?: number }) {
  const { t } = useTranslation();
  return (
    <FolderScreen
      key={folderId ?? 'my'}
      source={folderId === undefined ? { place: 'my' } : { place: 'folder', id: folderId }}
      tree="documents"
      label={t('nav.documents')}
      empty={{ title: t('documents.empty'), hint: t('documents.emptyHint') }}
      header={(page, actions) => (
        <PageHeader
          above={page && folderId !== undefined && <Crumbs path={page.path} tree="documents" />}
          title={folderId === undefined ? t('nav.documents') : (page?.folder.title ?? '\u00a0')}
          actions={actions}
        />
      )}
    />
  );
}

export function TrashPage() {
  const { t } = useTranslation();
  return (
    <FolderScreen
      source={{ place: 'trash' }}
      tree="documents"
      label={t('nav.trash')}
      empty={{ title: t('trash.isEmpty'), hint: t('trash.hint'), art: 'trash' }}
      header={(_page, actions) => (
        <PageHeader
          title={t('nav.trash')}
          actions={
            <>
              <CleanupChoice />
              {actions}
            </>
          }
        />
      )}
    />
  );
}

export function FavoritesPage() {
  const { t } = useTranslation();
  return (
    <FolderScreen
      source={{ place: 'favorites' }}
      tree="documents"
      label={t('nav.favorites')}
      empty={{ title: t('favorites.empty'), hint: t('favorites.emptyHint') }}
      header={() => <PageHeader title={t('nav.favorites')} />}
    />
  );
}

export function SharedPage() {
  const { t } = useTranslation();
  return (
    <FolderScreen
      source={{ place: 'shared' }}
      tree="documents"
      label={t('nav.shared')}
      empty={{ title: t('shared.empty'), hint: t('shared.emptyHint') }}
      header={() => <PageHeader title={t('nav.shared')} />}
    />
  );
}

export function RecentPage() {
  const { t } = useTranslation();
  return (
    <FolderScreen
      source={{ place: 'recent' }}
      tree="documents"
      label={t('nav.recent')}
      empty={{ title: t('recent.empty'), hint: t('recent.emptyHint') }}
      header={() => <PageHeader title={t('nav.recent')} />}
    />
  );
}
