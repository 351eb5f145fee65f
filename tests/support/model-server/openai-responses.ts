import { openaiError } from './openai-chat.ts';
import { bearer, event, said, sinceRequest, textOf, type Protocol } from './protocol.ts';

type Item = { role?: string; type?: string; content?: unknown };
type Body = { model: string; input: Item[]; tools?: { name: string }[] };

/** The Responses API of OpenAI. */
export const openaiResponses: Protocol = {
  provider: 'openai',
  isFor: (path) => path.endsWith('/responses'),
  keyOf: bearer,
  read(body) {
    const { model, input, tools = [] } = body as Body;
    const since = sinceRequest(input, (item) => textOf(item.content));
    // An answer is a run of items (a message, calls of functions) between those of the other side.
    const isOwn = (item: Item) => item.role === 'assistant' || item.type === 'function_call' || item.type === 'reasoning';
    return {
      model, system: textOf(input.find((item) => item.role === 'system' || item.role === 'developer')?.content), user: textOf(since[0]?.content),
      round: since.filter((item, n) => isOwn(item) && !(n > 0 && isOwn(since[n - 1]!))).length, tools: tools.map((tool) => tool.name),
    };
  },
  write(model) {
    let index = -1;
    let message: { id: string; text: string } | null = null;
    let sequence = 0;
    const send = (type: string, data: object) => event({ type, sequence_number: sequence++, ...data }, type);
    const response = { id: 'resp_1', object: 'response', created_at: 1, model, status: 'in_progress', output: [] };
    const openMessage = (): string[] => {
      if (message) return [];
      message = { id: `msg_${++index}`, text: '' };
      return [send('response.output_item.added', { output_index: index, item: { type: 'message', id: message.id, status: 'in_progress', role: 'assistant', content: [] } })];
    };
    const closeMessage = (): string[] => {
      if (!message) return [];
      const item = { type: 'message', id: message.id, status: 'completed', role: 'assistant', content: [{ type: 'output_text', text: message.text, annotations: [] }] };
      message = null;
      return [send('response.output_item.done', { output_index: index, item })];
    };
    return {
      begin: () => [send('response.created', { response }), send('response.in_progress', { response })],
      text(delta) {
        const opened = openMessage();
        message!.text += delta;
        return [...opened, send('response.output_text.delta', { item_id: message!.id, output_index: index, content_index: 0, delta })];
      },
      call(id, name, pieces) {
        const closed = closeMessage();
        index++;
        const item = { type: 'function_call', id: `fc_${id}`, call_id: id, name };
        return [
          ...closed,
          send('response.output_item.added', { output_index: index, item: { ...item, arguments: '', status: 'in_progress' } }),
          ...pieces.map((delta) => send('response.function_call_arguments.delta', { item_id: item.id, output_index: index, delta })),
          send('response.function_call_arguments.done', { item_id: item.id, output_index: index, arguments: pieces.join('') }),
          send('response.output_item.done', { output_index: index, item: { ...item, arguments: pieces.join(''), status: 'completed' } }),
        ];
      },
      refuse: (text) => [...openMessage(), send('response.refusal.delta', { item_id: message!.id, output_index: index, content_index: 0, delta: text }), send('response.refusal.done', { item_id: message!.id, output_index: index, content_index: 0, refusal: text })],
      fail: () => [send('error', { error: { type: 'server_error', code: 'server_error', message: said.overloaded, param: null } })],
      end: (ending, usage) => [
        ...closeMessage(),
        send(ending === 'refusal' ? 'response.incomplete' : 'response.completed', {
          response: {
            ...response, status: ending === 'refusal' ? 'incomplete' : 'completed', incomplete_details: ending === 'refusal' ? { reason: 'content_filter' } : null,
            usage: usage && {
              input_tokens: usage.input, output_tokens: usage.output, total_tokens: usage.input + usage.output,
              input_tokens_details: { cached_tokens: usage.cached }, output_tokens_details: { reasoning_tokens: usage.reasoning },
            },
          },
        }),
      ],
    };
  },
  error: openaiError,
};
