import { MantineProvider } from '@mantine/core';
import { fireEvent, render, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { IconTrash } from '../ui/icons';
import { RowGrid } from './RowGrid';
import { useSelection } from './useSelection';

const run = vi.fn();
const PEOPLE = [{ key: 'abe' }, { key: 'bea' }];

function List() {
  const selection = useSelection(PEOPLE);
  return (
    <RowGrid
      items={PEOPLE}
      total={PEOPLE.length}
      label="People"
      nameOf={({ key }) => key}
      selection={selection}
      headings={[{ id: 'name', label: 'Name' }]}
      picture={() => null}
      cells={({ key }) => <div role="gridcell">{key}</div>}
      actionsFor={() => [{ id: 'disable', label: 'Disable', icon: IconTrash, shortcut: 'D', run }]}
      onSeen={() => undefined}
    />
  );
}

test('a key that comes before the focus is in the menu neither closes it nor reaches the list', async () => {
  render(
    <MantineProvider env="test">
      <List />
    </MantineProvider>,
  );
  const row = screen.getByText('abe');
  fireEvent.focus(row);
  fireEvent.keyDown(row, { key: 'ContextMenu' });
  const item = await screen.findByRole('menuitem', { name: /Disable/ });
  fireEvent.keyDown(row, { key: 'd' });
  expect(run).not.toHaveBeenCalled();
  expect(item).toBeTruthy();
  expect(screen.getByRole('menuitem', { name: /Disable/ })).toBeTruthy();
});
