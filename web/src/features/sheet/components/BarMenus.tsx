import { ActionIcon, Menu, Tooltip, UnstyledButton } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  IconBorderAll,
  IconBorderBottom,
  IconBorderNone,
  IconBorderOuter,
  IconCheck,
  IconChevronDown,
} from '@/shared/ui/icons';
import { stay, useTool } from '@/shared/ui/tools';
import type { Dress } from '../lib/deeds';
import { COLORS, FORMATS, type Format, formatOf } from '../lib/formats';
import classes from './Sheet.module.css';

interface FormatToolProps {
  value: string | undefined;
  onChoose: (format: string) => void;
}

/** How numbers are written. */
export function FormatTool({ value, onChoose }: FormatToolProps) {
  const { t } = useTranslation();
  const tool = useTool('format');
  const chosen = formatOf(value);
  const shown = chosen ? t(`sheet.format.${chosen}`) : t('sheet.format.other');
  return (
    <Menu position="bottom-start" width={220} returnFocus>
      <Menu.Target>
        <UnstyledButton
          {...tool}
          className={classes.choice ?? ''}
          title={t('sheet.do.format')}
          aria-label={`${t('sheet.do.format')}: ${shown}`}
          onMouseDown={stay}
        >
          <span className={classes.chosen}>{shown}</span>
          <IconChevronDown size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={chosen ?? ''} onChange={(name) => onChoose(FORMATS[name as Format])}>
          {(Object.keys(FORMATS) as Format[]).map((name) => (
            <Menu.RadioItem key={name} value={name} closeMenuOnClick>
              {t(`sheet.format.${name}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}

interface ColorToolProps {
  name: 'color' | 'fill';
  value: string | undefined;
  /** An empty text for none. */
  onChoose: (color: string) => void;
  children: ReactNode;
}

/** Colours by their names, any other one, and none. */
export function ColorTool({ name, value, onChoose, children }: ColorToolProps) {
  const { t } = useTranslation();
  const tool = useTool(name);
  const [open, setOpen] = useState(false);
  const label = t(`sheet.do.${name}`);
  return (
    <Menu opened={open} onChange={setOpen} position="bottom-start" returnFocus>
      <Menu.Target>
        <Tooltip label={label} disabled={open}>
          <ActionIcon {...tool} size={32} aria-label={label} className={classes.ink ?? ''} onMouseDown={stay}>
            {children}
            <span className={classes.stripe} style={{ backgroundColor: value ?? 'transparent' }} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onChoose('')}>{t(`sheet.none.${name}`)}</Menu.Item>
        <div role="presentation" className={classes.swatches}>
          {Object.entries(COLORS).map(([key, color]) => (
            <Tooltip key={key} label={t(`sheet.colors.${key as 'red'}`)}>
              <Menu.Item
                className={classes.swatch ?? ''}
                aria-label={t(`sheet.colors.${key as 'red'}`)}
                style={{ backgroundColor: color }}
                onClick={() => onChoose(color)}
              >
                {value === color && <IconCheck size={14} aria-hidden />}
              </Menu.Item>
            </Tooltip>
          ))}
        </div>
        <label className={classes.otherColor}>
          {t('sheet.otherColor')}
          <input
            type="color"
            defaultValue={value ?? '#000000'}
            onBlur={(event) => event.target.value !== (value ?? '#000000') && onChoose(event.target.value)}
          />
        </label>
      </Menu.Dropdown>
    </Menu>
  );
}

const LINES = { all: IconBorderAll, outer: IconBorderOuter, bottom: IconBorderBottom, none: IconBorderNone } as const;

/** Lines around cells. */
export function LinesTool({ onChoose }: { onChoose: (lines: NonNullable<Dress['lines']>) => void }) {
  const { t } = useTranslation();
  const tool = useTool('lines');
  const [open, setOpen] = useState(false);
  const label = t('sheet.do.lines');
  return (
    <Menu opened={open} onChange={setOpen} position="bottom-start" returnFocus>
      <Menu.Target>
        <Tooltip label={label} disabled={open}>
          <ActionIcon {...tool} size={32} aria-label={label} className={classes.ink ?? ''} onMouseDown={stay}>
            <IconBorderAll size={18} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {(Object.keys(LINES) as (keyof typeof LINES)[]).map((lines) => {
          const Icon = LINES[lines];
          return (
            <Menu.Item key={lines} leftSection={<Icon size={16} />} onClick={() => onChoose(lines)}>
              {t(`sheet.line.${lines}`)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
