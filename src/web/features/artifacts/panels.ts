export const panels = ['preview', 'code', 'documents', 'versions'] as const;
/** What the panel beside a chat can show. */
export type Panel = (typeof panels)[number];

/** What of it is kept in the URL. `version` is an earlier version that is being looked at. */
export type PanelSearch = { panel?: Panel | undefined; version?: number | undefined; document?: string | undefined; file?: string | undefined };
