import type { ModelProvider } from '#contract/models.ts';
import { defaultWindow } from '../context/window.ts';

/** US dollars per million tokens. */
export type Prices = { input: number; cachedInput: number; output: number };

type Entry = {
  /** Tokens of prompt and answer together, and of the answer alone. */
  window: number;
  maxOutput: number;
  prices: Prices;
  /** What the whole call costs once its prompt is longer than this. */
  long?: Prices & { overTokens: number };
  /** What it costs from a day on, announced beforehand. */
  later?: Prices & { from: string };
  /** Where the figures stand, and the day on which they were read there. */
  source: string;
  read: string;
};

const openaiLong = ({ input, cachedInput, output }: Prices) => ({ overTokens: 272_000, input: input * 2, cachedInput: cachedInput * 2, output: output * 1.5 });
const openai = (model: string, prices: Prices): Entry => ({
  window: 1_050_000, maxOutput: 128_000, prices, long: openaiLong(prices),
  source: `https://developers.openai.com/api/docs/models/${model}`, read: '2026-11-26',
});
const anthropic = (page: string, prices: Prices, more: Partial<Entry> = {}): Entry => ({
  window: 1_000_000, maxOutput: 128_000, prices, source: `https://platform.claude.com/docs/en/models/${page}/overview`, read: '2026-11-26', ...more,
});
const google = (prices: Prices, more: Partial<Entry> = {}): Entry => ({
  window: 1_048_576, maxOutput: 65_536, prices, source: 'https://ai.google.dev/gemini-api/docs/pricing', read: '2026-11-26', ...more,
});

/** Windows and list prices as the providers published them; gateways and contracts may ask for something else. */
const catalog: Partial<Record<ModelProvider, Record<string, Entry>>> = {
  anthropic: {
    'claude-opus-5-5': anthropic('opus-5-5', { input: 4, cachedInput: 0.4, output: 20 }),
    'claude-sonnet-5-5': anthropic('sonnet-5-5', { input: 2, cachedInput: 0.1, output: 10 }),
    'claude-haiku-5-5': anthropic('haiku-5-5', { input: 0.1, cachedInput: 0.01, output: 0.5 }, { long: { overTokens: 100_000, input: 0.5, cachedInput: 0.05, output: 2.5 } }),
    'claude-sonnet-5': anthropic('sonnet-5', { input: 2, cachedInput: 0.2, output: 10 }),
    'claude-haiku-4-5': anthropic('haiku-4-5', { input: 1, cachedInput: 0.1, output: 5 }, { window: 200_000, maxOutput: 64_000 }),
  },
  openai: {
    'gpt-6-astra': openai('gpt-6-astra', { input: 10, cachedInput: 1, output: 50 }),
    'gpt-6.2-sol': openai('gpt-6.2-sol', { input: 2, cachedInput: 0.1, output: 10 }),
    'gpt-6.1-sol': openai('gpt-6.1-sol', { input: 2, cachedInput: 0.1, output: 10 }),
    'gpt-6.1-terra': openai('gpt-6.1-terra', { input: 1, cachedInput: 0.05, output: 5 }),
    'gpt-6-luna': openai('gpt-6-luna', { input: 0.1, cachedInput: 0.01, output: 0.5 }),
  },
  google: {
    'gemini-4-argon': google({ input: 2, cachedInput: 0.1, output: 10 }, { later: { from: '2026-12-01', input: 4, cachedInput: 0.2, output: 20 } }),
    'gemini-4-carbon': google({ input: 2, cachedInput: 0.1, output: 10 }, { later: { from: '2026-12-01', input: 4, cachedInput: 0.2, output: 20 } }),
    'gemini-3.8-flash': google({ input: 0.75, cachedInput: 0.075, output: 3.75 }, { later: { from: '2027-01-01', input: 1.5, cachedInput: 0.15, output: 7.5 } }),
  },
};

/** What is assumed of a model nobody has described: a small window, as local servers have, and no price. */
const unknown = { window: defaultWindow, maxOutput: 8_000 };

let compatibleWindow: number | null = null;

/** Sets the window of the models of the OpenAI-compatible server; null for the default. In tokens. */
export function setCompatibleWindow(tokens: number | null): void {
  compatibleWindow = tokens;
}

/** The window of `provider/model` and the longest answer it gives, in tokens. */
export function limitsOf(ref: string): { window: number; maxOutput: number } {
  const entry = find(ref);
  if (entry) return { window: entry.window, maxOutput: entry.maxOutput };
  const window = (ref.startsWith('openai-compatible/') ? compatibleWindow : null) ?? unknown.window;
  return { window, maxOutput: Math.min(unknown.maxOutput, Math.floor(window / 4)) };
}

/** The list price of a call to `provider/model` by the size of its prompt and its day; null when it is not known. */
export function priceOf(ref: string, o: { promptTokens?: number; at?: Date } = {}): { inputPerMillion: number; cachedPerMillion: number; outputPerMillion: number } | null {
  const entry = find(ref);
  if (!entry) return null;
  const { long, later } = entry;
  const day = (o.at ?? new Date()).toISOString().slice(0, 10);
  const { input, cachedInput, output } = long && (o.promptTokens ?? 0) > long.overTokens ? long : later && day >= later.from ? later : entry.prices;
  return { inputPerMillion: input, cachedPerMillion: cachedInput, outputPerMillion: output };
}

/** Names of models a provider is known to have, the strongest first. */
export function knownModels(provider: ModelProvider): string[] {
  return Object.keys(catalog[provider] ?? {});
}

function find(ref: string): Entry | undefined {
  const at = ref.indexOf('/');
  const models = catalog[ref.slice(0, at) as ModelProvider] ?? {};
  const name = ref.slice(at + 1);
  // A dated snapshot (claude-sonnet-5-5-20260901) is the model it is a snapshot of.
  return models[name] ?? models[name.replace(/-(\d{8}|\d{4}-\d{2}-\d{2})$/, '')];
}
