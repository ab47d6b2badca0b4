// Bytes to the server. XMLHttpRequest, since fetch cannot tell how much of a body has left.
import { ApiError, errorText, OFFLINE } from '@/api/client';

export interface Sending {
  url: string;
  method?: 'POST' | 'PUT';
  body: FormData | null;
  signal: AbortSignal;
  onProgress: (bytes: number) => void;
}

export function send<T>({ url, method = 'POST', body, signal, onProgress }: Sending): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new DOMException('', 'AbortError'));
      return;
    }
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    signal.addEventListener('abort', stop, { once: true });
    request.open(method, url);
    request.responseType = 'json';
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onload = () => {
      signal.removeEventListener('abort', stop);
      if (request.status >= 200 && request.status < 300) resolve(request.response as T);
      else reject(new ApiError(request.status, errorText(request.response)));
    };
    request.onerror = () => reject(new ApiError(OFFLINE, ''));
    request.onabort = () => reject(new DOMException('', 'AbortError'));
    request.send(body);
  });
}
