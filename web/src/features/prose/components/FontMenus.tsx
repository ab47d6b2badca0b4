import { Menu, UnstyledButton } from '@mantine/core';
import type { CSSProperties, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconChevronDown } from '@/shared/ui/icons';
import { stay, useTool } from '@/shared/ui/tools';
import { type Look, Styles } from '../lib/look';
import { fontStack } from '../lib/marks';
import { FONTS, SIZES } from '../lib/words';
import classes from './Prose.module.css';

interface ChoiceProps {
  name: string;
  label: string;
  /** What is chosen, in words. */
  shown: string;
  width: string;
  value: string;
  options: { value: string; label: string; style?: CSSProperties }[];
  onChoose: (value: string) => void;
}

/** A tool that offers values of which one holds. */
function Choice({ name, label, shown, width, value, options, onChoose }: ChoiceProps) {
  const tool = useTool(name);
  return (
    <Menu returnFocus={false} position="bottom-start" width={220}>
      <Menu.Target>
        <UnstyledButton
          {...tool}
          className={classes.choice ?? ''}
          style={{ width }}
          title={label}
          aria-label={shown ? `${label}: ${shown}` : label}
          onMouseDown={stay}
        >
          <span>{shown}</span>
          <IconChevronDown size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown className={classes.choices ?? ''}>
        <Menu.RadioGroup value={value} onChange={onChoose}>
          {options.map((option) => (
            <Menu.RadioItem key={option.value} value={option.value} closeMenuOnClick>
              <Sample {...(option.style && { style: option.style })}>{option.label}</Sample>
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}

function Sample({ style, children }: { style?: CSSProperties; children: ReactNode }) {
  return (
    <span className={classes.sample} style={style}>
      {children}
    </span>
  );
}

/** As styles are called by people. */
export function styleName(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

interface StyleMenuProps {
  look: Look;
  value: string | null;
  onChoose: (style: string | null) => void;
}

/** Styles of paragraphs, each as it looks. */
export function StyleMenu({ look, value, onChoose }: StyleMenuProps) {
  const { t } = useTranslation();
  const styles = new Styles(look);
  const { usual } = styles;
  const options = styles.paragraphs.map(({ id, name }) => {
    const { fontFamily, fontSize, bold, italic } = styles.lookOf(id);
    return {
      value: id,
      label: styleName(name),
      style: {
        fontFamily: fontFamily ? fontStack(fontFamily) : undefined,
        fontSize: `${Math.min(Math.max(fontSize ?? 11, 10), 18)}pt`,
        fontWeight: bold ? 700 : undefined,
        fontStyle: italic ? 'italic' : undefined,
      },
    };
  });
  if (!usual) options.unshift({ value: '', label: t('prose.usualStyle'), style: {} as never });
  const shown = options.find((option) => option.value === value)?.label ?? styleName(styles.get(value)?.name ?? '');
  return (
    <Choice
      name="style"
      label={t('prose.do.style')}
      shown={shown}
      width="8.5rem"
      value={value ?? ''}
      options={options}
      onChoose={(id) => onChoose(id === usual?.id || id === '' ? null : id)}
    />
  );
}

interface FontMenuProps {
  /** Fonts of the document. */
  used: (string | null | undefined)[];
  value: string | null;
  onChoose: (font: string) => void;
}

/** Fonts of the document, and those that most programs have. */
export function FontMenu({ used, value, onChoose }: FontMenuProps) {
  const { t } = useTranslation();
  const fonts = [...new Set([value, ...used, ...FONTS])].filter((font): font is string => Boolean(font));
  return (
    <Choice
      name="font"
      label={t('prose.do.font')}
      shown={value ?? ''}
      width="7.5rem"
      value={value ?? ''}
      options={fonts
        .sort((a, b) => a.localeCompare(b))
        .map((font) => ({ value: font, label: font, style: { fontFamily: fontStack(font) } }))}
      onChoose={onChoose}
    />
  );
}

/** Sizes in points. */
export function SizeMenu({ value, onChoose }: { value: number | null; onChoose: (size: number) => void }) {
  const { t, i18n } = useTranslation();
  const sizes = [...new Set(value === null ? SIZES : [...SIZES, value])].sort((a, b) => a - b);
  const write = (size: number) => size.toLocaleString(i18n.language);
  return (
    <Choice
      name="size"
      label={t('prose.do.size')}
      shown={value === null ? '' : write(value)}
      width="3.6rem"
      value={String(value ?? '')}
      options={sizes.map((size) => ({ value: String(size), label: write(size) }))}
      onChoose={(size) => onChoose(Number(size))}
    />
  );
}
