// The one place that talks HTTP. Typed by the OpenAPI document; sends the session cookie and nothing else.
import createClient from 'openapi-fetch';
import type { components, paths } from './schema';

export type Schemas = components['schemas'];

/** A failed call, with a sentence for the person in front of the screen where the server gave one. */
export class ApiError extends Error {
  readonly status: number;
  /** What the server said; empty when it said nothing readable. */
  readonly detail: string;

  constructor(status: number, detail: string) {
    super(detail || `HTTP ${status}`);
    this.name = 'ApiError';
    this.status = status;
    this.detail = detail;
  }
}

/** Status 0 stands for "the server could not be reached". */
export const OFFLINE = 0;

// `fetch` is looked up on each call so that tests can replace it.
export const api = createClient<paths>({
  baseUrl: globalThis.location?.origin ?? '',
  credentials: 'same-origin',
  fetch: (request) => globalThis.fetch(request),
});

let shareKey: string | null = null;

/** While somebody looks in through a link, every call carries the link's key. */
export function setShareKey(key: string | null): void {
  shareKey = key;
}

/** The same for addresses that the browser fetches by itself. */
export function withShareKey(url: string): string {
  return shareKey ? `${url}&share=${encodeURIComponent(shareKey)}` : url;
}

api.use({
  onRequest({ request }) {
    if (shareKey) request.headers.set('Request-Token', shareKey);
    return request;
  },
});

interface ErrorBody {
  error?: { message?: string } | string;
  message?: string;
  response?: { errors?: Record<string, string[]> };
}

/** The server's own words out of the three shapes of error body the contract knows. */
export function errorText(body: unknown): string {
  if (typeof body !== 'object' || body === null) return '';
  const { error, message, response } = body as ErrorBody;
  if (typeof error === 'object' && error?.message) return error.message;
  if (response?.errors) return Object.values(response.errors).flat().join(' ');
  return message ?? '';
}

interface Outcome<B> {
  data?: B;
  error?: unknown;
  response: Response;
}

/** Waits for a call and returns the whole envelope; every failure becomes an `ApiError`. */
export async function envelope<B>(call: Promise<Outcome<B>>): Promise<B> {
  let outcome: Outcome<B>;
  try {
    outcome = await call;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError(OFFLINE, '');
  }
  if (!outcome.response.ok) throw new ApiError(outcome.response.status, errorText(outcome.error));
  return outcome.data as B;
}

/** Waits for a call and returns the `response` member of the envelope. */
export async function unwrap<B extends { response?: unknown }>(
  call: Promise<Outcome<B>>,
): Promise<NonNullable<B['response']>> {
  const body = await envelope(call);
  return body?.response as NonNullable<B['response']>;
}
