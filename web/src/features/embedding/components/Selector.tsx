import { Button, Group, Text, Title } from '@mantine/core';
import type { KeyboardEvent, ReactNode, UIEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { tell, useFrame } from '@/shared/embed';
import { SearchField } from '@/shared/list';
import { EmptyState, ErrorState, IconButton, RowsSkeleton } from '@/shared/ui';
import { IconX } from '@/shared/ui/icons';
import { readColor, type SelectorWish } from '../lib/selection';
import classes from './Selector.module.css';

interface Query {
  isPending: boolean;
  isError: boolean;
  error: unknown;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
  refetch: () => unknown;
}

interface SelectorProps {
  wish: SelectorWish;
  title: string;
  subtitle: string;
  crumbs?: ReactNode;
  search: string;
  onSearch: (search: string) => void;
  /** What the items come from; none for a fixed list. */
  query: Query | null;
  /** Each an `li` with one button. */
  items: ReactNode[];
  empty: string;
  /** Whether something is chosen that may be accepted. */
  chosen: boolean;
  accepting: boolean;
  onAccept: () => void;
}

/** So near to the end, in pixels, the next page is fetched. */
const NEAR = 600;

/** A list to choose from, and the word that one has chosen. */
export function Selector(props: SelectorProps) {
  const { wish, title, subtitle, crumbs, search, onSearch, query, items, empty, chosen, accepting, onAccept } = props;
  const { t } = useTranslation();
  const paint = readColor(useFrame()?.buttonColor ?? '');
  const cancel = () => tell('onCloseCallback');
  const onScroll = ({ currentTarget: { scrollTop, clientHeight, scrollHeight } }: UIEvent) => {
    if (query?.hasNextPage && !query.isFetchingNextPage && scrollTop + clientHeight > scrollHeight - NEAR)
      query.fetchNextPage();
  };
  return (
    <main className={classes.page}>
      <div className={classes.head}>
        {wish.showHeader && (
          <Group justify="space-between" wrap="nowrap">
            <Title order={1} size="h3">
              {title}
            </Title>
            <IconButton label={t('common.close')} onClick={cancel}>
              <IconX size={20} />
            </IconButton>
          </Group>
        )}
        {wish.subtitle && (
          <Text size="sm" c="dimmed">
            {subtitle}
          </Text>
        )}
        {wish.crumbs && crumbs}
        {wish.search && <SearchField value={search} placeholder={t('selector.search')} onChange={onSearch} />}
      </div>
      <div className={classes.list} onScroll={onScroll}>
        <RowsSkeleton pending={query?.isPending ?? false} />
        {query?.isError && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
        {items.length === 0 && !query?.isPending && !query?.isError && (
          <EmptyState art={search ? 'search' : 'court'} title={search ? t('search.none') : empty} />
        )}
        <ul aria-label={title} onKeyDown={walk}>
          {items}
        </ul>
      </div>
      <div className={classes.foot}>
        <Button
          disabled={!chosen}
          loading={accepting}
          onClick={onAccept}
          {...(paint && { color: paint.ground, ...(chosen && { c: paint.words }) })}
        >
          {wish.accept || t('selector.accept')}
        </Button>
        {wish.showCancel && (
          <Button variant="default" onClick={cancel}>
            {wish.cancel || t('common.cancel')}
          </Button>
        )}
      </div>
    </main>
  );
}

/** The arrows lead from one line to the next. */
function walk(event: KeyboardEvent<HTMLUListElement>): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by === undefined) return;
  const lines = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('li > button')];
  const at = lines.indexOf(document.activeElement as HTMLButtonElement);
  event.preventDefault();
  lines[Math.min(Math.max(at + by, 0), lines.length - 1)]?.focus();
}
