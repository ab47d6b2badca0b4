import { Fragment, memo } from 'react';
import { safeLink } from '@/features/prose';
import type { Level } from '../lib/deck';
import { markersOf, paragraphStyle, runStyle } from '../lib/look';
import type { Paragraph, Piece } from '../lib/model';

interface WordsProps {
  paragraphs: Paragraph[];
  levels: Level[];
  /** Links lead somewhere, where slides are shown. */
  live?: boolean;
}

/** Words as they stand on a slide. */
export const Words = memo(function Words({ paragraphs, levels, live = false }: WordsProps) {
  const said = paragraphs.map((one) => ({ ...one, empty: one.pieces.length === 0 }));
  const markers = markersOf(said, levels);
  return said.map((paragraph, index) => (
    <p
      // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs have no names
      key={index}
      data-marker={markers[index] || undefined}
      style={paragraphStyle(paragraph, levels, index === 0)}
    >
      {paragraph.pieces.map((piece, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: neither have their pieces
        <Fragment key={at}>{drawn(piece, live)}</Fragment>
      ))}
      {paragraph.empty && <br />}
    </p>
  ));
});

function drawn(piece: Piece, live: boolean) {
  if (piece.is === 'break') return <br />;
  if (piece.is === 'kept') return piece.label;
  const style = runStyle(piece.marks);
  const href = live ? safeLink(piece.marks['link']?.['href']) : null;
  if (!href) return <span style={style}>{piece.text}</span>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow" style={{ color: 'inherit', ...style }}>
      {piece.text}
    </a>
  );
}
