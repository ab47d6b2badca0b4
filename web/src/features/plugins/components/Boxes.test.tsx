import { MantineProvider } from '@mantine/core';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { Control } from '../lib/contract';
import type { Actor } from '../lib/loaded';
import { Boxes } from './Boxes';

const plugin: Actor = {
  record: { name: 'words', pluginName: 'Words', version: '1', url: '/p/plugin.js', scopes: [], settings: null },
  object: {},
};

function show(...children: Control[]) {
  render(
    <MantineProvider>
      <Boxes plugin={plugin} box={{ children }} />
    </MantineProvider>,
  );
  return userEvent.setup();
}

test('a field is called as the words before it, by itself, or as its plugin', () => {
  show(
    { component: 'label', props: { text: 'Word' } },
    { component: 'input', props: { value: '' } },
    { component: 'input', props: { value: '', placeholder: 'three' } },
    { component: 'textArea', props: { value: '', heightTextArea: 80 } },
  );
  expect(screen.getAllByRole('textbox').map((field) => field.getAttribute('aria-label'))).toEqual([
    'Word',
    'three',
    'Words',
  ]);
});

test('what is typed is there at once, though the plugin answers late', async () => {
  const waiting: ((props: object) => void)[] = [];
  const onChange = vi.fn(
    (value: string) =>
      new Promise((done) =>
        waiting.push(() => done({ actions: ['update-props'], newProps: { value: value.toUpperCase() } })),
      ),
  );
  const user = show({ component: 'input', props: { value: '', onChange } });
  const field = screen.getByRole<HTMLInputElement>('textbox');
  await user.type(field, 'abc');
  expect(field.value).toBe('abc');
  // The answer to the first letter comes when there are three.
  waiting[0]?.({});
  waiting[1]?.({});
  await Promise.resolve();
  expect(field.value).toBe('abc');
  waiting[2]?.({});
  await waitFor(() => expect(field.value).toBe('ABC'));
});

test('a button that waits for its handler is not pressed twice', async () => {
  let finish: (answer: unknown) => void = () => {};
  const onClick = vi.fn(() => new Promise((done) => (finish = done)));
  const user = show({ component: 'button', props: { label: 'Go', disableWhileRequestRunning: true, onClick } });
  const button = screen.getByRole<HTMLButtonElement>('button');
  await user.click(button);
  expect(button.disabled).toBe(true);
  await user.click(button);
  expect(onClick).toHaveBeenCalledTimes(1);
  finish({ actions: ['update-props'], newProps: { label: 'Gone' } });
  await waitFor(() => expect(button.disabled).toBe(false));
  expect(button.textContent).toBe('Gone');
});

test('controls change others by their names', async () => {
  const onChange = () => ({ actions: ['update-context'], contextProps: [{ name: 'sum', props: { text: 'On' } }] });
  const user = show(
    { component: 'text', contextName: 'sum', props: { text: 'Off' } },
    { component: 'toggleButton', props: { label: 'Light', isChecked: false, onChange } },
  );
  await user.click(screen.getByRole('switch', { name: 'Light' }));
  await screen.findByText('On');
});

test('what no control is, is not drawn, and a page of a plugin runs unless it is told not to', () => {
  show(
    { component: 'marquee', props: { text: 'No' } },
    { component: 'iFrame', props: { name: 'free', src: '/x' } },
    { component: 'iFrame', props: { name: 'bound', src: '/x', sandbox: 'allow-forms' } },
  );
  expect(screen.queryByText('No')).toBeNull();
  expect(screen.getByTitle('free').hasAttribute('sandbox')).toBe(false);
  expect(screen.getByTitle('bound').getAttribute('sandbox')).toBe('allow-forms');
});
