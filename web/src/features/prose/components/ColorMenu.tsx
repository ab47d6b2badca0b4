import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconCheck } from '@/shared/ui/icons';
import { stay, useTool } from '@/shared/ui/tools';
import classes from './Prose.module.css';

interface ColorMenuProps {
  name: string;
  label: string;
  /** What no colour is called. */
  none: string;
  value: string | null;
  /** By their names. */
  colors: Record<string, string>;
  /** What each is called, where their keys are not the usual names. */
  nameOf?: (key: string) => string;
  disabled?: boolean;
  /** Any other colour may be chosen, too. */
  custom?: boolean;
  onChoose: (value: string | null) => void;
  children: ReactNode;
}

/** Colours by their names, and none. */
export function ColorMenu(props: ColorMenuProps) {
  const { name, label, none, value, colors, nameOf, disabled = false, custom = false, onChoose, children } = props;
  const { t } = useTranslation();
  const tool = useTool(name);
  const [open, setOpen] = useState(false);
  const shown = value ? (colors[value] ?? value) : 'transparent';
  const called = (key: string) => nameOf?.(key) ?? t(`prose.colors.${key as 'red'}`);
  return (
    <Menu opened={open} onChange={setOpen} returnFocus={false} position="bottom-start" disabled={disabled}>
      <Menu.Target>
        <Tooltip label={label} disabled={open}>
          <ActionIcon
            {...tool}
            size={32}
            aria-label={label}
            aria-disabled={disabled || undefined}
            data-disabled={disabled || undefined}
            className={classes.tool ?? ''}
            onMouseDown={stay}
          >
            {children}
            <span className={classes.ink} style={{ backgroundColor: shown }} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onChoose(null)}>{none}</Menu.Item>
        <div role="presentation" className={classes.swatches}>
          {Object.entries(colors).map(([key, color]) => (
            <Tooltip key={key} label={called(key)}>
              <Menu.Item
                className={classes.swatch ?? ''}
                aria-label={called(key)}
                style={{ backgroundColor: color }}
                onClick={() => onChoose(key)}
              >
                {(value === key || value?.toLowerCase() === color) && <IconCheck size={14} aria-hidden />}
              </Menu.Item>
            </Tooltip>
          ))}
        </div>
        {custom && (
          <OtherColor
            value={value}
            onChoose={(color) => {
              setOpen(false);
              onChoose(color);
            }}
          />
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The browser's own way to choose; taken when it is closed, not on the way. */
function OtherColor({ value, onChoose }: { value: string | null; onChoose: (color: string) => void }) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const choose = useRef(onChoose);
  choose.current = onChoose;
  useEffect(() => {
    const input = field.current;
    const take = () => input && choose.current(input.value);
    input?.addEventListener('change', take);
    return () => input?.removeEventListener('change', take);
  }, []);
  return (
    <label className={classes.other}>
      {t('prose.otherColor')}
      <input ref={field} type="color" defaultValue={value?.startsWith('#') ? value : '#000000'} />
    </label>
  );
}
