import { keepPreviousData, useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { api, envelope, type Schemas, unwrap } from '@/api/client';
import { runTask, type Task, type TaskState } from '@/features/transfers';
import { parseDate } from '@/shared/lib/format';
import { notifyError } from '@/shared/notify';
import type { EventFilter } from '../lib/eventSearch';

/** A line of the sign-in history or of the audit trail. */
export interface EventLine {
  key: string;
  when: Date | null;
  who: string;
  /** Number of the action. */
  action: number;
  /** The server's sentence about it. */
  text: string;
  /** What sort of action it was; 0 for sign-ins. */
  kind: number;
  ip: string;
  device: string;
}

export type Log = 'logins' | 'audit';

type Event = Schemas['LoginEventDto'] & { actionType?: number };

function toLine(event: Event): EventLine {
  return {
    key: String(event.id ?? ''),
    when: parseDate(event.date),
    who: event.user ?? '',
    action: event.actionId ?? 0,
    text: event.action ?? '',
    kind: event.actionType ?? 0,
    ip: event.ip ?? '',
    device: [event.browser, event.platform].filter(Boolean).join(' · '),
  };
}

const PAGE = 100;

/** The first moment of the day one chose, or the last one, in the time zone of whoever looks. */
function momentOf(day: string, end: boolean): string {
  return new Date(`${day}T${end ? '23:59:59.999' : '00:00:00'}`).toISOString();
}

function toQuery({ person, from, to, action, kind, place }: EventFilter) {
  return {
    ...(person && { userId: person }),
    ...(from && { from: momentOf(from, false) }),
    ...(to && { to: momentOf(to, true) }),
    ...(action && { action: action as Schemas['MessageAction'] }),
    ...(kind && { actionType: kind as Schemas['ActionType'] }),
    ...(place && { moduleType: place as Schemas['LocationType'] }),
  };
}

/** What happened, the newest first. */
export function useEvents(log: Log, filter: EventFilter) {
  return useInfiniteQuery({
    queryKey: ['events', log, filter],
    queryFn: async ({ pageParam, signal }) => {
      const query = { ...toQuery(filter), count: PAGE, startIndex: pageParam };
      const body = await envelope(
        log === 'logins'
          ? api.GET('/api/2.0/security/audit/login/filter', { params: { query }, signal })
          : api.GET('/api/2.0/security/audit/events/filter', { params: { query }, signal }),
      );
      const events = ((body.response ?? []) as Event[]).map(toLine);
      const total = (body as { total?: number | null }).total ?? null;
      return { events, total, next: pageParam + events.length };
    },
    initialPageParam: 0,
    getNextPageParam: ({ next, total, events }) =>
      events.length === PAGE && (total === null || next < total) ? next : undefined,
    placeholderData: keepPreviousData,
  });
}

const REPORTS = {
  logins: '/api/2.0/security/audit/login/report',
  audit: '/api/2.0/security/audit/events/report',
} as const;

interface ReportState extends TaskState {
  /** Where the table is fetched, once it is there. */
  url: string | null;
}

const WAITING: ReportState = { progress: 0, error: '', finished: false, url: null };

const toState = ({ percentage, error, isCompleted, resultFileUrl }: Schemas['DocumentBuilderTaskDto']) => ({
  progress: percentage,
  error: error ?? '',
  finished: isCompleted,
  url: resultFileUrl,
});

/** A report as a task: what asks for it answers when the table is there; meanwhile one looks how far it is. */
function writing(log: Log): Task<ReportState> {
  const path = REPORTS[log];
  let before: string | null = null;
  let refusal: unknown = null;
  return {
    start: async () => {
      before = (await unwrap(api.GET(path)))?.id ?? null;
      unwrap(api.POST(path)).catch((error: unknown) => {
        refusal = error;
      });
      return WAITING;
    },
    look: async () => {
      const task = await unwrap(api.GET(path));
      if (task && task.id !== before) return toState(task);
      if (refusal) throw refusal;
      return WAITING;
    },
    stop: () => unwrap(api.DELETE(path)),
  };
}

/** Has a CSV file of it all written into My documents and fetches that. */
export function useReport(log: Log, label: string) {
  return useMutation({
    mutationFn: () => runTask('report', label, writing(log)),
    onSuccess: ({ url }) => url && window.location.assign(url),
    onError: (error) => notifyError(error),
  });
}
