import { Button, Menu } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { ColorMenu, FontMenu, SizeMenu } from '@/features/prose';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconBold,
  IconBorderStyle2,
  IconBucketDroplet,
  IconChevronDown,
  IconIndentDecrease,
  IconIndentIncrease,
  IconItalic,
  IconList,
  IconListNumbers,
  IconPlayerPlay,
  IconPresentation,
  IconSearch,
  IconStrikethrough,
  IconTextColor,
  IconUnderline,
} from '@/shared/ui/icons';
import { Reached, ToolButton, useRoving } from '@/shared/ui/tools';
import type { Undo } from '../hooks/useSlides';
import type { Work } from '../hooks/useWork';
import { type NewShape, setAll } from '../lib/edit';
import { paletteOf } from '../lib/palette';
import type { Writing } from '../lib/writing';
import { AlignMenu, AnchorMenu, ArrangeMenu } from './ArrangeMenus';
import { Inserting, type Tool } from './Inserting';
import { NewSlide, SlideMenu } from './SlideMenus';
import classes from './Slides.module.css';
import type { Scene } from './ThingView';

const TOGGLES = {
  bold: IconBold,
  italic: IconItalic,
  underline: IconUnderline,
  strike: IconStrikethrough,
} as const;

interface SlidesBarProps {
  work: Work;
  scene: Scene;
  undo: Undo;
  /** What the tools for words show and do; nothing when there are no words. */
  writing: Writing | null;
  /** The cell that is written in, `row:column`. */
  cell: string | null;
  tool: Tool;
  onTool: (tool: Tool) => void;
  onInsert: (shape: NewShape) => void;
  onFind: () => void;
  onShow: (way: 'here' | 'beginning' | 'speaker') => void;
}

/** All tools in one row, of which Tab reaches one. Who may only look on finds and shows. */
export const SlidesBar = memo(function SlidesBar(props: SlidesBarProps) {
  const { work, scene, undo, writing, tool, onTool, onFind, onShow } = props;
  const { t } = useTranslation();
  const { reached, bar } = useRoving(work.mayEdit ? 'undo' : 'find');
  const gap = <span className={classes.gap} aria-hidden />;
  return (
    <Reached value={reached}>
      <div role="toolbar" aria-label={t('slides.tools')} className={classes.bar} {...bar}>
        {work.mayEdit && (
          <>
            <ToolButton
              name="undo"
              label={t('prose.do.undo')}
              disabled={!undo.canUndo}
              onUse={() => undo.manager.undo()}
            >
              <IconArrowBackUp size={18} />
            </ToolButton>
            <ToolButton
              name="redo"
              label={t('prose.do.redo')}
              disabled={!undo.canRedo}
              onUse={() => undo.manager.redo()}
            >
              <IconArrowForwardUp size={18} />
            </ToolButton>
            {gap}
            <NewSlide work={work} scene={scene} />
            <SlideMenu work={work} />
            {gap}
            <Inserting work={work} tool={tool} onTool={onTool} onInsert={props.onInsert} />
            {gap}
            <WritingTools work={work} writing={writing} />
            {gap}
            <Looks work={work} />
            <AnchorMenu work={work} />
            <ArrangeMenu work={work} cell={props.cell} />
          </>
        )}
        <span className={classes.spring} />
        <ToolButton name="find" label={t('prose.do.find')} onUse={onFind}>
          <IconSearch size={18} />
        </ToolButton>
        <Showing onShow={onShow} />
      </div>
    </Reached>
  );
});

/** For words that are being written, or for all words of what is selected. */
function WritingTools({ work, writing }: { work: Work; writing: Writing | null }) {
  const { t } = useTranslation();
  const { major, minor } = work.deck.theme;
  const { colors, nameOf } = paletteOf(work.deck.theme.colors, t);
  const off = writing === null;
  return (
    <>
      <FontMenu used={[major, minor]} value={writing?.font ?? null} onChoose={(font) => writing?.value('font', font)} />
      <SizeMenu value={writing?.size ?? null} onChoose={(size) => writing?.value('size', size)} />
      {(Object.keys(TOGGLES) as (keyof typeof TOGGLES)[]).map((name) => {
        const Icon = TOGGLES[name];
        return (
          <ToolButton
            key={name}
            name={name}
            label={t(`prose.do.${name}`)}
            pressed={writing?.on[name] ?? false}
            disabled={off}
            onUse={() => writing?.toggle(name)}
          >
            <Icon size={18} />
          </ToolButton>
        );
      })}
      <ColorMenu
        name="color"
        label={t('prose.do.color')}
        none={t('prose.none.color')}
        value={writing?.color ?? null}
        colors={colors}
        nameOf={nameOf}
        custom
        onChoose={(color) => writing?.value('color', color && (colors[color] ?? color))}
      >
        <IconTextColor size={18} />
      </ColorMenu>
      <AlignMenu writing={writing} />
      <ToolButton
        name="bullets"
        label={t('prose.do.bullets')}
        pressed={writing?.list === 'bullet'}
        disabled={off}
        onUse={() => writing?.setList('bullet')}
      >
        <IconList size={18} />
      </ToolButton>
      <ToolButton
        name="numbers"
        label={t('prose.do.numbers')}
        pressed={writing?.list === 'number'}
        disabled={off}
        onUse={() => writing?.setList('number')}
      >
        <IconListNumbers size={18} />
      </ToolButton>
      <ToolButton
        name="outdent"
        label={t('prose.do.outdent')}
        disabled={!writing?.indent}
        onUse={() => writing?.indent?.(-1)}
      >
        <IconIndentDecrease size={18} />
      </ToolButton>
      <ToolButton
        name="indent"
        label={t('prose.do.indent')}
        disabled={!writing?.indent}
        onUse={() => writing?.indent?.(1)}
      >
        <IconIndentIncrease size={18} />
      </ToolButton>
    </>
  );
}

/** What shapes are filled and drawn with. */
function Looks({ work }: { work: Work }) {
  const { t } = useTranslation();
  const { colors, nameOf } = paletteOf(work.deck.theme.colors, t);
  const shapes = work.selection.things.filter(({ kind }) => kind === 'shape');
  const now = (name: 'fill' | 'line') => {
    const value = shapes[0]?.attrs[name];
    return typeof value === 'string' && value.startsWith('#') ? value : null;
  };
  const set = (name: 'fill' | 'line') => (color: string | null) =>
    setAll(work.doc, shapes, { [name]: color === null ? 'none' : (colors[color] ?? color) });
  return (
    <>
      <ColorMenu
        name="fill"
        label={t('slides.fill')}
        none={t('slides.noFill')}
        value={now('fill')}
        colors={colors}
        nameOf={nameOf}
        custom
        disabled={shapes.length === 0}
        onChoose={set('fill')}
      >
        <IconBucketDroplet size={18} />
      </ColorMenu>
      <ColorMenu
        name="line"
        label={t('slides.line')}
        none={t('slides.noLine')}
        value={now('line')}
        colors={colors}
        nameOf={nameOf}
        custom
        disabled={shapes.length === 0}
        onChoose={set('line')}
      >
        <IconBorderStyle2 size={18} />
      </ColorMenu>
    </>
  );
}

/** The way to show the slides: from here, from the beginning, or with a window for who speaks. */
function Showing({ onShow }: { onShow: SlidesBarProps['onShow'] }) {
  const { t } = useTranslation();
  return (
    <Button.Group>
      <Button
        size="compact-md"
        fz="sm"
        data-tool="show"
        leftSection={<IconPlayerPlay size={16} aria-hidden />}
        onClick={() => onShow('here')}
      >
        {t('slides.show.button')}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="compact-md" px={6} data-tool="showMore" aria-label={t('slides.show.more')}>
            <IconChevronDown size={16} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconPlayerPlay size={18} aria-hidden />}
            rightSection={<span className={classes.keys}>F5</span>}
            onClick={() => onShow('beginning')}
          >
            {t('slides.show.beginning')}
          </Menu.Item>
          <Menu.Item leftSection={<IconPresentation size={18} aria-hidden />} onClick={() => onShow('speaker')}>
            {t('slides.show.speaker')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Button.Group>
  );
}
