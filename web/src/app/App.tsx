import { MantineProvider } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEditorWish, useFrame } from '@/shared/embed';
import { queryClient } from './queryClient';
import { router } from './router';
import { cssVariables, theme } from './theme';

export function App() {
  const scheme = useSchemeOfFrame();
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      {...(scheme && { forceColorScheme: scheme })}
    >
      <QueryClientProvider client={queryClient}>
        <Notifications position="bottom-center" limit={4} />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}

/** In a frame the page around it says how things look; undefined in a window of our own. */
function useSchemeOfFrame(): 'light' | 'dark' | undefined {
  const frame = useFrame();
  const { scheme } = useEditorWish();
  const dark = useMediaQuery('(prefers-color-scheme: dark)', undefined, { getInitialValueInEffect: false });
  if (!frame) return undefined;
  const editing = frame.mode === 'editor' || frame.mode === 'viewer';
  if (editing && scheme) return scheme;
  if (frame.theme === 'Base') return 'light';
  return frame.theme === 'Dark' || dark ? 'dark' : 'light';
}
