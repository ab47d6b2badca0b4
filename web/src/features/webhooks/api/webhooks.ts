import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import i18n from 'i18next';
import { api, type Schemas, unwrap } from '@/api/client';
import { parseDate } from '@/shared/lib/format';
import { notifyDone, notifyError } from '@/shared/notify';

/** An address that is told what happens here. */
export interface Webhook {
  id: number;
  name: string;
  uri: string;
  enabled: boolean;
  /** The certificate of its server is checked. */
  ssl: boolean;
  /** What it hears of: numbers of triggers added up, 0 for everything. */
  triggers: number;
  /** The one room, folder, file, person or group it hears of; empty for all. */
  target: string;
  owner: { id: string; name: string };
  /** How it answered last; 0 while it has not. */
  status: number;
  failed: Date | null;
  failure: string;
  succeeded: Date | null;
}

export interface WebhookDraft {
  name: string;
  uri: string;
  /** Empty keeps the one there is. */
  secret: string;
  enabled: boolean;
  ssl: boolean;
  triggers: number;
  target: string;
}

const KEY = ['webhooks'];

function toWebhook(config: Schemas['WebhooksConfigDto'], status: number): Webhook {
  return {
    id: config.id,
    name: config.name ?? '',
    uri: config.uri ?? '',
    enabled: config.enabled ?? false,
    ssl: config.ssl ?? false,
    triggers: config.triggers ?? 0,
    target: config.targetId ?? '',
    owner: { id: config.createdBy?.id ?? '', name: config.createdBy?.displayName ?? '' },
    status,
    failed: parseDate(config.lastFailureOn),
    failure: config.lastFailureContent ?? '',
    succeeded: parseDate(config.lastSuccessOn),
  };
}

/** Webhooks of the space for administrators, one's own for others. */
export function useWebhooks() {
  return useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => {
      const list = (await unwrap(api.GET('/api/2.0/settings/webhook', { signal }))) ?? [];
      return list.flatMap(({ configs, status }) => (configs ? [toWebhook(configs, status ?? 0)] : []));
    },
  });
}

/** Something there is to hear of. */
export interface Trigger {
  /** `file.created`; `*` for everything. */
  name: string;
  number: number;
}

/** What of it the caller may choose. */
export function useTriggers() {
  return useQuery({
    queryKey: [...KEY, 'triggers'],
    queryFn: async ({ signal }): Promise<Trigger[]> => {
      const list = (await unwrap(api.GET('/api/2.0/settings/webhook/triggers', { signal }))) ?? [];
      return list
        .filter(({ available }) => available)
        .map(({ name, id }) => ({ name: name ?? '', number: Number(id ?? 0) }));
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

function toBody({ name, uri, secret, target, triggers, ...draft }: WebhookDraft) {
  return {
    ...draft,
    name: name.trim(),
    uri: uri.trim(),
    // More bits than the description has.
    triggers: triggers as Schemas['WebhookTrigger'],
    targetId: target.trim() || null,
    ...(secret && { secretKey: secret }),
  };
}

/** Makes a webhook, or changes the one with this id. Its address must answer. */
export function useSaveWebhook() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, draft }: { id: number | null; draft: WebhookDraft }) =>
      id === null
        ? unwrap(api.POST('/api/2.0/settings/webhook', { body: toBody(draft) }))
        : unwrap(api.PUT('/api/2.0/settings/webhook', { body: { id, ...toBody(draft) } })),
    onSuccess: (_saved, { id, draft }) =>
      notifyDone(i18n.t(id === null ? 'webhooks.made' : 'webhooks.changed', { name: draft.name.trim() })),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

async function patch(client: QueryClient, change: (list: Webhook[]) => Webhook[]): Promise<Webhook[] | undefined> {
  await client.cancelQueries({ queryKey: KEY, exact: true });
  const before = client.getQueryData<Webhook[]>(KEY);
  client.setQueryData<Webhook[]>(KEY, (list) => list && change(list));
  return before;
}

/** Switches a webhook on or off. */
export function useSwitchWebhook() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ webhook: { id, name, uri }, on }: { webhook: Webhook; on: boolean }) =>
      unwrap(api.PUT('/api/2.0/settings/webhook/enable', { body: { id, name, uri, enabled: on } })),
    onMutate: ({ webhook, on }) =>
      patch(client, (list) => list.map((one) => (one.id === webhook.id ? { ...one, enabled: on } : one))),
    onError: (error, _change, before) => {
      client.setQueryData(KEY, before);
      notifyError(error);
    },
    onSettled: () => client.invalidateQueries({ queryKey: KEY, exact: true }),
  });
}

/** Deletes a webhook for good: its secret is known to nobody. */
export function useDeleteWebhook() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: Webhook) => unwrap(api.DELETE('/api/2.0/settings/webhook/{id}', { params: { path: { id } } })),
    onMutate: ({ id }) => patch(client, (list) => list.filter((one) => one.id !== id)),
    onError: (error, _webhook, before) => {
      client.setQueryData(KEY, before);
      notifyError(error);
    },
    onSuccess: (_deleted, { name }) => notifyDone(i18n.t('webhooks.deleted', { name })),
    onSettled: () => client.invalidateQueries({ queryKey: KEY, exact: true }),
  });
}
