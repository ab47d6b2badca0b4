// The controls of plugins (ai/50 §4.5 of the contract), drawn with the app's own.
import {
  Button,
  Checkbox,
  Image,
  InputLabel,
  Select,
  Skeleton,
  Switch,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { type CSSProperties, createContext, useContext, useEffect, useMemo, useState } from 'react';
import type { Answer, Box, Control } from '../lib/contract';
import { assetOf, type Loaded } from '../lib/loaded';
import { type Controls, perform } from '../lib/perform';

type Props = Record<string, unknown>;
type Change = (props: Props) => void;

interface Place {
  plugin: Loaded;
  /** Controls that others may change, by name. */
  named: Map<string, Change>;
}

const Here = createContext<Place | null>(null);

/** A box with everything in it. */
export function Boxes({ plugin, box }: { plugin: Loaded; box: Box }) {
  const place = useMemo(() => ({ plugin, named: new Map<string, Change>() }), [plugin]);
  return (
    <Here.Provider value={place}>
      <BoxView props={box} />
    </Here.Provider>
  );
}

const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
const yes = (value: unknown) => value === true;

function styleOf(box: Props): CSSProperties {
  const named: Props = {
    width: box['widthProp'],
    height: box['heightProp'],
    padding: box['paddingProp'],
    margin: box['marginProp'],
    display: box['displayProp'],
    flex: box['flexProp'],
    overflow: box['overflowProp'],
    background: box['backgroundProp'],
  };
  for (const same of ['flexDirection', 'flexWrap', 'flexBasis', 'alignItems', 'alignContent', 'alignSelf'])
    named[same] = box[same];
  for (const same of ['justifyContent', 'justifyItems', 'justifySelf', 'gridArea', 'textAlign'])
    named[same] = box[same];
  const border = box['borderProp'];
  if (typeof border === 'string') named['border'] = border;
  else if (typeof border === 'object' && border !== null) {
    const { color, radius, style, width } = border as Props;
    named['border'] = `${text(width) || '1px'} ${text(style) || 'solid'} ${text(color) || 'currentColor'}`;
    named['borderRadius'] = radius;
  }
  const kept = Object.entries(named).filter(([, value]) => typeof value === 'string');
  return { maxWidth: '100%', ...Object.fromEntries(kept) };
}

function BoxView({ props }: { props: Props }) {
  const children = Array.isArray(props['children']) ? (props['children'] as Control[]) : [];
  return (
    <div style={styleOf(props)}>
      {children.map((control, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: controls of a box have no names, and stay in their order
        <ControlView key={index} control={control} />
      ))}
    </div>
  );
}

function ControlView({ control }: { control: Control }) {
  const place = useContext(Here);
  const [changed, setChanged] = useState<{ of: Control; props: Props }>({ of: control, props: {} });
  const name = control.contextName;
  useEffect(() => {
    if (!place || !name) return;
    place.named.set(name, (more) => setChanged(({ of, props }) => ({ of, props: { ...props, ...more } })));
    return () => void place.named.delete(name);
  }, [place, name]);
  if (!place) return null;
  const props = { ...control.props, ...(changed.of === control ? changed.props : {}) };
  const controls: Controls = {
    change: (more) => setChanged({ of: control, props: { ...(changed.of === control ? changed.props : {}), ...more } }),
    changeOther: (other, more) => place.named.get(other)?.(more),
  };
  const call = (handler: unknown, ...given: unknown[]) => {
    if (typeof handler !== 'function') return;
    void perform(place.plugin, () => (handler as (...given: unknown[]) => Answer)(...given), controls);
  };
  return <Drawn kind={control.component} props={props} call={call} plugin={place.plugin} />;
}

const SIZES: Record<string, string> = { 'extra-small': 'xs', small: 'sm', normal: 'sm', medium: 'md' };

interface DrawnProps {
  kind: string;
  props: Props;
  call: (handler: unknown, ...given: unknown[]) => void;
  plugin: Loaded;
}

function Drawn({ kind, props, call, plugin }: DrawnProps) {
  const label = text(props['label']);
  const disabled = yes(props['isDisabled']);
  switch (kind) {
    case 'box':
      return <BoxView props={props} />;
    case 'text':
      return (
        <Text
          size={text(props['fontSize']) || 'sm'}
          fw={yes(props['isBold']) ? 700 : Number(props['fontWeight']) || undefined}
          style={{ overflowWrap: 'anywhere' }}
        >
          {text(props['text'])}
        </Text>
      );
    case 'label':
      return <InputLabel required={yes(props['isRequired'])}>{text(props['text'])}</InputLabel>;
    case 'button':
      return (
        <Button
          size={SIZES[text(props['size'])] ?? 'sm'}
          variant={yes(props['primary']) ? 'filled' : 'default'}
          fullWidth={yes(props['scale'])}
          loading={yes(props['isLoading'])}
          disabled={disabled}
          onClick={() => call(props['onClick'])}
        >
          {label}
        </Button>
      );
    case 'checkbox':
      return (
        <Checkbox
          label={label}
          checked={yes(props['isChecked'])}
          indeterminate={yes(props['isIndeterminate'])}
          disabled={disabled}
          onChange={() => call(props['onChange'])}
        />
      );
    case 'toggleButton':
      return (
        <Switch
          label={label}
          checked={yes(props['isChecked'])}
          disabled={disabled}
          onChange={() => call(props['onChange'])}
        />
      );
    case 'comboBox': {
      const options = Array.isArray(props['options']) ? (props['options'] as Props[]) : [];
      const chosen = props['selectedOption'] as Props | undefined;
      return (
        <Select
          data={options.map(({ key, label: name }) => ({ value: text(key), label: text(name) }))}
          value={chosen ? text(chosen['key']) : null}
          allowDeselect={false}
          disabled={disabled}
          aria-label={label || text(chosen?.['label'])}
          onChange={(key) =>
            call(
              props['onSelect'],
              options.find((one) => text(one['key']) === key),
            )
          }
        />
      );
    }
    case 'input':
      return (
        <TextInput
          type={text(props['type']) || 'text'}
          value={text(props['value'])}
          placeholder={text(props['placeholder'])}
          aria-label={label || text(props['placeholder']) || plugin.record.pluginName}
          maxLength={Number(props['maxLength']) || undefined}
          readOnly={yes(props['isReadOnly'])}
          error={yes(props['hasError'])}
          disabled={disabled}
          onChange={({ currentTarget }) => call(props['onChange'], currentTarget.value)}
          onBlur={({ currentTarget }) => call(props['onBlur'], currentTarget.value)}
        />
      );
    case 'textArea':
      return (
        <Textarea
          autosize
          minRows={3}
          maxRows={12}
          value={text(props['value'])}
          placeholder={text(props['placeholder'])}
          aria-label={label || text(props['placeholder']) || plugin.record.pluginName}
          maxLength={Number(props['maxLength']) || undefined}
          disabled={disabled}
          onChange={({ currentTarget }) => call(props['onChange'], currentTarget.value)}
        />
      );
    case 'img':
      return <Image src={addressOf(plugin, text(props['src']))} alt={text(props['alt'])} w="auto" maw="100%" />;
    case 'iFrame':
      return (
        <iframe
          id={text(props['id'])}
          title={text(props['name']) || plugin.record.pluginName}
          src={text(props['src'])}
          sandbox={text(props['sandbox'])}
          style={{ width: text(props['width']) || '100%', height: text(props['height']) || '320px', border: 0 }}
        />
      );
    case 'skeleton':
      return <Skeleton width={text(props['width']) || '100%'} height={text(props['height']) || 16} />;
    default:
      return null;
  }
}

/** Whole addresses stay, everything else is a file of the plugin. */
function addressOf(plugin: Loaded, src: string): string {
  return /^(https?:|data:image\/|blob:|\/)/.test(src) ? src : assetOf(plugin.record, src);
}
