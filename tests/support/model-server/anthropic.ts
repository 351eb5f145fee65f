import { event, said, sinceRequest, textOf, type Protocol, type Refusal } from './protocol.ts';

type Body = { model: string; system?: unknown; messages: { role: string; content: unknown }[]; tools?: { name: string }[] };

/** The Messages API of Anthropic. */
export const anthropic: Protocol = {
  provider: 'anthropic',
  isFor: (path) => path.endsWith('/messages'),
  keyOf: (headers) => (typeof headers['x-api-key'] === 'string' ? headers['x-api-key'] : null),
  read(body) {
    const { model, system, messages, tools = [] } = body as Body;
    const since = sinceRequest(messages, (m) => textOf(m.content));
    return {
      model, system: textOf(system), user: textOf(since[0]?.content),
      round: since.filter((m) => m.role === 'assistant').length, tools: tools.map((tool) => tool.name),
    };
  },
  write(model) {
    let index = -1;
    let isTextOpen = false;
    const send = (type: string, data: object) => event({ type, ...data }, type);
    const close = (): string[] => (isTextOpen ? [((isTextOpen = false), send('content_block_stop', { index }))] : []);
    const text = (delta: string): string[] => {
      const opened = isTextOpen ? [] : [send('content_block_start', { index: ++index, content_block: { type: 'text', text: '' } })];
      isTextOpen = true;
      return [...opened, send('content_block_delta', { index, delta: { type: 'text_delta', text: delta } })];
    };
    return {
      begin: () => [
        send('message_start', { message: { id: 'msg_1', type: 'message', role: 'assistant', model, content: [], stop_reason: null, stop_sequence: null, usage: { input_tokens: 0, output_tokens: 0 } } }),
        send('ping', {}),
      ],
      text,
      call: (id, name, pieces) => [
        ...close(),
        send('content_block_start', { index: ++index, content_block: { type: 'tool_use', id, name, input: {} } }),
        ...pieces.map((piece) => send('content_block_delta', { index, delta: { type: 'input_json_delta', partial_json: piece } })),
        send('content_block_stop', { index }),
      ],
      refuse: text,
      fail: () => [send('error', { error: { type: 'overloaded_error', message: said.overloaded } })],
      end: (ending, usage) => [
        ...close(),
        send('message_delta', {
          delta: { stop_reason: { stop: 'end_turn', 'tool-calls': 'tool_use', refusal: 'refusal' }[ending], stop_sequence: null },
          usage: usage ? { input_tokens: usage.input - usage.cached, cache_read_input_tokens: usage.cached, output_tokens: usage.output } : { output_tokens: 0 },
        }),
        send('message_stop', {}),
      ],
    };
  },
  error(refusal) {
    const types: Record<Refusal, string> = {
      key: 'authentication_error', credit: 'billing_error', model: 'not_found_error', 'too-long': 'invalid_request_error', busy: 'rate_limit_error', overloaded: 'overloaded_error', broken: 'api_error',
    };
    return { type: 'error', error: { type: types[refusal], message: refusal === 'too-long' ? 'prompt is too long: 250000 tokens > 200000 maximum' : said[refusal] } };
  },
};
