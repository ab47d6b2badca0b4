import { Menu } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { keyLabel } from '@/features/prose';
import {
  IconArrowDown,
  IconArrowUp,
  IconChevronDown,
  IconCopyPlus,
  IconDotsVertical,
  IconEye,
  IconEyeOff,
  IconSquarePlus,
  IconTrash,
} from '@/shared/ui/icons';
import { ToolButton } from '@/shared/ui/tools';
import type { Work } from '../hooks/useWork';
import { type Layout, layoutBehind, POINT } from '../lib/deck';
import { sampleOf } from '../lib/sample';
import classes from './Slides.module.css';
import { SlideView } from './SlideView';
import type { Scene } from './ThingView';
import { ToolMenu } from './ToolMenu';

interface NewSlideProps {
  work: Work;
  scene: Scene;
}

const SAMPLE_WIDTH = 132;

/** A new slide behind this one, at once or with a layout of one's choice. */
export function NewSlide({ work, scene }: NewSlideProps) {
  const { t } = useTranslation();
  const { at, slide } = work.selection;
  const next = layoutBehind(work.deck, slide?.layout)?.key;
  return (
    <>
      <ToolButton name="newSlide" label={t('slides.new')} keys={keyLabel('Mod-m')} onUse={() => work.newSlide(at)}>
        <IconSquarePlus size={18} />
      </ToolButton>
      <ToolMenu
        name="layouts"
        label={t('slides.layouts')}
        icon={<IconChevronDown size={14} />}
        slim
        className={classes.layouts}
      >
        {work.deck.layouts.map((layout) => (
          <Menu.Item
            key={layout.key}
            className={classes.layout ?? ''}
            aria-current={layout.key === next || undefined}
            onClick={() => work.newSlide(at, layout)}
          >
            <Sample scene={scene} layout={layout} />
            <span className={classes.layoutName}>{layout.name}</span>
          </Menu.Item>
        ))}
      </ToolMenu>
    </>
  );
}

function Sample({ scene, layout }: { scene: Scene; layout: Layout }) {
  const slide = useMemo(() => sampleOf(layout), [layout]);
  return (
    <div className={classes.small} inert>
      <SlideView scene={scene} slide={slide} scale={(SAMPLE_WIDTH * POINT) / scene.deck.width} />
    </div>
  );
}

/** What is done with the slide that is on the stage. */
export function SlideMenu({ work }: { work: Work }) {
  const { t } = useTranslation();
  const { at, slide } = work.selection;
  const last = work.slides.length - 1;
  return (
    <ToolMenu name="slide" label={t('slides.slideMenu')} icon={<IconDotsVertical size={18} />}>
      <Menu.Item leftSection={<IconCopyPlus size={18} aria-hidden />} onClick={() => work.duplicateSlide(at)}>
        {t('slides.duplicateSlide')}
      </Menu.Item>
      <Menu.Item
        leftSection={slide?.hidden ? <IconEye size={18} aria-hidden /> : <IconEyeOff size={18} aria-hidden />}
        onClick={() => work.hideSlide(at)}
      >
        {t(slide?.hidden ? 'slides.unhide' : 'slides.hide')}
      </Menu.Item>
      <Menu.Item
        disabled={at === 0}
        leftSection={<IconArrowUp size={18} aria-hidden />}
        onClick={() => work.moveSlide(at, at - 1)}
      >
        {t('slides.moveUp')}
      </Menu.Item>
      <Menu.Item
        disabled={at === last}
        leftSection={<IconArrowDown size={18} aria-hidden />}
        onClick={() => work.moveSlide(at, at + 1)}
      >
        {t('slides.moveDown')}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item
        color="red"
        disabled={last === 0}
        leftSection={<IconTrash size={18} aria-hidden />}
        onClick={() => work.deleteSlide(at)}
      >
        {t('slides.deleteSlide')}
      </Menu.Item>
    </ToolMenu>
  );
}
