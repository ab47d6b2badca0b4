import { Fragment, memo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Store, useStore } from '@/shared/lib/store';
import {
  IconAlignCenter,
  IconAlignJustified,
  IconAlignLeft,
  IconAlignRight,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconBold,
  IconClearFormatting,
  IconHighlight,
  IconIndentDecrease,
  IconIndentIncrease,
  IconItalic,
  IconLink,
  IconList,
  IconListNumbers,
  IconPageBreak,
  IconPrinter,
  IconSearch,
  IconStrikethrough,
  IconSubscript,
  IconSuperscript,
  IconTextColor,
  IconUnderline,
} from '@/shared/ui/icons';
import { Reached, ToolButton, useRoving } from '@/shared/ui/tools';
import type { Aside } from '../hooks/useAside';
import { setStyle } from '../lib/blocks';
import { setValue } from '../lib/format';
import { DEEDS, type Deed, shortcut } from '../lib/keys';
import type { Look } from '../lib/look';
import type { Surface } from '../lib/surface';
import type { Tools } from '../lib/tools';
import { COLORS, HIGHLIGHTS } from '../lib/words';
import { ColorMenu } from './ColorMenu';
import { FontMenu, SizeMenu, StyleMenu } from './FontMenus';
import classes from './Prose.module.css';

type Icon = typeof IconBold;

/** Groups of tools that do one thing each, in the order of the bar. */
const WRITING: [Deed, Icon, ((tools: Tools) => boolean)?][] = [
  ['bold', IconBold, ({ on }) => on.bold],
  ['italic', IconItalic, ({ on }) => on.italic],
  ['underline', IconUnderline, ({ on }) => on.underline],
  ['strike', IconStrikethrough, ({ on }) => on.strike],
];
const SMALL: typeof WRITING = [
  ['super', IconSuperscript, ({ vertical }) => vertical === 'super'],
  ['sub', IconSubscript, ({ vertical }) => vertical === 'sub'],
];
const ALIGNING: typeof WRITING = [
  ['left', IconAlignLeft, ({ align }) => align === 'left'],
  ['center', IconAlignCenter, ({ align }) => align === 'center'],
  ['right', IconAlignRight, ({ align }) => align === 'right'],
  ['justify', IconAlignJustified, ({ align }) => align === 'justify'],
];
const LISTING: typeof WRITING = [
  ['bullets', IconList, ({ list }) => list === 'bullet'],
  ['numbers', IconListNumbers, ({ list }) => list === 'number'],
  ['outdent', IconIndentDecrease],
  ['indent', IconIndentIncrease],
];

/** They move items of lists. */
const ITEMS = new Set<Deed>(['outdent', 'indent']);

interface ProseBarProps {
  surface: Surface;
  tools: Store<Tools>;
  look: Look;
  onAside: (aside: Aside) => void;
}

/** The tools for writing: drawn when they change, not with every letter that is kept. */
export const ProseBar = memo(function ProseBar({ surface, tools: store, look, onAside }: ProseBarProps) {
  const { t } = useTranslation();
  const tools = useStore(store);
  const { reached, bar } = useRoving('undo');
  const use = (deed: Deed) => (byKey: boolean) => void surface.run(DEEDS[deed], { focus: !byKey });
  const button = (name: Deed, Icon: Icon, pressed?: boolean, disabled?: boolean) => (
    <ToolButton
      key={name}
      name={name}
      label={t(`prose.do.${name}`)}
      keys={shortcut(name)}
      {...(pressed !== undefined && { pressed })}
      {...(disabled !== undefined && { disabled })}
      onUse={use(name)}
    >
      <Icon size={18} />
    </ToolButton>
  );
  const group = (list: typeof WRITING) =>
    list.map(([name, Icon, on]) => button(name, Icon, on?.(tools), ITEMS.has(name) ? !tools.listed : undefined));
  const gap = <span className={classes.gap} aria-hidden />;

  return (
    <Reached value={reached}>
      <div role="toolbar" aria-label={t('prose.tools')} className={classes.bar} {...bar}>
        {button('undo', IconArrowBackUp, undefined, !tools.canUndo)}
        {button('redo', IconArrowForwardUp, undefined, !tools.canRedo)}
        {gap}
        <StyleMenu look={look} value={tools.style} onChoose={(style) => surface.run(setStyle(style))} />
        <FontMenu
          used={[look.defaults.fontFamily, ...look.styles.map(({ css }) => css?.fontFamily)]}
          value={tools.font}
          onChoose={(font) => surface.run(setValue('font', font))}
        />
        <SizeMenu value={tools.size} onChoose={(size) => surface.run(setValue('size', size))} />
        {gap}
        {group(WRITING)}
        <ColorMenu
          name="color"
          label={t('prose.do.color')}
          none={t('prose.none.color')}
          value={tools.color}
          colors={COLORS}
          custom
          onChoose={(color) => surface.run(setValue('color', color && (COLORS[color as 'red'] ?? color)))}
        >
          <IconTextColor size={18} />
        </ColorMenu>
        <ColorMenu
          name="highlight"
          label={t('prose.do.highlight')}
          none={t('prose.none.highlight')}
          value={tools.highlight}
          colors={HIGHLIGHTS}
          onChoose={(name) => surface.run(setValue('highlight', name))}
        >
          <IconHighlight size={18} />
        </ColorMenu>
        {group(SMALL)}
        <ToolButton
          name="link"
          label={t('prose.do.link')}
          keys={shortcut('link')}
          pressed={tools.linked}
          onUse={() => onAside('link')}
        >
          <IconLink size={18} />
        </ToolButton>
        {button('clear', IconClearFormatting)}
        {gap}
        {[ALIGNING, LISTING].map((list, index) => (
          <Fragment key={list[0]?.[0]}>
            {index > 0 && gap}
            {group(list)}
          </Fragment>
        ))}
        {gap}
        {button('pageBreak', IconPageBreak)}
        <ToolButton name="find" label={t('prose.do.find')} keys={shortcut('find')} onUse={() => onAside('find')}>
          <IconSearch size={18} />
        </ToolButton>
        <ToolButton name="print" label={t('prose.do.print')} onUse={() => window.print()}>
          <IconPrinter size={18} />
        </ToolButton>
      </div>
    </Reached>
  );
});
