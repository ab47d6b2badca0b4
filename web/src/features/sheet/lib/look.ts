import type { CSSProperties } from 'react';
import type { CellView, Looks } from './book';

const SIDES = ['Left', 'Right', 'Top', 'Bottom'] as const;
const UPRIGHT = { top: 'flex-start', center: 'center', bottom: 'flex-end' };

/** How a cell is drawn. */
export function styleOf(looks: Looks | undefined, cell: CellView | undefined): CSSProperties {
  const style: CSSProperties = { justifyContent: acrossOf(looks, cell) };
  if (cell?.color) style.color = cell.color;
  if (!looks) return style;
  if (looks.color && !cell?.color) style.color = looks.color;
  if (looks.fill) style.backgroundColor = looks.fill;
  if (looks.bold) style.fontWeight = 700;
  if (looks.italic) style.fontStyle = 'italic';
  if (looks.size) style.fontSize = `${(looks.size * 96) / 72}px`;
  if (looks.font) style.fontFamily = `"${looks.font.replaceAll('"', '')}", var(--mantine-font-family)`;
  if (looks.underline || looks.strike)
    style.textDecoration = `${looks.underline ? 'underline ' : ''}${looks.strike ? 'line-through' : ''}`;
  if (looks.vertical) style.alignItems = UPRIGHT[looks.vertical];
  if (looks.wrap) style.whiteSpace = 'pre-wrap';
  if (looks.indent) style.paddingInline = `${looks.indent * 9 + 3}px`;
  looks.borders?.forEach((line, side) => {
    const name = SIDES[side];
    if (line && name) style[`border${name}`] = `${line[0]}px ${line[1]} ${line[2]}`;
  });
  return style;
}

export function acrossOf(looks: Looks | undefined, cell: CellView | undefined): 'flex-start' | 'center' | 'flex-end' {
  if (looks?.align) return ({ left: 'flex-start', right: 'flex-end', center: 'center' } as const)[looks.align];
  if (cell?.kind === 'n') return 'flex-end';
  return cell?.kind === 'b' || cell?.kind === 'e' ? 'center' : 'flex-start';
}
