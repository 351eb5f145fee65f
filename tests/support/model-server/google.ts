import { event, said, sinceRequest, textOf, type Protocol, type Refusal } from './protocol.ts';

type Content = { role: string; parts: { text?: string }[] };
type Body = { systemInstruction?: { parts: { text: string }[] }; contents: Content[]; tools?: { functionDeclarations?: { name: string }[] }[] };

/** `streamGenerateContent` of Google. A call of a function comes in one piece there, as an object. */
export const google: Protocol = {
  provider: 'google',
  isFor: (path) => path.includes(':streamGenerateContent'),
  keyOf: (headers) => (typeof headers['x-goog-api-key'] === 'string' ? headers['x-goog-api-key'] : null),
  read(body, path) {
    const { systemInstruction, contents, tools = [] } = body as Body;
    const since = sinceRequest(contents, (c) => textOf(c.parts));
    return {
      model: /models\/([^:]+):/.exec(path)?.[1] ?? '', system: textOf(systemInstruction?.parts), user: textOf(since[0]?.parts),
      round: since.filter((c) => c.role === 'model').length, tools: tools.flatMap((tool) => tool.functionDeclarations ?? []).map((tool) => tool.name),
    };
  },
  write(model) {
    let isMalformed = false;
    const chunk = (parts: object[], more: object = {}) => event({ candidates: [{ index: 0, content: { role: 'model', parts } }], modelVersion: model, responseId: 'r1', ...more });
    return {
      begin: () => [],
      text: (delta) => [chunk([{ text: delta }])],
      call(_, name, pieces) {
        try {
          return [chunk([{ functionCall: { name, args: JSON.parse(pieces.join('')) as object }, thoughtSignature: 'c2lnbmF0dXJl' }])];
        } catch {
          isMalformed = true;
          return [];
        }
      },
      refuse: (text) => [chunk([{ text }])],
      fail: () => [event({ error: { code: 503, message: said.overloaded, status: 'UNAVAILABLE' } })],
      end: (ending, usage) => [event({
        candidates: [{ index: 0, content: { role: 'model', parts: [] }, finishReason: isMalformed ? 'MALFORMED_FUNCTION_CALL' : ending === 'refusal' ? 'SAFETY' : 'STOP' }],
        modelVersion: model, responseId: 'r1',
        ...(usage ? { usageMetadata: {
          promptTokenCount: usage.input, cachedContentTokenCount: usage.cached, candidatesTokenCount: usage.output - usage.reasoning,
          thoughtsTokenCount: usage.reasoning, totalTokenCount: usage.input + usage.output,
        } } : {}),
      })],
    };
  },
  error(refusal) {
    const codes: Record<Refusal, [number, string, string]> = {
      key: [400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.'], credit: [403, 'PERMISSION_DENIED', 'Billing is not enabled.'],
      model: [404, 'NOT_FOUND', 'models/x is not found for API version v1beta.'],
      'too-long': [400, 'INVALID_ARGUMENT', 'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).'],
      busy: [429, 'RESOURCE_EXHAUSTED', 'Resource has been exhausted.'], overloaded: [503, 'UNAVAILABLE', 'The model is overloaded.'], broken: [500, 'INTERNAL', 'An internal error has occurred.'],
    };
    const [code, status, message] = codes[refusal];
    return { error: { code, message, status } };
  },
};
