import { describe, expect, it } from 'vitest';
import { isolated, needsIsolation } from './isolation';

describe('isolated', () => {
  it('keeps body, status and other headers', async () => {
    const response = isolated(new Response('abc', { status: 206, statusText: 'Partial Content' }));
    expect(response.status).toBe(206);
    expect(response.statusText).toBe('Partial Content');
    expect(await response.text()).toBe('abc');
    expect(response.headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
  });

  it('passes on what the host isolated itself', () => {
    const response = new Response('', {
      headers: { 'Cross-Origin-Embedder-Policy': 'credentialless' },
    });
    expect(isolated(response)).toBe(response);
  });

  it('passes on what cannot be read', () => {
    const response = Response.error();
    expect(isolated(response)).toBe(response);
  });

  it('knows statuses without a body', () => {
    expect(isolated(new Response(null, { status: 304 })).status).toBe(304);
  });
});

describe('needsIsolation', () => {
  it('is for pages, frames and workers', () => {
    expect(needsIsolation({ mode: 'navigate', destination: 'iframe' })).toBe(true);
    expect(needsIsolation({ mode: 'same-origin', destination: 'worker' })).toBe(true);
    expect(needsIsolation({ mode: 'cors', destination: '' })).toBe(false);
  });
});
