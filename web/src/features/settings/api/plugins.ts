// Plugins of the web app (ai/50 of the contract).
import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import i18n from 'i18next';
import { api, type Schemas, unwrap } from '@/api/client';
import { parseDate } from '@/shared/lib/format';
import { notifyDone, notifyError } from '@/shared/notify';

export interface Plugin {
  /** Its id. */
  name: string;
  title: string;
  description: string;
  version: string;
  author: string;
  license: string;
  /** An address of the web; empty for none. */
  homePage: string;
  /** Address of its picture; empty for none. */
  picture: string;
  /** Parts of the app that it extends. */
  scopes: string[];
  enabled: boolean;
  /** Comes with the installation: every space sees it. */
  system: boolean;
  /** A text of its own. */
  settings: string;
  by: string;
  since: Date | null;
}

const KEY = ['plugins'];

/** What a plugin says in the language of the page, else as it says it. */
function inLanguage(texts: Record<string, string | null> | null | undefined, usual: string | null | undefined): string {
  const short = i18n.language.split('-')[0] ?? '';
  const known = Object.entries(texts ?? {}).find(([culture]) => culture.split('-')[0] === short);
  return known?.[1] || usual || '';
}

/** Pictures lie in a folder beside the script. */
function pictureOf(url: string, image: string, version: string): string {
  if (!url || !image) return '';
  const folder = url.slice(0, url.split('?')[0]?.lastIndexOf('/'));
  return `${folder}/assets/${encodeURIComponent(image)}?hash=${encodeURIComponent(version)}`;
}

function webAddress(text: string): string {
  return /^https?:\/\//i.test(text) ? text : '';
}

function toPlugin(plugin: Schemas['WebPluginDto']): Plugin {
  const { name, version, url, image } = plugin;
  return {
    name: name ?? '',
    title: inLanguage(plugin.nameLocale, plugin.pluginName ?? name),
    description: inLanguage(plugin.descriptionLocale, plugin.description),
    version: version ?? '',
    author: plugin.author ?? '',
    license: plugin.license ?? '',
    homePage: webAddress(plugin.homePage ?? ''),
    picture: pictureOf(url ?? '', image ?? '', version ?? ''),
    scopes: (plugin.scopes ?? '').split(',').filter(Boolean),
    enabled: plugin.enabled,
    system: plugin.system,
    settings: plugin.settings ?? '',
    by: plugin.createBy?.displayName ?? '',
    since: parseDate(plugin.createOn),
  };
}

/** The plugins there are, those of the installation first. */
export function usePlugins() {
  return useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) =>
      ((await unwrap(api.GET('/api/2.0/settings/webplugins', { signal }))) ?? []).map(toPlugin),
  });
}

/** Puts a package in, in place of one of its name. */
export function useAddPlugin() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (file: File) => {
      const form = new FormData();
      form.append('file', file, file.name);
      const call = api.POST('/api/2.0/settings/webplugins', {
        body: form as never,
        bodySerializer: (body: unknown) => body as FormData,
      });
      return toPlugin(await unwrap(call));
    },
    onSuccess: ({ title }) => notifyDone(i18n.t('plugins.added', { name: title })),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

async function patch(client: QueryClient, change: (list: Plugin[]) => Plugin[]): Promise<Plugin[] | undefined> {
  await client.cancelQueries({ queryKey: KEY });
  const before = client.getQueryData<Plugin[]>(KEY);
  client.setQueryData<Plugin[]>(KEY, (list) => list && change(list));
  return before;
}

interface PluginChange {
  plugin: Plugin;
  enabled: boolean;
  settings: string;
}

/** Switches a plugin, and keeps a text for it. */
export function useChangePlugin() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ plugin: { name }, enabled, settings }: PluginChange) =>
      unwrap(
        api.PUT('/api/2.0/settings/webplugins/{name}', { params: { path: { name } }, body: { enabled, settings } }),
      ),
    onMutate: ({ plugin, enabled, settings }) =>
      patch(client, (list) => list.map((one) => (one.name === plugin.name ? { ...one, enabled, settings } : one))),
    onError: (error, _change, before) => {
      client.setQueryData(KEY, before);
      notifyError(error);
    },
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

/** Takes a plugin out, with its settings. */
export function useDeletePlugin() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name }: Plugin) =>
      unwrap(api.DELETE('/api/2.0/settings/webplugins/{name}', { params: { path: { name } } })),
    onMutate: ({ name }) => patch(client, (list) => list.filter((one) => one.name !== name)),
    onError: (error, _plugin, before) => {
      client.setQueryData(KEY, before);
      notifyError(error);
    },
    onSuccess: (_answer, { title }) => notifyDone(i18n.t('plugins.deleted', { name: title })),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}
