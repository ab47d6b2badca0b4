// What one types into and chooses from. What is typed is there at once; the plugin's handler may change it afterwards.
import { Group, type MantineSize, Select, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCopy } from '@/shared/lib/useCopy';
import { IconButton } from '@/shared/ui';
import { IconCheck, IconCopy } from '@/shared/ui/icons';
import type { Option } from '../lib/contract';
import { assetOf } from '../lib/loaded';
import { length, text, yes } from '../lib/looks';
import type { DrawnProps } from './Drawn';

const SIZES: Record<string, MantineSize> = { base: 'sm', middle: 'md', big: 'lg', huge: 'xl', large: 'lg' };

/** How a field is called: by itself, by what stands before it, or by its hint. */
function nameOf({ props, caption, plugin }: DrawnProps): string {
  return text(props['label']) || caption || text(props['placeholder']) || plugin.record.pluginName;
}

export function LineField(drawn: DrawnProps) {
  const { props, call, change } = drawn;
  const type = text(props['type']);
  return (
    <TextInput
      type={['password', 'email', 'tel', 'search', 'url', 'number'].includes(type) ? type : 'text'}
      size={SIZES[text(props['size'])] ?? 'sm'}
      w={yes(props['scale']) ? '100%' : undefined}
      name={text(props['name']) || undefined}
      id={text(props['id']) || undefined}
      autoComplete={text(props['autoComplete']) || 'off'}
      value={text(props['value'])}
      placeholder={text(props['placeholder'])}
      aria-label={nameOf(drawn)}
      maxLength={Number(props['maxLength']) || undefined}
      readOnly={yes(props['isReadOnly'])}
      error={yes(props['hasError'])}
      disabled={yes(props['isDisabled'])}
      onChange={({ currentTarget: { value } }) => {
        change({ value });
        call(props['onChange'], value);
      }}
      onBlur={({ currentTarget }) => call(props['onBlur'], currentTarget.value)}
      onFocus={({ currentTarget }) => call(props['onFocus'], currentTarget.value)}
    />
  );
}

export function TextField(drawn: DrawnProps) {
  const { props, call, change } = drawn;
  const height = length(props['heightTextArea']);
  const value = text(props['value']);
  const code = yes(props['isJSONField']);
  const field = (
    <Textarea
      flex={1}
      autosize={!height}
      minRows={3}
      maxRows={12}
      value={value}
      placeholder={text(props['placeholder'])}
      aria-label={nameOf(drawn)}
      maxLength={Number(props['maxLength']) || undefined}
      readOnly={yes(props['isReadOnly'])}
      error={yes(props['hasError'])}
      disabled={yes(props['isDisabled'])}
      spellCheck={!code}
      styles={{ input: { height, ...(code && { fontFamily: 'var(--mantine-font-family-monospace)' }) } }}
      onChange={({ currentTarget }) => {
        change({ value: currentTarget.value });
        call(props['onChange'], currentTarget.value);
      }}
    />
  );
  if (!yes(props['enableCopy'])) return field;
  return (
    <Group gap={6} wrap="nowrap" align="flex-start">
      {field}
      <Copy value={value} />
    </Group>
  );
}

function Copy({ value }: { value: string }) {
  const { t } = useTranslation();
  const { copied, copy } = useCopy();
  return (
    <IconButton label={t(copied ? 'link.copied' : 'link.copy')} variant="default" onClick={() => void copy(value)}>
      {copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
    </IconButton>
  );
}

export function OptionField(drawn: DrawnProps) {
  const { props, call, plugin } = drawn;
  const options = Array.isArray(props['options']) ? (props['options'] as Option[]) : [];
  const chosen = props['selectedOption'] as Option | undefined;
  const icon = (key: string | undefined) => {
    const file = text(options.find((one) => text(one.key) === key)?.icon);
    return file ? <img src={assetOf(plugin.record, file)} alt="" width={16} height={16} /> : null;
  };
  return (
    <Select
      data={options.map(({ key, label, disabled }) => ({
        value: text(key),
        label: text(label),
        disabled: yes(disabled),
      }))}
      value={chosen ? text(chosen.key) : null}
      placeholder={chosen ? text(chosen.label) : text(props['placeholder'])}
      w={yes(props['scaled']) ? '100%' : undefined}
      allowDeselect={false}
      disabled={yes(props['isDisabled'])}
      aria-label={nameOf(drawn)}
      maxDropdownHeight={Number(props['dropDownMaxHeight']) || 260}
      leftSection={icon(chosen && text(chosen.key))}
      renderOption={({ option }) => (
        <Group gap="xs" wrap="nowrap">
          {icon(option.value)}
          {option.label}
        </Group>
      )}
      onChange={(key) =>
        call(
          props['onSelect'],
          options.find((one) => text(one.key) === key),
        )
      }
    />
  );
}
