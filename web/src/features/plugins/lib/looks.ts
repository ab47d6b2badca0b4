// What plugins say of the look of their controls (ai/50 §4.5 of the contract), as styles that can be read in both schemes.
import type { CSSProperties } from 'react';

export type Props = Record<string, unknown>;

export const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
export const yes = (value: unknown) => value === true;

/** A number is meant in pixels. */
export const length = (value: unknown) => (typeof value === 'number' ? `${value}px` : text(value)) || undefined;

/** A colour was chosen for a light page; on a dark one it gives way. Pictures and the like are no colours. */
function lightOnly(value: unknown, otherwise: string): unknown {
  const color = text(value);
  return /^(#[0-9a-f]{3,8}|[a-z]+|(rgb|hsl)a?\([^()]*\))$/i.test(color) ? `light-dark(${color}, ${otherwise})` : value;
}

/** Props of a box that are called as CSS calls them. */
const SAME = [
  ...['flexDirection', 'flexWrap', 'flexBasis', 'alignItems', 'alignContent', 'alignSelf'],
  ...['justifyContent', 'justifyItems', 'justifySelf', 'gridArea', 'textAlign'],
];

export function boxStyle(box: Props): CSSProperties {
  const named: Props = {
    width: box['widthProp'],
    height: box['heightProp'],
    padding: box['paddingProp'],
    margin: box['marginProp'],
    display: box['displayProp'],
    flex: box['flexProp'],
    overflow: box['overflowProp'],
    background: lightOnly(box['backgroundProp'], 'transparent'),
  };
  for (const name of SAME) named[name] = box[name];
  const border = box['borderProp'];
  if (typeof border === 'string') named['border'] = border;
  else if (typeof border === 'object' && border !== null) {
    const { color, radius, style, width } = border as Props;
    named['border'] =
      `${text(width) || '1px'} ${text(style) || 'solid'} ${text(lightOnly(color, 'currentColor')) || 'currentColor'}`;
    named['borderRadius'] = radius;
  }
  const kept = Object.entries(named).filter(([, value]) => typeof value === 'string' && value !== '');
  return { maxWidth: '100%', ...Object.fromEntries(kept) };
}

export function textStyle(props: Props): CSSProperties {
  const truncated = yes(props['truncate']) && {
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap' as const,
  };
  return {
    overflowWrap: 'anywhere',
    ...(props['color'] !== undefined && { color: text(lightOnly(props['color'], 'inherit')) }),
    ...(props['backgroundColor'] !== undefined && {
      backgroundColor: text(lightOnly(props['backgroundColor'], 'transparent')),
    }),
    ...(yes(props['isItalic']) && { fontStyle: 'italic' }),
    ...(yes(props['noSelect']) && { userSelect: 'none' }),
    ...(yes(props['isInline']) && { display: 'inline-block' }),
    ...(text(props['lineHeight']) && { lineHeight: text(props['lineHeight']) }),
    ...(text(props['textAlign']) && { textAlign: text(props['textAlign']) as CSSProperties['textAlign'] }),
    ...truncated,
  };
}
