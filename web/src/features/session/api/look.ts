import { type MantineColorScheme, useMantineColorScheme } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import i18n from 'i18next';
import { useEffect, useRef } from 'react';
import { api, type Schemas, unwrap } from '@/api/client';
import { changeLanguage, languageOf } from '@/shared/i18n';
import { notifyError } from '@/shared/notify';
import { sessionQuery, useSelf } from './session';

type Theme = Schemas['DarkThemeSettingsType'];

const THEMES: Record<MantineColorScheme, Theme> = { light: 'Base', dark: 'Dark', auto: 'System' };
const SCHEMES: Record<Theme, MantineColorScheme> = { Base: 'light', Dark: 'dark', System: 'auto' };

/** Light, dark or as the system: changed at once, and kept with the account for other devices. */
export function useLook() {
  const client = useQueryClient();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { mutate } = useMutation({
    mutationFn: (theme: Theme) => unwrap(api.PUT('/api/2.0/people/theme', { body: { theme } })),
    onError: (error) => notifyError(error),
  });
  const setScheme = (scheme: MantineColorScheme) => {
    const theme = THEMES[scheme];
    setColorScheme(scheme);
    client.setQueryData(sessionQuery.queryKey, (session) =>
      session?.state === 'member' ? { ...session, self: { ...session.self, theme } } : session,
    );
    mutate(theme);
  };
  return { scheme: colorScheme, setScheme };
}

/** Look and language: what the account says when somebody comes in wins over what this browser had. */
export function useLookOfAccount(): void {
  const { theme, cultureName } = useSelf();
  const { setColorScheme } = useMantineColorScheme();
  const applied = useRef(false);
  useEffect(() => {
    if (applied.current) return;
    applied.current = true;
    if (theme) setColorScheme(SCHEMES[theme]);
    const language = languageOf(cultureName);
    if (language && language !== i18n.language) void changeLanguage(language);
  }, [theme, cultureName, setColorScheme]);
}
