import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  errorCallbackUrl,
  parseCallbackAnswer,
  parseCallbackUrl,
  parseFailure,
  parseSuccess,
} from './callback';

describe('errorCallbackUrl', () => {
  it.each([
    ['https://a.example/api/tts/callback', 'https://a.example/api/tts/error-callback'],
    ['https://a.example/v2/api/tts/callback/', 'https://a.example/v2/api/tts/error-callback/'],
    [
      'https://a.example/api/tts/callback/42?k=v#f',
      'https://a.example/api/tts/error-callback/42?k=v#f',
    ],
    ['https://a.example/api/tts/done', 'https://a.example/api/tts/error-callback'],
    [
      'https://a.example/api/tts/jobs/7/done?x=/y/z',
      'https://a.example/api/tts/jobs/7/error-callback?x=/y/z',
    ],
    ['https://a.example/api/tts/', 'https://a.example/api/tts/error-callback'],
    ['https://a.example/hook', 'https://a.example/hook/error-callback'],
    ['https://a.example/hook/', 'https://a.example/hook/error-callback'],
    ['https://a.example/hook/?a=1&b=2#top', 'https://a.example/hook/error-callback?a=1&b=2#top'],
    ['https://a.example', 'https://a.example/error-callback'],
    ['https://a.example/', 'https://a.example/error-callback'],
    [
      'https://a.example?to=/api/tts/callback',
      'https://a.example/error-callback?to=/api/tts/callback',
    ],
    ['http://localhost:8080/api/tts/callback', 'http://localhost:8080/api/tts/error-callback'],
    ['https://a.example/api/tts/error-callback', 'https://a.example/api/tts/error-callback'],
  ])('%s', (url, expected) => {
    expect(errorCallbackUrl(url)).toBe(expected);
  });

  it('keeps origin, query and fragment, and always tells errors apart', () => {
    const segment = fc.stringMatching(/^[a-z0-9-]{0,8}$/);
    const query = fc.option(fc.stringMatching(/^[a-z=&/]{0,12}$/), { nil: null });
    fc.assert(
      fc.property(fc.webAuthority(), fc.array(segment), query, query, (host, parts, q, f) => {
        const path = parts.map((part) => `/${part}`).join('');
        const rest = `${q === null ? '' : `?${q}`}${f === null ? '' : `#${f}`}`;
        const told = errorCallbackUrl(`https://${host}${path}${rest}`);
        expect(told.startsWith(`https://${host}/`)).toBe(true);
        expect(told.endsWith(rest)).toBe(true);
        const toldPath = told.slice(`https://${host}`.length, told.length - rest.length);
        expect(toldPath).toContain('/error-callback');
      }),
    );
  });
});

describe('parseCallbackUrl', () => {
  it.each(['https://a.example/x', 'http://127.0.0.1:9/x', '  https://a.example/x  '])(
    '%s',
    (url) => {
      expect(parseCallbackUrl(url)).toEqual({ ok: true, url: url.trim() });
    },
  );
  it.each([
    ['javascript:alert(1)', 'https://'],
    ['ftp://a.example/x', 'https://'],
    ['data:text/plain,x', 'https://'],
    ['https://me:secret@a.example/x', 'password'],
    ['https://me@a.example/x', 'user name'],
    ['/api/tts/callback', 'whole web address'],
    ['', 'whole web address'],
    [`https://a.example/${'x'.repeat(3000)}`, 'too long'],
  ])('refuses %s', (url, reason) => {
    const parsed = parseCallbackUrl(url);
    expect(parsed.ok).toBe(false);
    expect(parsed.ok ? '' : parsed.reason).toContain(reason);
  });
});

describe('payloads', () => {
  it('takes a failure with all that may be told', () => {
    const body = {
      story_id: 's1',
      error: 'It broke.',
      user_id: 'u',
      voice_id: 'v',
      error_details: 'd',
      job_id: 'j',
      metadata: { language: 'en', story_type: 'tale', text_length: 12, error_type: 'model' },
    };
    expect(parseFailure(JSON.stringify(body))).toEqual({ ok: true, payload: body });
    expect(parseFailure('{"story_id":"s1","error":"It broke."}')).toMatchObject({ ok: true });
  });
  it.each([
    ['{"error":"x"}', 'story_id'],
    ['{"story_id":"","error":"x"}', 'story_id'],
    ['{"story_id":7,"error":"x"}', 'story_id'],
    ['{"story_id":"s"}', 'error'],
    ['{"story_id":"s","error":"  "}', 'error'],
    ['{"story_id":"s","error":"x","job_id":{}}', 'job_id'],
    ['{"story_id":"s","error":"x","metadata":[1]}', 'metadata'],
    ['{"story_id":"s","error":"x","metadata":{"a":{}}}', 'metadata.a'],
  ])('names the field of %s', (body, field) => {
    const parsed = parseFailure(body);
    expect(parsed).toMatchObject({
      ok: false,
      field,
      error: expect.stringContaining(field) as string,
    });
  });
  it.each(['', 'null', '[]', '"x"', '{'])('takes no %s', (body) => {
    expect(parseFailure(body).ok).toBe(false);
    expect(parseSuccess(body).ok).toBe(false);
  });
  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
        parseFailure(body);
        parseSuccess(body);
        parseCallbackAnswer(body);
      }),
    );
  });
  it('reads a receiver’s answer', () => {
    expect(parseCallbackAnswer('{"success":true}')).toEqual({ success: true });
    expect(parseCallbackAnswer('{"success":false,"error":"no"}')).toEqual({
      success: false,
      error: 'no',
    });
    expect(parseCallbackAnswer('ok')).toBeNull();
    expect(parseCallbackAnswer('{"success":"yes"}')).toBeNull();
  });
});
