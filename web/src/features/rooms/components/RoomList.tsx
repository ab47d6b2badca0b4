import { useIntersection } from '@mantine/hooks';
import { type KeyboardEvent, useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { View } from '@/features/files';
import type { Room } from '../types';
import { RoomCard, RoomLine } from './RoomCard';
import classes from './RoomList.module.css';
import type { RoomDialog } from './RoomMenu';

interface RoomListProps {
  rooms: Room[];
  view: View;
  onDialog: (dialog: RoomDialog) => void;
  onEnd: () => void;
}

/** The rooms; the arrow keys walk from one to the next as the eye does. */
export function RoomList({ rooms, view, onDialog, onEnd }: RoomListProps) {
  const { t } = useTranslation();
  const { ref, entry } = useIntersection({ rootMargin: '400px' });
  const atEnd = useEffectEvent(onEnd);
  const near = entry?.isIntersecting ?? false;
  useEffect(() => {
    if (near && rooms.length > 0) atEnd();
  }, [near, rooms.length]);

  const Item = view === 'tiles' ? RoomCard : RoomLine;
  return (
    <>
      <ul className={view === 'tiles' ? classes.cards : classes.lines} aria-label={t('nav.rooms')} onKeyDown={walk}>
        {rooms.map((room) => (
          <Item key={room.id} room={room} onDialog={onDialog} />
        ))}
      </ul>
      <div ref={ref} />
    </>
  );
}

/** Focuses the nearest room in the arrow's direction, by where the rooms really are on the screen. */
function walk(event: KeyboardEvent<HTMLUListElement>): void {
  const directions: Record<string, [x: number, y: number]> = {
    ArrowRight: [1, 0],
    ArrowLeft: [-1, 0],
    ArrowDown: [0, 1],
    ArrowUp: [0, -1],
  };
  const direction = directions[event.key];
  if (!direction || !(event.target instanceof HTMLElement) || !event.target.hasAttribute('data-room')) return;
  const [x, y] = direction;
  const center = (element: Element) => {
    const box = (element.closest('li') ?? element).getBoundingClientRect();
    return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  };
  const from = center(event.target);
  let best: HTMLElement | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const link of event.currentTarget.querySelectorAll<HTMLElement>('[data-room]')) {
    const to = center(link);
    const along = (to.x - from.x) * x + (to.y - from.y) * y;
    const aside = Math.abs((to.x - from.x) * y) + Math.abs((to.y - from.y) * x);
    if (along > 4 && along + aside * 3 < least) {
      least = along + aside * 3;
      best = link;
    }
  }
  if (best) {
    event.preventDefault();
    best.focus();
  }
}
