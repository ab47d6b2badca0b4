// Each control of a plugin, drawn with the app's own.
import { Button, Checkbox, Image, InputError, InputLabel, Skeleton, Switch, Text } from '@mantine/core';
import { type Actor, assetOf } from '../lib/loaded';
import { length, type Props, text, textStyle, yes } from '../lib/looks';
import { LineField, OptionField, TextField } from './Fields';

export interface DrawnProps {
  kind: string;
  props: Props;
  /** What stands before it, and names it where it has no name of its own. */
  caption: string;
  /** A handler is at it. */
  running: boolean;
  call: (handler: unknown, ...given: unknown[]) => void;
  /** Changes its props at once, before its handler says anything. */
  change: (props: Props) => void;
  plugin: Actor;
}

export function Drawn(drawn: DrawnProps) {
  switch (drawn.kind) {
    case 'text':
      return <Words {...drawn} />;
    case 'label':
      return <Label {...drawn} />;
    case 'button':
      return <Push {...drawn} />;
    case 'checkbox':
      return <Tick {...drawn} />;
    case 'toggleButton':
      return <Toggle {...drawn} />;
    case 'comboBox':
      return <OptionField {...drawn} />;
    case 'input':
      return <LineField {...drawn} />;
    case 'textArea':
      return <TextField {...drawn} />;
    case 'img':
      return <Picture {...drawn} />;
    case 'iFrame':
      return <Page {...drawn} />;
    case 'skeleton':
      return <Waiting {...drawn} />;
    default:
      return null;
  }
}

function Words({ props }: DrawnProps) {
  return (
    <Text
      size={length(props['fontSize']) ?? 'sm'}
      fw={yes(props['isBold']) ? 700 : Number(props['fontWeight']) || undefined}
      title={text(props['title']) || undefined}
      style={textStyle(props)}
    >
      {text(props['text'])}
    </Text>
  );
}

function Label({ props }: DrawnProps) {
  const { display } = textStyle(props);
  return (
    <div style={{ display: display ?? 'block' }} title={text(props['title']) || undefined}>
      {/* Fields take its words as their name; it is no label of HTML, which would name nothing. */}
      <InputLabel labelElement="div" required={yes(props['isRequired'])}>
        {text(props['text'])}
      </InputLabel>
      {(yes(props['error']) || text(props['error'])) && <InputError>{text(props['error'])}</InputError>}
    </div>
  );
}

const SIZES: Record<string, string> = { 'extra-small': 'xs', small: 'sm', normal: 'sm', medium: 'md' };

function Push({ props, running, call, plugin }: DrawnProps) {
  const icon = text(props['icon']);
  const waits = yes(props['isLoading']) || (yes(props['withLoadingAfterClick']) && running);
  return (
    <Button
      size={SIZES[text(props['size'])] ?? 'sm'}
      variant={yes(props['primary']) ? 'filled' : 'default'}
      fullWidth={yes(props['scale'])}
      loading={waits}
      disabled={yes(props['isDisabled']) || (yes(props['disableWhileRequestRunning']) && running)}
      leftSection={icon ? <img src={assetOf(plugin.record, icon)} alt="" width={16} height={16} /> : undefined}
      onClick={() => call(props['onClick'])}
    >
      {text(props['label'])}
    </Button>
  );
}

function Tick({ props, caption, call }: DrawnProps) {
  const label = text(props['label']);
  return (
    <Checkbox
      label={label}
      {...(!label && { 'aria-label': caption })}
      title={text(props['title']) || undefined}
      name={text(props['name']) || undefined}
      value={text(props['value']) || undefined}
      error={yes(props['hasError'])}
      checked={yes(props['isChecked'])}
      indeterminate={yes(props['isIndeterminate'])}
      disabled={yes(props['isDisabled'])}
      onChange={() => call(props['onChange'])}
    />
  );
}

function Toggle({ props, caption, call }: DrawnProps) {
  const label = text(props['label']);
  return (
    <Switch
      label={label}
      {...(!label && { 'aria-label': caption })}
      checked={yes(props['isChecked'])}
      disabled={yes(props['isDisabled'])}
      onChange={() => call(props['onChange'])}
    />
  );
}

/** Whole addresses stay, everything else is a file of the plugin. */
function addressOf({ record }: Actor, src: string): string {
  return /^(https?:|data:image\/|blob:|\/)/.test(src) ? src : assetOf(record, src);
}

/** One side, or both in CSS's order. */
function sides(props: Props): { width: string | undefined; height: string | undefined } {
  const size = length(props['size']);
  return { width: length(props['width']) ?? size, height: length(props['height']) ?? size };
}

function Picture({ props, plugin }: DrawnProps) {
  const { width, height } = sides(props);
  return (
    <Image
      src={addressOf(plugin, text(props['src']))}
      alt={text(props['alt'])}
      w={width ?? 'auto'}
      h={height}
      maw="100%"
      fit="contain"
    />
  );
}

function Page({ props, plugin: { record } }: DrawnProps) {
  const sandbox = text(props['sandbox']);
  const { width, height } = sides(props);
  return (
    <iframe
      id={text(props['id']) || undefined}
      name={text(props['name']) || undefined}
      title={text(props['title']) || text(props['name']) || record.pluginName}
      src={text(props['src']) || undefined}
      {...(sandbox && { sandbox })}
      style={{ display: 'block', width: width ?? '100%', height: height ?? '320px', border: 0 }}
    />
  );
}

function Waiting({ props }: DrawnProps) {
  return (
    <Skeleton
      width={length(props['width']) ?? '100%'}
      height={length(props['height']) ?? 16}
      radius={length(props['borderRadius'])}
    />
  );
}
