/** One server-sent event. `id` is the last id seen on the stream so far, '' when there was none. */
export type StreamEvent = { id: string; type: string; text: string };

/** Reads `text/event-stream` as the HTML standard says (section 9.2.6); feed it text in any pieces. */
export function createEventParser(onEvent: (event: StreamEvent) => void): (chunk: string) => void {
  let rest = '';
  let lastId = '';
  let type = '';
  let lines: string[] = [];

  const endEvent = () => {
    if (lines.length > 0) onEvent({ id: lastId, type: type === '' ? 'message' : type, text: lines.join('\n') });
    type = '';
    lines = [];
  };
  const readLine = (line: string) => {
    if (line === '') return endEvent();
    if (line.startsWith(':')) return;
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'data') lines.push(value);
    else if (field === 'event') type = value;
    else if (field === 'id' && !value.includes('\0')) lastId = value;
  };

  return (chunk) => {
    const text = rest + chunk;
    // A lone CR at the end may be half of a CRLF: wait for the rest of it.
    const complete = text.endsWith('\r') ? text.length - 1 : text.length;
    const parts = text.slice(0, complete).split(/\r\n|\n|\r/);
    rest = (parts.pop() ?? '') + text.slice(complete);
    for (const part of parts) readLine(part);
  };
}
