import '@fontsource-variable/figtree';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './app/global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { frameId } from './shared/embed';
import { startI18n } from './shared/i18n';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
void startI18n().then(() => {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
  if (frameId !== null) void import('./app/frame').then(({ startFrame }) => startFrame());
});
