import { Menu, Tooltip } from '@mantine/core';
import { type CSSProperties, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { IconPhoto, IconShape, IconTextPlus } from '@/shared/ui/icons';
import { ToolButton } from '@/shared/ui/tools';
import type { Work } from '../hooks/useWork';
import type { NewShape } from '../lib/edit';
import { isLine, outlineOf } from '../lib/geometry';
import classes from './Slides.module.css';
import { ToolMenu } from './ToolMenu';

/** What the next drag on the stage draws. */
export type Tool = NewShape | null;

const SHAPES = [
  'rect',
  'roundRect',
  'ellipse',
  'triangle',
  'diamond',
  'star5',
  'rightArrow',
  'wedgeRectCallout',
  'line',
] as const satisfies NewShape[];

interface InsertingProps {
  work: Work;
  tool: Tool;
  onTool: (tool: Tool) => void;
  /** Puts a shape into the middle of the slide. */
  onInsert: (shape: NewShape) => void;
}

/** Text boxes and shapes, which are drawn then, and pictures. A key draws them in the middle at once. */
export function Inserting({ work, tool, onTool, onInsert }: InsertingProps) {
  const { t } = useTranslation();
  const file = useRef<HTMLInputElement>(null);
  const pressed = tool !== null && tool !== 'text';
  return (
    <>
      <ToolButton
        name="text"
        label={t('slides.text')}
        pressed={tool === 'text'}
        onUse={(byKey) => (byKey ? onInsert('text') : onTool(tool === 'text' ? null : 'text'))}
      >
        <IconTextPlus size={18} />
      </ToolButton>
      <ToolMenu name="shapes" label={t('slides.shapes')} icon={<IconShape size={18} />} pressed={pressed}>
        <div role="presentation" className={classes.shapes}>
          {SHAPES.map((shape) => (
            <Tooltip key={shape} label={t(`slides.shape.${shape}`)}>
              <Menu.Item
                className={classes.shape ?? ''}
                aria-label={t(`slides.shape.${shape}`)}
                // A mouse draws; who came here by keys gets the shape at once.
                onClick={(event) => (event.detail === 0 ? onInsert(shape) : onTool(shape))}
              >
                <svg width={26} height={22} viewBox="-1 -1 26 22" style={drawn(shape)} aria-hidden>
                  <path d={outlineOf(shape, 24, 18)} />
                </svg>
              </Menu.Item>
            </Tooltip>
          ))}
        </div>
      </ToolMenu>
      <ToolButton name="picture" label={t('slides.addPicture')} onUse={() => file.current?.click()}>
        <IconPhoto size={18} />
      </ToolButton>
      <input
        ref={file}
        type="file"
        accept="image/*"
        hidden
        aria-label={t('slides.addPicture')}
        data-testid="slides-picture"
        onChange={(event) => {
          const [chosen] = event.currentTarget.files ?? [];
          if (chosen) void work.addPicture(chosen);
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}

const drawn = (shape: NewShape): CSSProperties => ({
  fill: isLine(shape) ? 'none' : 'var(--mantine-primary-color-light)',
  stroke: 'currentcolor',
  strokeWidth: 1.5,
});
