import { Anchor, Breadcrumbs } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IconChevronRight } from '@/shared/ui/icons';
import { dropProps, useFolderDrop } from '../hooks/useEntryDrag';
import type { Crumb } from '../types';

interface CrumbsProps {
  path: Crumb[];
  /** Which screen shows the folders of this tree. */
  tree: 'rooms' | 'documents';
}

/** The path does not tell what one may do in its folders; the server refuses what it must. */
const UNKNOWN = { MoveTo: true };

/** The way from the top down to here; the last one is the page's title and is left out. */
export function Crumbs({ path, tree }: CrumbsProps) {
  const { t } = useTranslation();
  const folderDrop = useFolderDrop();
  const [root, ...rest] = path.slice(0, -1);
  if (!root) return null;
  return (
    <nav aria-label={t('nav.path')}>
      <Breadcrumbs
        separator={<IconChevronRight size={14} aria-hidden />}
        separatorMargin={6}
        style={{ flexWrap: 'wrap', rowGap: 2 }}
      >
        <Anchor
          size="sm"
          c="dimmed"
          renderRoot={(props) => <Link to={tree === 'rooms' ? '/rooms' : '/documents'} {...props} />}
        >
          {tree === 'rooms' ? t('nav.rooms') : t('nav.documents')}
        </Anchor>
        {rest.map(({ id, title }) => (
          <Anchor
            key={id}
            size="sm"
            c="dimmed"
            {...dropProps(folderDrop({ id, title, rights: UNKNOWN }))}
            renderRoot={(props) =>
              tree === 'rooms' ? (
                <Link to="/rooms/$folderId" params={{ folderId: String(id) }} {...props} />
              ) : (
                <Link to="/documents/$folderId" params={{ folderId: String(id) }} {...props} />
              )
            }
          >
            {title}
          </Anchor>
        ))}
      </Breadcrumbs>
    </nav>
  );
}
