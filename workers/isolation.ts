/** Isolation headers for hosts that cannot send them. */
import headers from '../src/base/headers.json';

const NULL_BODY_STATUS = [101, 204, 205, 304];

/** The response with the isolation headers; the same object where the host sent them itself. */
export function isolated(response: Response): Response {
  // An opaque response has status 0 and no readable headers: it passes as it is.
  if (response.status === 0 || response.headers.has('Cross-Origin-Embedder-Policy')) {
    return response;
  }
  const withHeaders = new Headers(response.headers);
  for (const [name, value] of Object.entries(headers.isolation)) withHeaders.set(name, value);
  const body = NULL_BODY_STATUS.includes(response.status) ? null : response.body;
  return new Response(body, {
    status: response.status,
    statusText: response.statusText,
    headers: withHeaders,
  });
}

/** What the browser checks those headers on: pages, frames and worker scripts. */
export function needsIsolation(request: Pick<Request, 'mode' | 'destination'>): boolean {
  return (
    request.mode === 'navigate' ||
    request.destination === 'worker' ||
    request.destination === 'sharedworker'
  );
}
