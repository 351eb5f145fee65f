import { bearer, event, said, sinceRequest, textOf, type Protocol, type Refusal, type Usage } from './protocol.ts';

type Body = { model: string; messages: { role: string; content: unknown }[]; tools?: { function: { name: string } }[]; stream_options?: { include_usage?: boolean } };

/** Chat completions of OpenAI, as the servers compatible with it speak them. */
export const openaiChat: Protocol = {
  provider: 'openai-compatible',
  isFor: (path) => path.endsWith('/chat/completions'),
  keyOf: bearer,
  read(body) {
    const { model, messages, tools = [] } = body as Body;
    const since = sinceRequest(messages, (m) => textOf(m.content));
    return {
      model, system: textOf(messages.find((m) => m.role === 'system')?.content), user: textOf(since[0]?.content),
      round: since.filter((m) => m.role === 'assistant').length, tools: tools.map((tool) => tool.function.name),
    };
  },
  write(model) {
    let calls = 0;
    const chunk = (delta: object, finish: string | null = null) => event({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model, choices: [{ index: 0, delta, finish_reason: finish }] });
    return {
      begin: () => [chunk({ role: 'assistant', content: '' })],
      text: (delta) => [chunk({ content: delta })],
      call(id, name, pieces) {
        const index = calls++;
        return [
          chunk({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] }),
          ...pieces.map((piece) => chunk({ tool_calls: [{ index, function: { arguments: piece } }] })),
        ];
      },
      refuse: (text) => [chunk({ refusal: text })],
      fail: () => [event({ error: { message: said.overloaded, type: 'server_error', code: null } })],
      end: (ending, usage) => [
        chunk({}, { stop: 'stop', 'tool-calls': 'tool_calls', refusal: 'content_filter' }[ending]),
        ...(usage ? [event({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model, choices: [], usage: usageOf(usage) })] : []),
        'data: [DONE]\n\n',
      ],
    };
  },
  error: openaiError,
};

function usageOf({ input, cached, output, reasoning }: Usage) {
  return {
    prompt_tokens: input, completion_tokens: output, total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cached }, completion_tokens_details: { reasoning_tokens: reasoning },
  };
}

export function openaiError(refusal: Refusal): Record<string, unknown> {
  const codes: Record<Refusal, string> = {
    key: 'invalid_api_key', credit: 'insufficient_quota', model: 'model_not_found', 'too-long': 'context_length_exceeded',
    busy: 'rate_limit_exceeded', overloaded: 'server_overloaded', broken: 'server_error',
  };
  return { error: { message: said[refusal], type: refusal === 'broken' ? 'server_error' : 'invalid_request_error', param: null, code: codes[refusal] } };
}
