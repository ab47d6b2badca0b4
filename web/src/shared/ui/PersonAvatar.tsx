import { Avatar } from '@mantine/core';
import { initials } from '../lib/format';

interface PersonAvatarProps {
  name: string;
  /** Address of a picture; empty for initials. */
  src?: string;
  size?: number;
  faded?: boolean;
}

/** A face, or the initials in its place. The name stands beside it, so it is not read aloud. */
export function PersonAvatar({ name, src, size = 38, faded = false }: PersonAvatarProps) {
  return (
    <Avatar
      src={src || null}
      size={size}
      radius="50%"
      color={faded ? 'gray' : 'atrium'}
      alt=""
      aria-hidden="true"
      style={faded ? { filter: 'grayscale(1)' } : undefined}
    >
      {initials(name)}
    </Avatar>
  );
}
