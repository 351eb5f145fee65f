import type { Problem } from '#contract/errors.ts';

export type Answer<T = Record<string, never>> = { status: number; body: T; headers: Headers };

/** Somebody who talks to the API as a browser does: with a cookie, once signed in. */
export class Person {
  readonly url: string;
  cookie = '';
  id = '';
  email = '';
  personalProjectId = '';

  constructor(url: string) {
    this.url = url;
  }

  async signUp(name: string, password = 'correct horse battery'): Promise<void> {
    this.email = `${name.toLowerCase().replace(/\W+/g, '.')}@example.com`;
    const { status, body } = await this.post<{ user: { id: string } }>('/api/auth/sign-up/email', { name, email: this.email, password });
    if (status !== 200) throw new Error(`sign-up answered ${status}: ${JSON.stringify(body)}`);
    this.id = body.user.id;
  }

  get<T = Record<string, never>>(path: string, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.send('GET', path, undefined, headers);
  }

  post<T = Record<string, never>>(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.send('POST', path, body, headers);
  }

  patch<T = Record<string, never>>(path: string, body: unknown): Promise<Answer<T>> {
    return this.send('PATCH', path, body);
  }

  delete(path: string): Promise<Answer> {
    return this.send('DELETE', path);
  }

  async send<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
    const response = await this.fetch(path, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return { status: response.status, body: (isJson && text !== '' ? JSON.parse(text) : text) as T, headers: response.headers };
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { ...(this.cookie ? { cookie: this.cookie } : {}), ...(init.headers as Record<string, string>) };
    const response = await fetch(this.url + path, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) this.keep(line);
    return response;
  }

  private keep(line: string): void {
    const [pair = ''] = line.split(';');
    if (pair.startsWith('ninefold.session_token=')) this.cookie = /max-age=0/i.test(line) ? '' : pair;
  }
}

/** The parts of an answer that say what went wrong. */
export function problemOf(answer: Answer<unknown>): { status: number; code: string } {
  return { status: answer.status, code: (answer.body as Problem).code };
}
