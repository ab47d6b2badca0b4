import { Kbd, Menu } from '@mantine/core';
import { Fragment } from 'react';
import type { Action } from './action';

/** The items of a menu for chosen entries. */
export function ActionItems({ actions }: { actions: Action[] }) {
  return actions.map((action, index) => (
    <Fragment key={action.id}>
      {action.apart && index > 0 && <Menu.Divider />}
      {action.items ? <ItemsBeside action={action} items={action.items} /> : <ActionItem action={action} />}
    </Fragment>
  ));
}

function ActionItem({ action: { label, icon: Glyph, shortcut, danger, run } }: { action: Action }) {
  return (
    <Menu.Item
      color={danger ? 'var(--atrium-danger)' : undefined}
      leftSection={<Glyph size={17} stroke={1.7} aria-hidden />}
      rightSection={shortcut ? <Kbd size="xs">{shortcut}</Kbd> : null}
      onClick={run}
    >
      {label}
    </Menu.Item>
  );
}

function ItemsBeside({ action: { label, icon: Glyph }, items }: { action: Action; items: Action[] }) {
  return (
    <Menu.Sub>
      <Menu.Sub.Target>
        <Menu.Sub.Item leftSection={<Glyph size={17} stroke={1.7} aria-hidden />}>{label}</Menu.Sub.Item>
      </Menu.Sub.Target>
      <Menu.Sub.Dropdown>
        <ActionItems actions={items} />
      </Menu.Sub.Dropdown>
    </Menu.Sub>
  );
}

export interface MenuPoint {
  x: number;
  y: number;
}

interface ActionMenuProps {
  /** Where it opens; null while closed. */
  at: MenuPoint | null;
  actions: Action[];
  label: string;
  onClose: () => void;
}

const OUTSIDE = ['mousedown', 'touchstart'];

/** The menu of the right mouse button and of the menu key. */
export function ActionMenu({ at, actions, label, onClose }: ActionMenuProps) {
  return (
    <Menu
      opened={at !== null}
      onClose={onClose}
      position="bottom-start"
      width={224}
      withinPortal
      // The focus comes here a moment later: what is typed until then must not close it.
      clickOutsideEvents={OUTSIDE}
      // A long menu near the edge moves up over the point it was opened at.
      middlewares={{ flip: false, shift: { mainAxis: true, crossAxis: true, padding: 8 } }}
    >
      <Menu.Target>
        <span
          aria-hidden="true"
          style={{ position: 'fixed', left: at?.x ?? 0, top: at?.y ?? 0, width: 0, height: 0 }}
        />
      </Menu.Target>
      <Menu.Dropdown aria-label={label} mah="calc(100dvh - 16px)" style={{ overflowY: 'auto' }}>
        <ActionItems actions={actions} />
      </Menu.Dropdown>
    </Menu>
  );
}
