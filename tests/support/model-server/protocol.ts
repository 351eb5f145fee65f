import type { ModelProvider } from '#contract/models.ts';

/** What a request asked, whatever its protocol. */
export type Asked = {
  provider: ModelProvider;
  model: string;
  /** The key it came with. */
  key: string | null;
  system: string;
  /** The message that holds the request. */
  user: string;
  /** How many answers the model gave since the request. */
  round: number;
  tools: string[];
  /** The request as it came, for tests about prompts and caching. */
  body: Record<string, unknown>;
};

export type Usage = { input: number; cached: number; output: number; reasoning: number };
export type Ending = 'stop' | 'tool-calls' | 'refusal';
/** What an error is about; each protocol has its own body for it. */
export type Refusal = 'key' | 'credit' | 'model' | 'too-long' | 'busy' | 'overloaded' | 'broken';

/** Writes one answer as the events of a stream. */
export type Writer = {
  begin(): string[];
  text(delta: string): string[];
  call(id: string, name: string, pieces: string[]): string[];
  refuse(text: string): string[];
  /** An error in the middle of the stream. */
  fail(): string[];
  end(ending: Ending, usage: Usage | null): string[];
};

/** One provider's way to speak. */
export type Protocol = {
  provider: ModelProvider;
  isFor(path: string): boolean;
  read(body: Record<string, unknown>, path: string): Omit<Asked, 'provider' | 'key' | 'body'>;
  keyOf(headers: Record<string, string | string[] | undefined>): string | null;
  write(model: string): Writer;
  error(refusal: Refusal): Record<string, unknown>;
};

export const event = (data: unknown, name?: string): string => `${name ? `event: ${name}\n` : ''}data: ${JSON.stringify(data)}\n\n`;
export const bearer = (headers: Record<string, string | string[] | undefined>): string | null => (typeof headers.authorization === 'string' ? headers.authorization.replace(/^Bearer /, '') : null);

type Part = { text?: string };
/** The text of a message's content, in any of the shapes the protocols have. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  return Array.isArray(content) ? (content as Part[]).map((part) => part.text ?? '').join('') : '';
}

/** From the message that holds the request on; what was said before is another run's. */
export function sinceRequest<T extends { role?: string }>(messages: T[], text: (message: T) => string): T[] {
  const isUser = (message: T): boolean => message.role === 'user';
  const request = messages.findLastIndex((message) => isUser(message) && text(message).includes('The request:\n\n'));
  return messages.slice(Math.max(0, request >= 0 ? request : messages.findIndex(isUser)));
}

export const said: Record<Refusal, string> = {
  key: 'Incorrect API key provided.', credit: 'You exceeded your current quota.', model: 'The model does not exist.',
  'too-long': 'This exceeds the context window.', busy: 'Rate limit reached.', overloaded: 'Overloaded', broken: 'Internal server error',
};
