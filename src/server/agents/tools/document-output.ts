/** What a tool that writes a document answers. `saved: false` is no error: the run goes on without it. */
export type DocumentOutput =
  | { saved: true; documentId: string; version: number; changed: boolean }
  | { saved: false; reason: string };
