import type { Ledger } from '#contract/billing.ts';
import type { App, Collection } from './score.ts';

const pollMs = 200;
const runTimeoutMs = 30 * 60_000;

export type RunResult = { status: string; steps: { agent: string }[]; detail: string };
export type Usage = { tokens: number; costUsd: number | null };

/** A person of the studio who talks to the crew over the API, as the web page does. */
export async function openStudio(url: string) {
  const { cookie, projectId } = await signUp(url);
  const headers = { cookie, origin: url, 'content-type': 'application/json' };

  async function call<T>(path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${url}/api${path}`, body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
    return (await response.json()) as T;
  }

  async function finish(runId: string): Promise<RunResult> {
    for (const end = Date.now() + runTimeoutMs; Date.now() < end; await new Promise((wake) => setTimeout(wake, pollMs))) {
      const run = await call<{ status: string; steps: { agent: string }[]; error?: { detail: string } }>(`/runs/${runId}`);
      if (!['queued', 'running', 'waiting'].includes(run.status)) return { status: run.status, steps: run.steps, detail: run.error?.detail ?? '' };
    }
    throw new Error(`run ${runId} does not end`);
  }

  return {
    model: async () => (await call<{ name: string; builtIn: boolean }>('/model')),
    openChat: async () => (await call<{ id: string }>(`/projects/${projectId}/chats`, {})).id,
    say: async (chatId: string, text: string): Promise<RunResult & { runId: string }> => {
      const { run } = await call<{ run: { id: string } }>(`/chats/${chatId}/messages`, { text });
      return { ...(await finish(run.id)), runId: run.id };
    },
    /** What the run's ledger says it used; the cost is null where the model's price is not known. */
    usage: async (runId: string): Promise<Usage> => {
      const { charged, notCharged, costMicrodollars } = await call<Ledger>(`/runs/${runId}/ledger`);
      return { tokens: charged + notCharged, costUsd: costMicrodollars === null ? null : costMicrodollars / 1e6 };
    },
    /** The app of a chat with its current files; null when none was published. */
    appOf: async (chatId: string): Promise<App | null> => {
      const { items } = await call<{ items: { id: string; chatId: string | null; currentVersion: number }[] }>(`/projects/${projectId}/artifacts?limit=100`);
      const app = items.find((one) => one.chatId === chatId && one.currentVersion > 0);
      if (!app) return null;
      const { items: paths } = await call<{ items: { path: string; isMainFile: boolean }[] }>(`/artifacts/${app.id}/files`);
      const files = await Promise.all(paths.map(({ path }) => call<{ path: string; content: string }>(`/artifacts/${app.id}/files/${path.split('/').map(encodeURIComponent).join('/')}`)));
      const { items: collections } = await call<{ items: Collection[] }>(`/artifacts/${app.id}/collections`);
      return { files, mainFile: paths.find(({ isMainFile }) => isMainFile)?.path, collections: collections.map((one) => ({ ...one, samples: [] })) };
    },
  };
}

async function signUp(url: string): Promise<{ cookie: string; projectId: string }> {
  const body = JSON.stringify({ name: 'Evals', email: 'evals@example.com', password: 'a long enough passphrase' });
  const response = await fetch(`${url}/api/auth/sign-up/email`, { method: 'POST', body, headers: { 'content-type': 'application/json', origin: url } });
  if (!response.ok) throw new Error(`Sign-up answered ${response.status}: ${await response.text()}`);
  const cookie = response.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
  const me = (await (await fetch(`${url}/api/me`, { headers: { cookie } })).json()) as { personalProjectId: string };
  return { cookie, projectId: me.personalProjectId };
}
