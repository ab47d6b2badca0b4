import { type CSSProperties, type ReactNode, useId } from 'react';
import { type Deck, POINT } from '../lib/deck';
import { isLine, outlineOf } from '../lib/geometry';
import { type Drawn, drawnOfStatic } from '../lib/look';
import type { MediaUrl } from '../lib/media';
import { type Cell, wordsOf } from '../lib/model';
import classes from './Slides.module.css';
import { Words } from './Words';

/** What drawing needs to know. */
export interface Scene {
  deck: Deck;
  url: MediaUrl;
  /** Slides are shown: links lead somewhere, and nothing asks to be written. */
  live?: boolean;
}

/** Where somebody writes: the place of the words and what is drawn there instead. */
export interface Writing {
  words: unknown;
  field: ReactNode;
}

interface ThingViewProps {
  scene: Scene;
  drawn: Drawn;
  /** Its name, where it may be selected. */
  name?: string;
  words?: unknown;
  writing?: Writing | null;
}

const points = (emu: number) => emu / POINT;

/** Something on a slide. */
export function ThingView({ scene, drawn, name, words, writing = null }: ThingViewProps) {
  const { box, rot, flipH, flipV } = drawn;
  const style: CSSProperties = {
    left: points(box.x),
    top: points(box.y),
    width: points(box.w),
    height: points(box.h),
    ...(rot !== 0 && { transform: `rotate(${rot}deg)` }),
  };
  const flip: CSSProperties | undefined =
    flipH || flipV ? { transform: `scale(${flipH ? -1 : 1}, ${flipV ? -1 : 1})` } : undefined;
  const held = writing && writing.words === words ? writing.field : null;
  return (
    <div className={classes.thing} style={style} data-thing={name} data-kind={drawn.kind}>
      {drawn.kind === 'shape' && (
        <>
          <Outline drawn={drawn} flip={flip} hit={name !== undefined} />
          <Text scene={scene} drawn={drawn} held={held} />
        </>
      )}
      {drawn.kind === 'picture' && <Picture scene={scene} drawn={drawn} flip={flip} />}
      {drawn.kind === 'table' && <Table drawn={drawn} writing={writing} />}
      {drawn.kind === 'item' && <Kept scene={scene} drawn={drawn} flip={flip} />}
    </div>
  );
}

function Outline({ drawn, flip, hit }: { drawn: Drawn; flip: CSSProperties | undefined; hit: boolean }) {
  const end = useId();
  const { geom, path, fill, line, lineW, box, head, tail } = drawn;
  const [w, h] = [points(box.w), points(box.h)];
  const open = isLine(geom);
  const ends = line !== null && (head || tail);
  if (!fill && !line && !hit) return null;
  const custom = path && { transform: `scale(${w / path.w} ${h / path.h})` };
  const shape = {
    d: path ? path.d : outlineOf(geom, w, h),
    ...custom,
    vectorEffect: path ? ('non-scaling-stroke' as const) : undefined,
  };
  return (
    <svg className={classes.outline} width={Math.max(w, 1)} height={Math.max(h, 1)} style={flip} aria-hidden>
      {ends && (
        <marker
          id={end}
          viewBox="0 0 10 10"
          refX="8"
          refY="5"
          markerWidth="5"
          markerHeight="5"
          orient="auto-start-reverse"
        >
          <path d="M0 0L10 5L0 10Z" fill={line} />
        </marker>
      )}
      {open && hit && <path {...shape} stroke="transparent" strokeWidth={12} fill="none" pointerEvents="stroke" />}
      <path
        {...shape}
        fill={open ? 'none' : (fill ?? 'transparent')}
        stroke={line ?? 'none'}
        strokeWidth={points(lineW)}
        markerStart={ends && head ? `url(#${end})` : undefined}
        markerEnd={ends && tail ? `url(#${end})` : undefined}
        pointerEvents={open ? 'stroke' : 'all'}
      />
    </svg>
  );
}

function Text({ scene, drawn, held }: { scene: Scene; drawn: Drawn; held: ReactNode }) {
  const { inset, anchor, scale, wrap, paragraphs, levels, prompt } = drawn;
  const [left, top, right, bottom] = inset.map(points);
  const empty = wordsOf(paragraphs) === '' && paragraphs.every(({ pieces }) => pieces.length === 0);
  if (paragraphs.length === 0 && !held) return null;
  return (
    <div
      className={classes.words}
      data-anchor={anchor}
      data-wrap={wrap}
      data-prompted={(!scene.live && empty && prompt !== '') || undefined}
      style={{ padding: `${top}px ${right}px ${bottom}px ${left}px`, ['--scale' as string]: scale }}
    >
      {held ??
        (empty && prompt && !scene.live ? (
          <Words
            paragraphs={[{ level: 0, align: null, bullet: 'none', pieces: [{ is: 'text', text: prompt, marks: {} }] }]}
            levels={levels}
          />
        ) : (
          <Words paragraphs={paragraphs} levels={levels} live={scene.live} />
        ))}
    </div>
  );
}

function Picture({ scene, drawn, flip }: { scene: Scene; drawn: Drawn; flip: CSSProperties | undefined }) {
  const url = scene.url(drawn.media);
  const [left, top, right, bottom] = drawn.crop ?? [0, 0, 0, 0];
  const [across, down] = [1 - left - right, 1 - top - bottom];
  if (!url) return <div className={classes.kept}>{drawn.alt}</div>;
  return (
    <div className={classes.frame} style={flip}>
      <img
        src={url}
        alt={drawn.alt}
        draggable={false}
        decoding="async"
        style={{
          width: `${100 / (across || 1)}%`,
          height: `${100 / (down || 1)}%`,
          left: `${(-100 * left) / (across || 1)}%`,
          top: `${(-100 * top) / (down || 1)}%`,
        }}
      />
      {drawn.line && (
        <svg className={classes.outline} width="100%" height="100%" aria-hidden>
          <rect width="100%" height="100%" fill="none" stroke={drawn.line} strokeWidth={points(drawn.lineW)} />
        </svg>
      )}
    </div>
  );
}

function Table({ drawn, writing }: { drawn: Drawn; writing: Writing | null }) {
  const { cols, rows, levels, box } = drawn;
  const whole = cols.reduce((sum, one) => sum + one, 0) || 1;
  return (
    <table className={classes.table} style={{ width: points(box.w) }}>
      <colgroup>
        {cols.map((width, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the index is the column
          <col key={index} style={{ width: `${(100 * width) / whole}%` }} />
        ))}
      </colgroup>
      <tbody>
        {rows.map(({ h, cells }, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the index is the row
          <tr key={row} style={{ height: points(h) }}>
            {cells.map(
              (cell, column) =>
                !cell.covered && (
                  <td
                    // biome-ignore lint/suspicious/noArrayIndexKey: the index is the column
                    key={column}
                    colSpan={cell.colspan}
                    rowSpan={cell.rowspan}
                    data-cell={`${row}:${column}`}
                    style={cell.fill ? { background: cell.fill } : undefined}
                  >
                    {writing?.words === cell.element ? writing.field : <CellWords cell={cell} levels={levels} />}
                  </td>
                ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const CellWords = ({ cell, levels }: { cell: Cell; levels: Drawn['levels'] }) => (
  <Words paragraphs={cell.paragraphs} levels={levels} />
);

/** What is kept as it is: its drawing when there is one, else its name and words. */
function Kept({ scene, drawn, flip }: { scene: Scene; drawn: Drawn; flip: CSSProperties | undefined }) {
  const { drawing, box, label, alt, words } = drawn;
  if (!drawing || drawing.w <= 0 || drawing.h <= 0)
    return (
      <div className={classes.kept}>
        <span>{[label, words || alt].filter(Boolean).join(': ')}</span>
      </div>
    );
  const scale = `scale(${box.w / drawing.w}, ${box.h / drawing.h})`;
  return (
    <div className={classes.group} style={flip}>
      <div
        style={{
          transform: `${scale} translate(${-points(drawing.x)}px, ${-points(drawing.y)}px)`,
          transformOrigin: '0 0',
        }}
      >
        {drawing.shapes.map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they never change
          <ThingView key={index} scene={scene} drawn={drawnOfStatic(one, scene.deck)} />
        ))}
      </div>
    </div>
  );
}
