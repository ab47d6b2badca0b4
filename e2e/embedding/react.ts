// A page with the React component from npm, unchanged.
import { DocSpace } from '@onlyoffice/docspace-react';
import { createElement } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { handlersFor } from './host.ts';

let root: Root | undefined;
window.heard = [];

window.mount = ({ url, config, handled, email, passwordHash }) => {
  const place = document.getElementById('app');
  if (!place) throw new Error('no #app');
  root = createRoot(place);
  const props = {
    url,
    config: { ...config, events: handlersFor(handled) } as never,
    onSetDocspaceInstance: (instance: unknown) => {
      window.instance = instance as Window['instance'];
    },
    onUnsuccessLogin: () => {
      window.heard.push({ event: 'onUnsuccessLogin', data: undefined });
    },
    ...(email !== undefined && { email, onRequestPasswordHash: () => passwordHash ?? '' }),
  };
  root.render(createElement(DocSpace, props));
};

window.unmount = () => root?.unmount();

window.ask = async (method, ...given) => window.instance[method]?.apply(window.instance, given);
