import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import {
  IconAlignCenter,
  IconAlignJustified,
  IconAlignLeft,
  IconAlignRight,
  IconCopyPlus,
  IconLayoutAlignBottom,
  IconLayoutAlignMiddle,
  IconLayoutAlignTop,
  IconStackBack,
  IconStackFront,
  IconStackPop,
  IconStackPush,
  IconTable,
  IconTrash,
} from '@/shared/ui/icons';
import type { Work } from '../hooks/useWork';
import type { Align, Anchor } from '../lib/deck';
import { addRow, type Layer, removeRow, setAnchor } from '../lib/edit';
import type { Writing } from '../lib/writing';
import { ToolMenu } from './ToolMenu';

const ALIGNS = {
  left: IconAlignLeft,
  center: IconAlignCenter,
  right: IconAlignRight,
  justify: IconAlignJustified,
} as const satisfies Record<Align, unknown>;

export function AlignMenu({ writing }: { writing: Writing | null }) {
  const { t } = useTranslation();
  const Now = ALIGNS[writing?.align ?? 'left'];
  return (
    <ToolMenu name="align" label={t('slides.align')} icon={<Now size={18} />} disabled={!writing}>
      <Menu.RadioGroup value={writing?.align ?? ''} onChange={(align) => writing?.setAlign(align as Align)}>
        {(Object.keys(ALIGNS) as Align[]).map((align) => {
          const Icon = ALIGNS[align];
          return (
            <Menu.RadioItem key={align} value={align} closeMenuOnClick rightSection={<Icon size={18} aria-hidden />}>
              {t(`prose.do.${align}`)}
            </Menu.RadioItem>
          );
        })}
      </Menu.RadioGroup>
    </ToolMenu>
  );
}

const ANCHORS = { top: IconLayoutAlignTop, middle: IconLayoutAlignMiddle, bottom: IconLayoutAlignBottom } as const;

/** Where words stand in their shape, up or down. */
export function AnchorMenu({ work }: { work: Work }) {
  const { t } = useTranslation();
  const shapes = work.selection.things.filter(({ text }) => text !== null);
  const now = (shapes[0] && work.lookOf(shapes[0]).anchor) ?? 'top';
  const Now = ANCHORS[now];
  return (
    <ToolMenu name="anchor" label={t('slides.anchor.label')} icon={<Now size={18} />} disabled={shapes.length === 0}>
      <Menu.RadioGroup value={now} onChange={(anchor) => setAnchor(work.doc, shapes, anchor as Anchor)}>
        {(Object.keys(ANCHORS) as Anchor[]).map((anchor) => (
          <Menu.RadioItem key={anchor} value={anchor} closeMenuOnClick>
            {t(`slides.anchor.${anchor}`)}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </ToolMenu>
  );
}

const LAYERS = {
  front: IconStackFront,
  forward: IconStackPop,
  backward: IconStackPush,
  back: IconStackBack,
} as const satisfies Record<Layer, unknown>;

/** Over and under the others, copies, and the rows of tables. */
export function ArrangeMenu({ work, cell }: { work: Work; cell: string | null }) {
  const { t } = useTranslation();
  const { things } = work.selection;
  const [only] = things;
  const table = things.length === 1 && only?.kind === 'table' ? only : null;
  const row = cell === null ? (table?.rows.length ?? 1) - 1 : Number(cell.split(':')[0]);
  return (
    <ToolMenu
      name="arrange"
      label={t('slides.arrange')}
      icon={<IconStackFront size={18} />}
      disabled={things.length === 0}
    >
      {(Object.keys(LAYERS) as Layer[]).map((layer) => {
        const Icon = LAYERS[layer];
        return (
          <Menu.Item
            key={layer}
            disabled={things.length !== 1}
            leftSection={<Icon size={18} aria-hidden />}
            onClick={() => work.layer(layer)}
          >
            {t(`slides.layer.${layer}`)}
          </Menu.Item>
        );
      })}
      <Menu.Divider />
      {table && (
        <>
          <Menu.Item leftSection={<IconTable size={18} aria-hidden />} onClick={() => addRow(work.doc, table, row)}>
            {t('slides.addRow')}
          </Menu.Item>
          <Menu.Item
            disabled={table.rows.length < 2}
            leftSection={<IconTable size={18} aria-hidden />}
            onClick={() => removeRow(work.doc, table, row)}
          >
            {t('slides.removeRow')}
          </Menu.Item>
          <Menu.Divider />
        </>
      )}
      <Menu.Item leftSection={<IconCopyPlus size={18} aria-hidden />} onClick={work.duplicate}>
        {t('slides.duplicate')}
      </Menu.Item>
      <Menu.Item color="red" leftSection={<IconTrash size={18} aria-hidden />} onClick={work.remove}>
        {t('slides.delete')}
      </Menu.Item>
    </ToolMenu>
  );
}
