import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import i18n from 'i18next';
import { api, envelope, type Schemas, unwrap } from '@/api/client';
import { parseDate } from '@/shared/lib/format';
import { notifyDone, notifyError } from '@/shared/notify';
import { type DeliveryFilter, OUTCOMES } from '../lib/deliverySearch';

/** Something a webhook was told. */
export interface Delivery {
  id: number;
  /** Name of the webhook. */
  name: string;
  trigger: number;
  uri: string;
  created: Date | null;
  /** When it was answered, or given up; null while it is on its way. */
  sent: Date | null;
  /** How it was answered; 0 for not at all. */
  status: number;
  request: { headers: string; body: string };
  answer: { headers: string; body: string };
}

function toDelivery(line: Schemas['WebhooksLogDto']): Delivery {
  return {
    id: line.id,
    name: line.configName ?? '',
    trigger: line.trigger ?? 0,
    uri: line.route ?? '',
    created: parseDate(line.creationTime),
    sent: parseDate(line.delivery),
    status: line.status ?? 0,
    request: { headers: line.requestHeaders ?? '', body: line.requestPayload ?? '' },
    answer: { headers: line.responseHeaders ?? '', body: line.responsePayload ?? '' },
  };
}

/** Lines of a page. */
export const PAGE = 50;
const KEY = ['deliveries'];
/** While something is on its way, milliseconds until one looks again. */
const SOON = 1500;

/** The first moment of a day, or the last one, in the time zone of whoever looks. */
function momentOf(day: string, end: boolean): string {
  return new Date(`${day}T${end ? '23:59:59.999' : '00:00:00'}`).toISOString();
}

function toQuery({ hook, trigger, outcome, from, to, page = 1 }: DeliveryFilter) {
  const group = OUTCOMES.find(({ name }) => name === outcome)?.number;
  return {
    ...(hook && { configId: hook }),
    ...(trigger && { trigger: trigger as Schemas['WebhookTrigger'] }),
    ...(group && { groupStatus: group as Schemas['WebhookGroupStatus'] }),
    ...(from && { deliveryFrom: momentOf(from, false) }),
    ...(to && { deliveryTo: momentOf(to, true) }),
    count: PAGE,
    startIndex: (page - 1) * PAGE,
  };
}

/** A page of what webhooks were told, the newest first. */
export function useDeliveries(filter: DeliveryFilter) {
  return useQuery({
    queryKey: [...KEY, filter],
    queryFn: async ({ signal }) => {
      const query = toQuery(filter);
      const body = await envelope(api.GET('/api/2.0/settings/webhooks/log', { params: { query }, signal }));
      const list = (body.response ?? []).map(toDelivery);
      return { list, total: (body as { total?: number }).total ?? list.length };
    },
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.list.some(({ sent }) => sent === null) ? SOON : false),
  });
}

/** Tells things again, as new lines. */
export function useSendAgain() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (ids: number[]) => {
      const [first] = ids;
      if (first !== undefined && ids.length === 1)
        await unwrap(api.PUT('/api/2.0/settings/webhook/{id}/retry', { params: { path: { id: first } } }));
      else await unwrap(api.PUT('/api/2.0/settings/webhook/retry', { body: { ids } }));
    },
    onSuccess: (_lines, ids) => notifyDone(i18n.t('webhooks.sentAgain', { count: ids.length })),
    onError: (error) => notifyError(error),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}
