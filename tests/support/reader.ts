import type { ChatEvent } from '#contract/events.ts';

/** What somebody sees who follows a run by its events alone, as the contract describes it. */
export type View = {
  status: string;
  steps: { agent: string; status: string; summary?: string | undefined }[];
  /** Text by message, in the order in which messages appeared. */
  messages: { id: string; text: string; final: boolean }[];
  tools: { stepIndex: number | null; callId: string; tool: string; ok?: boolean }[];
};

/** Follows events in order. Keep the state to go on later from where you were. */
export class Reader {
  view: View = { status: 'queued', steps: [], messages: [], tools: [] };
  #attempts = new Map<number, number>();
  #messageOfStep = new Map<number, string>();

  read(event: ChatEvent): void {
    const { view } = this;
    switch (event.type) {
      case 'run.started': view.status = 'running'; break;
      case 'run.planned': view.steps = event.steps.map(({ agent, status }) => ({ agent, status })); break;
      case 'step.started': this.#restart(event.stepIndex, event.attempt); break;
      case 'text.delta': {
        if (event.stepIndex !== null) this.#messageOfStep.set(event.stepIndex, event.messageId);
        const message = this.#message(event.messageId);
        if (!message.final) message.text += event.delta;
        break;
      }
      case 'tool.called': view.tools.push({ stepIndex: event.stepIndex, callId: event.callId, tool: event.tool }); break;
      case 'tool.finished': {
        const call = view.tools.findLast((tool) => tool.stepIndex === event.stepIndex && tool.callId === event.callId);
        if (call) call.ok = event.ok;
        break;
      }
      case 'message.created': {
        const message = this.#message(event.message.id);
        message.text = event.message.content.parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
        message.final = true;
        break;
      }
      case 'step.finished': {
        const { index, agent, status, summary } = event.step;
        view.steps[index] = { agent, status, summary };
        break;
      }
      case 'run.finished': view.status = event.status; break;
      default: break;
    }
  }

  #restart(stepIndex: number, attempt: number): void {
    const step = this.view.steps[stepIndex];
    if (step) step.status = 'running';
    if (attempt > (this.#attempts.get(stepIndex) ?? 0) && this.#attempts.has(stepIndex)) {
      this.view.tools = this.view.tools.filter((tool) => tool.stepIndex !== stepIndex);
      const id = this.#messageOfStep.get(stepIndex);
      const message = this.view.messages.find((m) => m.id === id);
      if (message && !message.final) message.text = '';
    }
    this.#attempts.set(stepIndex, attempt);
  }

  #message(id: string): View['messages'][number] {
    let message = this.view.messages.find((m) => m.id === id);
    if (!message) this.view.messages.push((message = { id, text: '', final: false }));
    return message;
  }
}
