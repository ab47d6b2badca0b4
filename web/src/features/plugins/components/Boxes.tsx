// The controls of plugins (ai/50 §4.5 of the contract): their boxes, their handlers, and what those change.
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { Answer, Box, Control } from '../lib/contract';
import type { Actor } from '../lib/loaded';
import { boxStyle, type Props, text } from '../lib/looks';
import { type Controls, perform } from '../lib/perform';
import { Drawn } from './Drawn';

type Change = (props: Props) => void;

interface Place {
  plugin: Actor;
  /** Controls that others may change, by name. */
  named: Map<string, Change>;
  keep: Controls['keep'];
}

const Here = createContext<Place | null>(null);

interface PluginPlaceProps {
  plugin: Actor;
  /** Keeps the plugin's settings; absent where it may not. */
  keep?: Controls['keep'];
  children: ReactNode;
}

/** Where controls of a plugin stand, and know each other. */
export function PluginPlace({ plugin, keep, children }: PluginPlaceProps) {
  const place = useMemo(() => ({ plugin, keep, named: new Map<string, Change>() }), [plugin, keep]);
  return <Here.Provider value={place}>{children}</Here.Provider>;
}

/** A box with everything in it, in a place of its own. */
export function Boxes({ plugin, box }: { plugin: Actor; box: Box }) {
  return (
    <PluginPlace plugin={plugin}>
      <BoxView props={box} />
    </PluginPlace>
  );
}

/** Words before a field are its name, for those who do not see that they stand there. */
function captionOf(before: Control | undefined): string {
  return before?.component === 'label' || before?.component === 'text' ? text(before.props?.['text']) : '';
}

export function BoxView({ props }: { props: Props }) {
  const children = Array.isArray(props['children']) ? (props['children'] as Control[]) : [];
  return (
    <div style={boxStyle(props)}>
      {children.map((control, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: controls of a box have no names, and stay in their order
        <ControlView key={index} control={control} caption={captionOf(children[index - 1])} />
      ))}
    </div>
  );
}

/** One control, as its plugin describes it and its handlers change it. */
export function ControlView({ control, caption = '' }: { control: Control; caption?: string }) {
  const place = useContext(Here);
  const [changed, setChanged] = useState<{ of: Control; props: Props }>({ of: control, props: {} });
  const [running, setRunning] = useState(0);
  const turn = useRef(0);
  const own = useRef(control);
  own.current = control;
  const [change] = useState(
    (): Change => (more) => {
      const of = own.current;
      setChanged((before) => ({ of, props: { ...(before.of === of ? before.props : {}), ...more } }));
    },
  );
  const name = control.contextName;
  useEffect(() => {
    if (!place || !name) return;
    place.named.set(name, change);
    return () => void place.named.delete(name);
  }, [place, name, change]);
  if (!place) return null;

  const call = (handler: unknown, ...given: unknown[]) => {
    if (typeof handler !== 'function') return;
    turn.current += 1;
    const mine = turn.current;
    const controls: Controls = {
      // What was typed since is newer than what an older call makes of the text.
      change: ({ value, ...more }) => change(value === undefined || mine !== turn.current ? more : { ...more, value }),
      changeOther: (other, more) => place.named.get(other)?.(more),
      keep: place.keep,
    };
    setRunning((count) => count + 1);
    const handle = () => (handler as (...given: unknown[]) => Answer)(...given);
    void perform(place.plugin, handle, controls).finally(() => setRunning((count) => count - 1));
  };
  const props = { ...control.props, ...(changed.of === control ? changed.props : {}) };
  if (control.component === 'box') return <BoxView props={props} />;
  return (
    <Drawn
      kind={control.component}
      props={props}
      caption={caption}
      running={running > 0}
      call={call}
      change={change}
      plugin={place.plugin}
    />
  );
}
