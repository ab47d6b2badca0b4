import { useComputedColorScheme } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, unwrap } from '@/api/client';
import { type Brand, LOGO, pictureOf, type Tone, toBrand } from '../lib/brand';
import { sessionQuery } from './session';

/** Name and logos, for strangers too. Below the session: what changes there may change these. */
export const brandQuery = queryOptions({
  queryKey: [...sessionQuery.queryKey, 'brand'],
  queryFn: async ({ signal }): Promise<Brand> => {
    const [settings, logos] = await Promise.all([
      unwrap(api.GET('/api/2.0/settings', { signal })),
      unwrap(api.GET('/api/2.0/settings/whitelabel/logos', { signal })),
    ]);
    return toBrand(settings.logoText, logos ?? []);
  },
  staleTime: 5 * 60_000,
});

/** How the space looks; undefined until that is known, null where it cannot be. */
export function useBrand(): Brand | null | undefined {
  const { data, isError } = useQuery(brandQuery);
  return data ?? (isError ? null : undefined);
}

/** The ground of the page. */
export function useTone(): Tone {
  return useComputedColorScheme('light', { getInitialValueInEffect: false });
}

/** Gives the browser's tab the name and the sign of the space. */
export function useBrandOfTab(): void {
  const brand = useBrand();
  // Tabs follow the system, whatever the page looks like.
  const dark = useMediaQuery('(prefers-color-scheme: dark)', undefined, { getInitialValueInEffect: false });
  const sign = brand && pictureOf(brand, LOGO.favicon, dark ? 'dark' : 'light');
  useEffect(() => {
    if (brand) document.title = brand.name;
  }, [brand]);
  useEffect(() => {
    if (sign !== undefined) showSign(sign ?? '/favicon.svg');
  }, [sign]);
}

function showSign(address: string): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (!link || link.getAttribute('href') === address) return;
  link.type = /\.svg(\?|$)/.test(address) ? 'image/svg+xml' : 'image/png';
  link.setAttribute('href', address);
}
